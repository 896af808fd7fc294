import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ListedFinding } from '../../db/findings/list-findings.ts'
import { FINDING_CELLS } from '../../db/findings/walk-findings.ts'
import type { KnownPerson } from '../../db/people/get-people.ts'
import type { Cells } from '../../db/portal.ts'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import { FINDING_STATES, TRIAGE_STATES } from '../../model/core/findings.ts'
import { asPersonId } from '../../model/core/ids.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { findingView } from '../schemas/finding.ts'
import { evidenceOf, ndjsonFormat } from './ndjson.ts'

/** `2026-11-22T03:45:39.123456Z` as Postgres writes it. */
const storedInstant = (iso: string): string => iso.replace('T', ' ').replace('Z', '+00')

/** A value as Postgres would send it. */
function cellOf(name: string, value: unknown): Buffer | null {
  if (value === null) return null
  if (typeof value === 'boolean') return Buffer.from(value ? 't' : 'f')
  if (typeof value === 'object') return Buffer.from(JSON.stringify(value))
  return Buffer.from(name.endsWith('At') ? storedInstant(String(value)) : String(value))
}

const cellsOf = (row: ListedFinding): Cells =>
  Object.keys(FINDING_CELLS).map((name) => cellOf(name, row[name as keyof ListedFinding]))

/** Letters that are written in ways of their own, among others; Postgres keeps no letter 0. */
const letter = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '\t',
    '\n',
    '\u0001',
    '\u001f',
    ' ',
    '~',
    '\u007f',
    '\u009b',
    '\u00ad',
    'é',
    '’',
    '\u202e',
    '😀',
  ),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const text = fc.string({ unit: letter }).map((one) => one.replaceAll('\u0000', ''))
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })

const ROLES = ['person_id', 'owner_person_id', 'author_person_id', 'inviter_person_id', 'invitee_person_id']
const evidence = (ids: readonly string[]) =>
  fc
    .tuple(
      fc.record(
        { name: fc.oneof(text, fc.integer()), note: text, count: fc.integer(), list: fc.array(text) },
        { requiredKeys: [] },
      ),
      fc.dictionary(fc.constantFrom(...ROLES), orNull(fc.constantFrom(...ids))),
    )
    .map(([said, people]) => ({ ...said, ...people }))

const PEOPLE = Array.from({ length: 4 }, (_, at) => `01890000-0000-7000-8000-00000000001${at}`)
const people = fc
  .tuple(...PEOPLE.slice(1).map((id) => fc.tuple(fc.constant(id), orNull(text), orNull(text), fc.boolean())))
  .map(
    (all) =>
      new Map(
        all.map(([id, email, name, isErased]): [KnownPerson['id'], KnownPerson] => [
          asPersonId(id),
          { id: asPersonId(id), email, name, erasedAt: isErased ? '2026-11-22T03:45:39Z' : null },
        ]),
      ),
  )

const row = fc.record({
  id: fc.uuid(),
  integrationId: fc.uuid(),
  fingerprint: fc.stringMatching(/^[0-9a-f]{64}$/),
  ruleId: fc.oneof(fc.constantFrom(...RULE_IDS), fc.constant('custom.mine')),
  ruleVersion: fc.nat(),
  findingTypeId: fc.uuid(),
  category: text,
  severity: fc.constantFrom(...SEVERITIES),
  effectiveSeverity: fc.constantFrom(...SEVERITIES),
  severityRank: fc.nat(3),
  severityReason: orNull(text),
  state: fc.constantFrom(...FINDING_STATES),
  triage: fc.constantFrom(...TRIAGE_STATES),
  assetId: fc.uuid(),
  assetKind: fc.constantFrom(...ASSET_KINDS),
  assetExternalId: text,
  evidence: evidence(PEOPLE),
  firstSeenAt: instant,
  resolvedAt: orNull(instant),
  reopenedCount: fc.nat(),
  dueAt: instant,
  assignee: orNull(text),
  lastSeenAt: instant,
  lastEvaluatedAt: instant,
  runId: fc.uuid(),
  overdue: fc.boolean(),
  customTitle: orNull(text),
  excepted: orNull(
    fc.record({ exceptionId: fc.uuid(), reason: text, owner: text, expiresAt: orNull(instant) }),
  ),
}) as unknown as fc.Arbitrary<ListedFinding>

/** What a terminal would act upon. */
const ACTING = /[\u007f-\u009f\p{Cf}\u2028\u2029]/u

test('a line says what the view says, in its order, and nothing in it acts', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 3 }), people, (rows, known) => {
      const findings = rows.map(cellsOf).map((cells) => ({ cells, evidence: evidenceOf(cells) }))
      const page = Buffer.from(ndjsonFormat.page(findings, known)).toString()
      const views = rows.map((one) => findingView(one, known))
      const lines = page.split('\n')
      expect(lines.pop()).toBe('')
      expect(lines.map((line) => JSON.parse(line))).toEqual(views)
      expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual(
        views.map((view) => Object.keys(view)),
      )
      expect(page).not.toMatch(ACTING)
    }),
  )
})

test('an instant of another form is written as the list has it', () => {
  const [one] = fc.sample(row, 1)
  if (one === undefined) throw new Error('there is no row')
  const cells = Object.assign([...cellsOf(one)], {
    [FINDING_CELLS.dueAt]: Buffer.from('infinity'),
    [FINDING_CELLS.firstSeenAt]: Buffer.from('12026-11-22 03:45:39+00'),
    [FINDING_CELLS.lastSeenAt]: Buffer.from('2026-11-22 03:45:39+05'),
  })
  const page = Buffer.from(ndjsonFormat.page([{ cells, evidence: {} }], new Map())).toString()
  expect(JSON.parse(page)).toMatchObject({
    ...{ due_at: 'infinity', first_seen_at: '12026-11-22T03:45:39Z', last_seen_at: '2026-11-22T03:45:39+05' },
  })
})

test('what Postgres leaves as it is in evidence, and a terminal would not, is written in another way', () => {
  const [one] = fc.sample(row, 1)
  if (one === undefined) throw new Error('there is no row')
  const evidence = { note: 'a\u007fb' }
  const cells = cellsOf({ ...one, evidence })
  const page = Buffer.from(ndjsonFormat.page([{ cells, evidence }], new Map())).toString()
  expect(page).toContain('"a\\u007fb"')
  expect(JSON.parse(page)).toMatchObject({ evidence })
})
