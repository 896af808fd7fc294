import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isDlpRule, RULE_IDS } from '../../model/core/rule-ids.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import type { ExportedFinding } from './export-format.ts'
import { exportedFinding } from './exported.examples.ts'
import { ocsfEvent } from './ocsf.ts'

/**
 * What OCSF 1.8.0 says of the classes that we send, as facts: which attributes there are, of which type, which must be
 * there, and which word belongs to which number. Objects are closed, so an attribute that a class does not have is found.
 * Source: https://github.com/ocsf/ocsf-schema, folders events/findings and objects.
 */

const count = z.int().min(0)
/** Milliseconds since 1970. */
const timestamp = z.int().min(1_600_000_000_000).max(4_000_000_000_000)
const word = z.string().min(1)
const pairs = <Id extends string, Name extends string>(id: Id, name: Name, words: Record<number, string>) =>
  z.union(
    Object.entries(words).map(([number, caption]) =>
      z.object({ [id]: z.literal(Number(number)), [name]: z.literal(caption) }),
    ),
  )

const user = z.strictObject({ uid: word, email_addr: word.optional(), name: word.optional() })
const remediation = z.strictObject({ desc: word, references: z.array(z.url()).optional() })

const finding = {
  activity_id: count,
  activity_name: word,
  category_uid: z.literal(2),
  category_name: z.literal('Findings'),
  time: timestamp,
  severity_id: count,
  severity: word,
  status_id: count,
  status: word,
  message: word,
  metadata: z.strictObject({
    version: z.literal('1.8.0'),
    uid: z.uuid(),
    tenant_uid: z.uuid(),
    product: z.strictObject({ name: word, vendor_name: word, version: word }),
  }),
  finding_info: z.strictObject({
    uid: z.uuid(),
    title: word,
    desc: word.optional(),
    types: z.array(word),
    analytic: z.strictObject({
      type_id: z.literal(1),
      type: z.literal('Rule'),
      uid: word,
      name: word,
      version: word,
      category: word,
    }),
    created_time: timestamp,
    first_seen_time: timestamp,
    last_seen_time: timestamp,
  }),
  resources: z
    .array(z.strictObject({ uid: word, name: word, type: word, owner: user.optional() }))
    .nonempty(),
  unmapped: z.record(z.string(), z.unknown()),
}

const CLASSES = {
  state: z.strictObject({
    ...finding,
    class_uid: z.literal(2003),
    class_name: z.literal('Compliance Finding'),
    type_uid: z.literal([200_301, 200_302, 200_303]),
    type_name: word,
    compliance: z.strictObject({
      control: word,
      standards: z.array(word),
      status_id: z.literal([1, 3]),
      status: z.enum(['Pass', 'Fail']),
    }),
    remediation: remediation.optional(),
  }),
  event: z.strictObject({
    ...finding,
    class_uid: z.literal(2004),
    class_name: z.literal('Detection Finding'),
    type_uid: z.literal([200_401, 200_402, 200_403]),
    type_name: word,
    is_alert: z.boolean(),
    // One of the attributes that it may be made of must be there, and `data` is one.
    evidences: z.array(z.strictObject({ uid: word, data: z.record(z.string(), z.unknown()) })).nonempty(),
    remediation: remediation.optional(),
  }),
  content: z.strictObject({
    ...finding,
    class_uid: z.literal(2006),
    class_name: z.literal('Data Security Finding'),
    type_uid: z.literal([200_601, 200_602, 200_603]),
    type_name: word,
    data_security: z.strictObject({
      detection_system_id: z.literal(8),
      detection_system: z.literal('Cloud Access Security Broker'),
      data_lifecycle_state_id: z.literal(1),
      data_lifecycle_state: z.literal('Data at-Rest'),
      policy: z.strictObject({ uid: word, name: word }),
    }),
  }),
}

const WORDS = z.intersection(
  z.intersection(
    pairs('activity_id', 'activity_name', { 1: 'Create', 2: 'Update', 3: 'Close' }),
    pairs('severity_id', 'severity', { 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical' }),
  ),
  pairs('status_id', 'status', { 1: 'New', 2: 'In Progress', 3: 'Suppressed', 4: 'Resolved' }),
)

const CONTEXT = { asOf: '2026-11-24T00:00:00Z', names: new Map(), version: '0.1.0' }
const eventOf = (part: Partial<ExportedFinding> = {}) => ocsfEvent(exportedFinding(part), CONTEXT)

const owner = {
  person: { id: '01890000-0000-7000-8000-000000000009', email: 'ada@example.com', name: null },
  role: 'owner',
} as unknown as NonNullable<ExportedFinding['owner']>

describe('an event', () => {
  test.each([...RULE_IDS, 'custom.mine' as const])('of %s is valid in every state', (rule_id) => {
    const rule = rule_id === 'custom.mine' ? null : CATALOGUE[rule_id]
    const schema = CLASSES[rule?.kind ?? 'state']
    for (const state of ['open', 'reopened', 'resolved'] as const) {
      for (const severity of ['low', 'medium', 'high', 'critical'] as const) {
        const resolved_at = state === 'resolved' ? '2026-11-24T00:00:00Z' : null
        const event = eventOf({ rule_id, state, effective_severity: severity, resolved_at, owner })
        expect(schema.safeParse(event).error?.issues).toBeUndefined()
        expect(WORDS.safeParse(event).error?.issues).toBeUndefined()
        expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id)
      }
    }
  })

  test('has the class of what its rule judges', () => {
    expect(eventOf({ rule_id: 'gpt.public_link' }).class_uid).toBe(2003)
    expect(eventOf({ rule_id: 'access.login_burst' }).class_uid).toBe(2004)
    expect(RULE_IDS.filter(isDlpRule).map((rule_id) => eventOf({ rule_id }).class_uid)).toEqual([
      2006, 2006, 2006,
    ])
  })

  test('is at the time of its activity', () => {
    const { first_seen_at, last_seen_at } = exportedFinding()
    const resolved_at = '2026-11-25T00:00:00Z'
    expect(eventOf().time).toBe(Date.parse(first_seen_at))
    expect(eventOf({ state: 'reopened' }).time).toBe(Date.parse(last_seen_at))
    expect(eventOf({ state: 'resolved', resolved_at }).time).toBe(Date.parse(resolved_at))
  })

  test('has one status for our three axes', () => {
    const excepted = { exception_id: 'e', reason: 'A test', owner: 'Ada', expires_at: null }
    expect(eventOf().status).toBe('New')
    expect(eventOf({ triage: 'remediating' }).status).toBe('In Progress')
    expect(eventOf({ triage: 'false_positive' }).status).toBe('Suppressed')
    expect(eventOf({ excepted }).status).toBe('Suppressed')
    expect(eventOf({ excepted, state: 'resolved' }).status).toBe('Resolved')
  })

  test('says what OCSF has no place for beside it', () => {
    expect(eventOf().unmapped).toMatchObject({
      published_severity: 'high',
      severity_reason: 'it calls other hosts',
      evidence: { gpt_id: 'g-1' },
    })
  })
})
