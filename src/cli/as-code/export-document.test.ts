import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { CliError } from '../cli-error.ts'
import type { Current } from './current.ts'
import type { DocumentInput } from './document.ts'
import { documentOf, documentText } from './export-document.ts'
import { makePlan } from './plan.ts'
import { parseCode } from './read-document.ts'

/** Whatever exists: its document, written and read again, asks for nothing. */

/** What people write, and what YAML would take for something else. */
const words = fc.oneof(
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .map((text) => text.trim())
    .filter((text) => text !== ''),
  fc.constantFrom(
    'yes',
    'on',
    '1e3',
    'null',
    '~',
    '# no',
    'a: b',
    '- x',
    '2027-02-20',
    '"',
    "'",
    '0x1f',
    '|',
  ),
)
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const severity = fc.constantFrom(...SEVERITIES)
const time = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().replace('Z', '123Z'))

const rule = fc.record({
  id: fc.constantFrom(...RULE_IDS),
  default_parameters: fc.constant({ maxAgeDays: 90, allowed: ['a'] }),
  setting: fc.record({
    enabled: fc.boolean(),
    severity: orNull(severity),
    parameters: fc.record({
      maxAgeDays: fc.constantFrom(90, 60),
      allowed: fc.constantFrom(['a'], ['b', 'on']),
    }),
    revision: fc.constant('r'),
  }),
})
const customRule = fc
  .record({
    id: fc.stringMatching(/^custom\.[a-z]{2,8}$/),
    enabled: fc.boolean(),
    isOverEvents: fc.boolean(),
    title: words,
    description: fc.oneof(words, fc.constant('')),
    severity,
    remediation: fc.oneof(words, fc.constant('')),
    expression: words,
    deeds: fc.uniqueArray(words, { minLength: 1, maxLength: 3 }),
  })
  .map(({ isOverEvents, deeds, ...one }) => ({
    ...one,
    revision: '1.on',
    kind: isOverEvents ? null : 'platform.user',
    events: isOverEvents ? { 'logs.AUDIT_LOG': deeds } : null,
    at_least: isOverEvents ? 2 : null,
  }))
const integration = fc.record({
  detail: fc.record({
    id: fc.uuid(),
    display_name: words,
    organization_id: orNull(words),
    workspace_id: orNull(fc.uuid()),
    project_id: orNull(words),
    collection_mode: fc.constantFrom(...COLLECTION_MODES),
    mode_change: orNull(fc.record({ to: fc.constantFrom(...COLLECTION_MODES), applied_at: orNull(time) })),
    own_domains: fc.uniqueArray(fc.domain()).map((all) => all.map((one) => one.toLowerCase()).sort()),
    other_log_types: fc.constantFrom([], ['CHATGPT_SOMETHING_LOG']),
    severity_escalation: fc.constantFrom('on', 'off'),
    revision: fc.constant('r'),
    credentials: fc.constantFrom([], [{ id: 'c', kind: 'admin_key', shown: '…a1b2' }]),
  }),
  rules: fc.uniqueArray(rule, { selector: ({ id }) => id, maxLength: 4 }),
  customRules: fc.uniqueArray(customRule, { selector: ({ id }) => id, maxLength: 3 }),
})

const current: fc.Arbitrary<Current> = fc
  .uniqueArray(integration, { selector: ({ detail }) => detail.display_name, maxLength: 3 })
  .chain((integrations) => {
    const place = fc.constantFrom(null, ...integrations.map(({ detail }) => detail.id))
    const named = { id: fc.uuid(), key: orNull(fc.stringMatching(/^k[a-z]{1,9}$/)), integration_id: place }
    const exceptions = fc.record({
      ...named,
      about: fc.oneof(
        fc.record({ rule_id: words, asset: fc.constant(null), fingerprint: fc.constant(null) }),
        fc.record({
          rule_id: orNull(words),
          asset: fc.record({ kind: fc.constantFrom(...ASSET_KINDS), external_id: words }),
          fingerprint: fc.constant(null),
        }),
        fc.record({ rule_id: fc.constant(null), asset: fc.constant(null), fingerprint: words }),
      ),
      reason: words,
      owner: words,
      state: fc.constantFrom('live', 'expired'),
      expires_at: orNull(time),
    })
    const target = fc.oneof(
      fc.record({ kind: fc.constant('webhook'), settings: fc.constant({}) }),
      fc.record({
        kind: fc.constantFrom('slack', 'teams', 'splunk_hec', 'syslog'),
        settings: fc.record({ detail: fc.constantFrom('counts', 'names'), window_seconds: fc.nat(60) }),
      }),
    )
    const destinations = fc.record({
      ...named,
      target,
      url: fc.constant('https://hooks.example.com/…k3yZ'),
      event_types: fc.uniqueArray(words, { minLength: 1 }),
      categories: orNull(fc.uniqueArray(words, { minLength: 1 })),
      rules: orNull(fc.uniqueArray(words, { minLength: 1 })),
      disabled_at: orNull(time),
      least_severity: orNull(severity),
      departments: orNull(fc.uniqueArray(words, { minLength: 1 })),
      owners: orNull(fc.uniqueArray(words, { minLength: 1 })),
    })
    const selector = (one: { id: string; key: string | null }) => one.key ?? one.id
    return fc.record({
      integrations: fc.constant(integrations),
      exceptions: fc
        .uniqueArray(exceptions, { selector, maxLength: 4 })
        .map((all) => all.map(({ about, ...one }) => ({ ...one, ...about }))),
      destinations: fc
        .uniqueArray(destinations, { selector, maxLength: 3 })
        .map((all) => all.map(({ target, ...one }) => ({ ...one, ...target }))),
    }) as unknown as fc.Arbitrary<Current>
  })

/** Two integrations of one organization or workspace cannot be. */
const isPossible = ({ integrations }: Current): boolean =>
  (['workspace_id', 'organization_id'] as const).every((id) => {
    const ids = integrations.flatMap(({ detail }) => detail[id] ?? [])
    return new Set(ids).size === ids.length
  })

const planned = (text: string, before: Current) =>
  makePlan(parseCode(text, 'casbah.yaml'), before, () => undefined)

test('the document of what exists, written and read again, asks for nothing', () => {
  fc.assert(
    fc.property(current.filter(isPossible), (given) => {
      // As the API answers it.
      const before = JSON.parse(JSON.stringify(given)) as Current
      const { steps, extra, problems } = planned(documentText(documentOf(before)), before)
      expect({ steps, extra, problems }).toEqual({ steps: [], extra: [], problems: [] })
    }),
    { numRuns: 100 },
  )
})

describe('what differs is planned, field by field', () => {
  const before = {
    integrations: [],
    exceptions: [
      {
        ...{
          id: '0199a6a2-0000-7000-8000-000000000001',
          key: 'browsing',
          state: 'live',
          integration_id: null,
        },
        ...{ rule_id: 'gpt.web_browsing', asset: null, fingerprint: null },
        ...{ reason: 'Allowed.', owner: 'Ada', expires_at: '2027-02-20T23:59:59.000000Z' },
      },
    ],
    destinations: [],
  } as unknown as Current
  const changed = (change: object) => {
    const document = documentOf(before)
    const exceptions = document.exceptions?.map((one) => ({ ...one, ...change }))
    return planned(documentText({ ...document, exceptions } as DocumentInput), before)
  }

  test('a change names what was and what is to be', () => {
    expect(changed({ owner: 'Bob' }).steps).toMatchObject([
      { action: 'change', what: 'exception browsing', changes: [{ field: 'owner', from: 'Ada', to: 'Bob' }] },
    ])
  })

  test('another key is another thing, and the one before is left over', () => {
    const { steps, extra } = changed({ key: 'other' })
    expect([steps.map(({ action }) => action), extra.map(({ what }) => what)]).toEqual([
      ['create'],
      ['exception browsing (disabled)'],
    ])
  })

  test('what it is about never changes', () => {
    expect(changed({ rule: 'gpt.public_link' }).problems).toEqual([expect.stringContaining('another key')])
  })

  test('a section that is not there is not looked at', () => {
    const { steps, extra } = planned('version: 1\n', before)
    expect([steps, extra]).toEqual([[], []])
  })
})

describe('a document that cannot be is refused with the line', () => {
  test.each([
    ['version: 2\n', 'line 1: version'],
    ['version: 1\nintegration: []\n', 'line 2: has "integration", which is not known here'],
    ['version: 1\nintegrations:\n  - name: A\n    colour: red\n', 'line 4: integrations.0 has "colour"'],
    [
      'version: 1\nexceptions:\n  - key: a\n    rule: r\n    everywhere: true\n    reason: r\n',
      'line 3: exceptions.0.owner',
    ],
    ['version: 1\nintegrations:\n  - name: A\n  - name: A\n', 'line 4: integrations.1.name is there twice'],
    ['version: 1\nintegrations: {\n  - a\n', 'line 3'],
    ['version: 1\nintegrations:\n  - name: A\n    credentials:\n      admin_key: sk-admin-1234\n', 'line 5'],
    [
      'version: 1\nexceptions:\n  - {key: a, rule: r, everywhere: true, reason: r, owner: o, until: 2027-02-30}\n',
      'line 3: exceptions.0.until must be a day',
    ],
  ])('%j', (text, said) => {
    const refusal = refusalOf(text)
    expect(refusal?.why).toContain(said)
    expect(refusal?.why).not.toContain('sk-admin')
    expect(refusal?.exitCode).toBe(2)
  })
})

function refusalOf(text: string): CliError | undefined {
  try {
    parseCode(text, 'casbah.yaml')
  } catch (error) {
    if (error instanceof CliError) return error
  }
  return undefined
}
