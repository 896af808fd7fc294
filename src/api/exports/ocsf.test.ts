import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ocsfProblems } from '../../../test/support/ocsf.ts'
import { isDlpRule, RULE_IDS } from '../../model/core/rule-ids.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import type { ExportedFinding } from './export-format.ts'
import { exportedFinding } from './exported.examples.ts'
import { ocsfEvent } from './ocsf.ts'

/** The published schema says which attributes there are, of which type, and which must be there; not which word is whose. */
const pairs = <Id extends string, Name extends string>(id: Id, name: Name, words: Record<number, string>) =>
  z.union(
    Object.entries(words).map(([number, caption]) =>
      z.object({ [id]: z.literal(Number(number)), [name]: z.literal(caption) }),
    ),
  )

const WORDS = z.intersection(
  z.intersection(
    pairs('activity_id', 'activity_name', { 1: 'Create', 2: 'Update', 3: 'Close' }),
    pairs('severity_id', 'severity', { 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical' }),
  ),
  pairs('status_id', 'status', { 1: 'New', 2: 'In Progress', 3: 'Suppressed', 4: 'Resolved' }),
)

const NAMES = {
  state: { class_uid: 2003, class_name: 'Compliance Finding', compliance: {} },
  event: { class_uid: 2004, class_name: 'Detection Finding', evidences: [{}] },
  content: {
    class_uid: 2006,
    class_name: 'Data Security Finding',
    data_security: {
      ...{ detection_system_id: 8, detection_system: 'Cloud Access Security Broker' },
      ...{ data_lifecycle_state_id: 1, data_lifecycle_state: 'Data at-Rest' },
    },
  },
} as const

const CONTEXT = { asOf: '2026-11-24T00:00:00Z', names: new Map(), version: '0.1.0' }
const eventOf = (part: Partial<ExportedFinding> = {}) => ocsfEvent(exportedFinding(part), CONTEXT)

const owner = {
  person: { id: '01890000-0000-7000-8000-000000000009', email: 'ada@example.com', name: null },
  role: 'owner',
} as unknown as NonNullable<ExportedFinding['owner']>

describe('an event', () => {
  test.each([...RULE_IDS, 'custom.mine' as const])('of %s is valid in every state', (rule_id) => {
    const kind = rule_id === 'custom.mine' ? 'state' : CATALOGUE[rule_id].kind
    for (const state of ['open', 'reopened', 'resolved'] as const) {
      for (const severity of ['low', 'medium', 'high', 'critical'] as const) {
        const resolved_at = state === 'resolved' ? '2026-11-24T00:00:00Z' : null
        const event = eventOf({ rule_id, state, effective_severity: severity, resolved_at, owner })
        expect(ocsfProblems(JSON.parse(JSON.stringify(event)))).toEqual([])
        expect(event).toMatchObject(NAMES[kind])
        expect(WORDS.safeParse(event).error?.issues).toBeUndefined()
        expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id)
      }
    }
  })

  test('with an attribute that its class has not, or without one that it needs, is not', () => {
    const event = eventOf()
    expect(ocsfProblems({ ...event, risk: 'x' })).toEqual([expect.stringContaining('"risk"')])
    expect(ocsfProblems({ ...event, severity_id: 7 })).toEqual([expect.stringContaining('/severity_id')])
    const { compliance: _, ...rest } = event as typeof event & { compliance: object }
    expect(ocsfProblems(rest)).toEqual([expect.stringContaining('"compliance"')])
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
