import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import type { Sql } from '../../src/db/client.ts'
import type { FindingMatch } from '../../src/model/core/finding-match.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { DAY_MS, HOUR_MS } from '../../src/model/core/local-time.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import type { Severity } from '../../src/model/core/severity.ts'
import { SEVERITIES, severityRank } from '../../src/model/core/severity.ts'
import type { IntegrationWeek } from '../../src/model/core/week-numbers.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { Happened, PastFinding } from './finding-histories.ts'
import { fingerprintOf } from './finding-histories.ts'

/** Pasts of findings, and what a week of them comes to when each is told from its beginning. */

const UNTIL = Date.parse('2026-11-30T08:00:00Z')
const FROM = UNTIL - 7 * DAY_MS
/** When it is made, of all things that happened meanwhile. */
const MADE = UNTIL + 2 * DAY_MS
export const ENDS = { FROM, UNTIL, MADE } as const

interface PastException {
  readonly about: 'fingerprint' | 'rule' | 'thing' | 'rule and thing'
  readonly isEverywhere: boolean
  readonly of: number
  readonly created: number
  readonly lasts: number
  readonly disabledAfter: number | null
}

export const RULES = [
  'gpt.public_link',
  'gpt.web_browsing',
  'key.project_not_rotated',
] as const satisfies readonly RuleId[]
/** On both sides of each end of the week, and long before. */
const moment = fc.oneof(
  fc.integer({ min: FROM - 120 * DAY_MS, max: MADE }),
  fc.integer({ min: FROM - 2 * DAY_MS, max: MADE }),
  fc.constantFrom(FROM - 1, FROM, FROM + 1, UNTIL - 1, UNTIL, UNTIL + 1),
)

/** Of one that is open. */
const KIND_OF = { moves: 'resolved', severity: 'severity_changed', updated: 'updated' } as const

const history: fc.Arbitrary<Happened[]> = fc
  .array(
    fc.record({
      at: moment,
      severity: fc.constantFrom(...SEVERITIES),
      what: fc.constantFrom<keyof typeof KIND_OF>('moves', 'severity', 'updated'),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((drafts) => {
    // Of one time there is one, as of one evaluation.
    const sorted = [...new Map(drafts.map((one) => [one.at, one])).values()].sort((a, b) => a.at - b.at)
    const happened: Happened[] = []
    let isOpen = false
    let severity: Severity = 'low'
    for (const { at, severity: next, what } of sorted) {
      const kind = isOpen ? KIND_OF[what] : happened.length === 0 ? 'opened' : 'reopened'
      if (kind === 'opened' || kind === 'reopened' || kind === 'severity_changed') severity = next
      if (kind === 'resolved') isOpen = false
      if (kind === 'opened' || kind === 'reopened') isOpen = true
      happened.push({ kind, at, severity })
    }
    return happened
  })

export const someFindings = fc.array(
  fc.record({
    ...{ ruleId: fc.constantFrom(...RULES), history, owner: fc.constantFrom('ada', 'bob', null) },
    ...{ tenant: fc.nat(1), thing: fc.constantFrom('g-1', 'g-2', 'g-3') },
  }),
  { minLength: 4, maxLength: 14 },
)

export const someExceptions: fc.Arbitrary<PastException[]> = fc.array(
  fc.record({
    about: fc.constantFrom('fingerprint', 'rule', 'thing', 'rule and thing'),
    ...{ isEverywhere: fc.boolean(), of: fc.nat(13), created: moment },
    lasts: fc.integer({ min: HOUR_MS, max: 30 * DAY_MS }),
    disabledAfter: fc.option(fc.integer({ min: 1, max: 20 * DAY_MS })),
  }),
  { maxLength: 3 },
)

export const someFilter: fc.Arbitrary<FindingMatch> = fc.record(
  {
    leastSeverity: fc.constantFrom('medium', 'high'),
    ruleIds: fc.constant(['gpt.public_link', 'key.project_not_rotated'] as const),
    categories: fc.constant([CATALOGUE['gpt.public_link'].category]),
    owners: fc.constantFrom(['ADA@example.com'], ['ada@example.com', 'bob@example.com']),
  },
  { requiredKeys: [], noNullPrototype: true },
)

export type Planted = PastFinding & {
  readonly integrationId: IntegrationId
  readonly owner: string | null
  id: string
}

const lastBefore = ({ history: all }: PastFinding, time: number, kinds: readonly string[]) =>
  all.findLast(({ at, kind }) => at < time && kinds.includes(kind))
const isOpenAt = (finding: PastFinding, time: number): boolean => {
  const last = lastBefore(finding, time, ['opened', 'resolved', 'reopened'])
  return last !== undefined && last.kind !== 'resolved'
}
const severityAt = (finding: PastFinding, time: number): Severity =>
  lastBefore(finding, time, ['opened', 'reopened', 'severity_changed'])?.severity ??
  (finding.history[0]?.severity as Severity)
const happened = ({ history: all }: PastFinding, what: string): boolean =>
  all.some(({ kind, at }) => kind === what && at >= FROM && at < UNTIL)

function isExceptedAt(
  finding: Planted,
  time: number,
  findings: readonly Planted[],
  all: readonly PastException[],
) {
  return all.some(({ about, isEverywhere, of, created, lasts, disabledAfter }) => {
    const meant = findings[of % findings.length]
    if (meant === undefined) return false
    const isLive =
      created <= time && created + lasts > time && (disabledAfter === null || created + disabledAfter > time)
    const isHere = isEverywhere || meant.integrationId === finding.integrationId
    const isRule = meant.ruleId === finding.ruleId
    const isThing = meant.thing === finding.thing
    switch (about) {
      case 'fingerprint':
        return isLive && meant === finding
      case 'rule':
        return isLive && isHere && isRule
      case 'thing':
        return isLive && isHere && isThing
      default:
        return isLive && isHere && isRule && isThing
    }
  })
}

function isMeant({ ruleId, owner }: Planted, severity: Severity, filter: FindingMatch): boolean {
  const { leastSeverity = null, ruleIds = null, categories = null, owners = null } = filter
  return (
    (leastSeverity === null || severityRank(severity) >= severityRank(leastSeverity)) &&
    (ruleIds === null || ruleIds.includes(ruleId)) &&
    (categories === null || categories.includes(CATALOGUE[ruleId].category)) &&
    (owners === null || owners.some((one) => one.toLowerCase() === `${owner}@example.com`))
  )
}

/** By each history from its beginning; the code under test goes back from how things are now. */
export function expectedWeek(
  integrationId: IntegrationId,
  findings: readonly Planted[],
  exceptions: readonly PastException[],
  filter: FindingMatch,
): Partial<IntegrationWeek> {
  const own = findings.filter((one) => one.integrationId === integrationId)
  const isTolerated = (one: Planted, time: number) => isExceptedAt(one, time, findings, exceptions)
  const meantUntil = own.filter((one) => isMeant(one, severityAt(one, UNTIL), filter))
  const openAt = (time: number) =>
    own.filter(
      (one) => isOpenAt(one, time) && !isTolerated(one, time) && isMeant(one, severityAt(one, time), filter),
    )
  const by = (some: readonly Planted[], time: number) => {
    const count = { critical: 0, high: 0, medium: 0, low: 0 }
    for (const one of some) count[severityAt(one, time)] += 1
    return count
  }
  const [now, before] = [openAt(UNTIL), openAt(FROM)]
  const news = meantUntil.filter((one) => !(isTolerated(one, FROM) && isTolerated(one, UNTIL)))
  const tolerated = meantUntil.filter((one) => isOpenAt(one, UNTIL) && isTolerated(one, UNTIL))
  const bad = now.filter((one) => ['critical', 'high'].includes(severityAt(one, UNTIL)))
  const older = (days: number) =>
    bad.filter(({ history: [first] }) => (first?.at ?? 0) <= UNTIL - days * DAY_MS).length
  return {
    ...{ open: by(now, UNTIL), open_before: by(before, FROM), excepted: tolerated.length },
    opened: news.filter((one) => happened(one, 'opened')).length,
    resolved: news.filter((one) => happened(one, 'resolved')).length,
    reopened: news.filter((one) => happened(one, 'reopened')).length,
    newly_excepted: tolerated.filter((one) => !isTolerated(one, FROM)).length,
    aged: { days_30: older(30), days_90: older(90) },
    rules: [...Map.groupBy(now, ({ ruleId }) => ruleId)]
      .map(([ruleId, some]) => ({
        ...{ rule_id: ruleId, open: some.length },
        open_before: before.filter((one) => one.ruleId === ruleId).length,
      }))
      .sort((a, b) => b.open - a.open || (a.rule_id < b.rule_id ? -1 : 1)),
  }
}

export async function plantException(
  sql: Sql,
  { about, isEverywhere, of, created, lasts, disabledAfter }: PastException,
  findings: readonly Planted[],
): Promise<void> {
  const meant = findings[of % findings.length]
  if (meant === undefined) return
  const iso = (ms: number) => new Date(ms).toISOString()
  const ofRule = about === 'rule' || about === 'rule and thing' ? meant.ruleId : null
  const ofThing = about === 'thing' || about === 'rule and thing' ? meant.thing : null
  const isOne = about === 'fingerprint'
  await sql`
    insert into exceptions (id, integration_id, fingerprint, rule_id, asset_kind, asset_external_id, reason, owner,
      created_by, created_at, expires_at, disabled_at)
    values (${randomUUIDv7()}, ${isEverywhere && !isOne ? null : meant.integrationId},
      ${isOne ? fingerprintOf(meant.integrationId, meant) : null}, ${ofRule},
      ${ofThing === null ? null : 'chatgpt.gpt'}, ${ofThing}, 'Allowed', 'Ada', '{}', ${iso(created)},
      ${iso(created + lasts)}, ${disabledAfter === null ? null : iso(created + disabledAfter)})`
}
