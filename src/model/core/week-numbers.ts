import type { FindingOwner } from './assignment-routes.ts'
import type { FindingMatch } from './finding-match.ts'
import { matches } from './finding-match.ts'
import { ownerAmong } from './finding-owner.ts'
import type { FindingId, IntegrationId, PersonId } from './ids.ts'
import type { JsonObject } from './json.ts'
import type { AnyRuleId } from './rule-ids.ts'
import type { Severity } from './severity.ts'
import { SEVERITIES, severityRank } from './severity.ts'

/**
 * A week in numbers, for people who are told once a week. Ids and counts alone: it is kept in a delivery, and what things are
 * called is looked up at the moment of sending. What is tolerated by an exception is no open finding, and counted apart.
 */
export type WeekNumbers = {
  readonly destination_id: string
  /** The day on which it ends. */
  readonly week: string
  /** ISO; it ended when this was due, and began when that was the week before. */
  readonly from: string
  readonly until: string
  readonly time_zone: string
  /** Whether the destination asks for some findings alone; of which is not kept, since owners may be among it. */
  readonly is_filtered: boolean
  /** Those with most to look at, first. */
  readonly integrations: readonly IntegrationWeek[]
  /** All that there was no room for. */
  readonly others: OtherWeeks
  readonly exceptions: { readonly ending: number; readonly unused: number }
}

export type OtherWeeks = {
  readonly integrations: number
  readonly open: number
  readonly open_before: number
  /** Integrations in which it was no quiet week. */
  readonly changed: number
  /** Integrations of which something kept Casbah from seeing all. */
  readonly hindered: number
}

/** Null: the destination does not ask to be told of that. */
export type IntegrationWeek = {
  readonly integration_id: string
  readonly open: BySeverity
  /** A week before. */
  readonly open_before: BySeverity
  /** That stand and are tolerated. */
  readonly excepted: number
  /** Findings, each once, to which it happened in that week. */
  readonly opened: number | null
  readonly resolved: number | null
  readonly reopened: number | null
  /** That are tolerated since. */
  readonly newly_excepted: number | null
  /** Open, critical or high, and first seen so many days ago or more. */
  readonly aged: { readonly days_30: number; readonly days_90: number }
  readonly rules: readonly RuleWeek[]
  readonly oldest: readonly OldFinding[]
  /** Full and incremental ones, with gaps or without; null: it was not counted when this was made. */
  readonly completed_runs: number | null
  readonly failed_runs: number | null
  /** How often it needed somebody. */
  readonly degraded: number | null
  readonly credentials_refused: number | null
  /** Null where only some categories are told of. */
  readonly rules_not_judged: number | null
  /** Streams of which something was lost upstream before it was read. */
  readonly gaps: number
}

export type BySeverity = { readonly [Name in Severity]: number }
export type RuleWeek = { readonly rule_id: string; readonly open: number; readonly open_before: number }
export type OldFinding = {
  readonly finding_id: string
  readonly rule_id: string
  readonly severity: Severity
  /** ISO. */
  readonly first_seen_at: string
}

/** Findings that are alike in all that is asked, and how many there are. `From` and `Until`: as it was at the week's two ends. */
export interface FindingTally {
  readonly integrationId: IntegrationId
  readonly ruleId: AnyRuleId
  readonly category: string
  readonly severityFrom: Severity
  readonly severityUntil: Severity
  readonly openFrom: boolean
  readonly openUntil: boolean
  readonly exceptedFrom: boolean
  readonly exceptedUntil: boolean
  readonly opened: boolean
  readonly resolved: boolean
  readonly reopened: boolean
  /** Days since it was first seen: 0, or 30 or 90 and more. */
  readonly age: number
  /** Of its evidence, who could own it; empty where nobody asks. */
  readonly people: JsonObject
  readonly count: number
  /** Of those that are open and bad, the oldest few. */
  readonly oldest: readonly { readonly id: FindingId; readonly firstSeenAt: string }[]
}

export interface IntegrationFacts {
  readonly integrationId: IntegrationId
  readonly completedRuns: number
  readonly failedRuns: number
  readonly degraded: number
  readonly credentialsRefused: number
  readonly rulesNotJudged: number
  readonly gaps: number
}

/** What a destination asks to be told. */
export interface WeekQuestion {
  readonly filter: FindingMatch
  readonly eventTypes: readonly string[]
}

/** Days, and what the worst findings that old are called. */
export const AGED_DAYS = [30, 90] as const
const [OLD, VERY_OLD] = AGED_DAYS
/** A screen of a mail for each integration, and so many of them in one. */
const MOST_RULES = 5
export const MOST_OLDEST = 3
const MOST_INTEGRATIONS = 50
const LEAST_AGED = 'high'
/** Whose age is told. */
export const AGED_SEVERITIES = SEVERITIES.filter((one) => severityRank(one) >= severityRank(LEAST_AGED))

export function integrationWeek(
  facts: IntegrationFacts,
  tallies: readonly FindingTally[],
  { filter, eventTypes }: WeekQuestion,
  owners: ReadonlyMap<PersonId, FindingOwner>,
): IntegrationWeek {
  const isMeant = (tally: FindingTally, severity: Severity) =>
    matches(filter, { ...tally, severity, owner: ownerAmong(tally.people, owners) })
  const until = tallies.filter((one) => isMeant(one, one.severityUntil))
  const now = until.filter(({ openUntil, exceptedUntil }) => openUntil && !exceptedUntil)
  const before = tallies.filter((one) => one.openFrom && !one.exceptedFrom && isMeant(one, one.severityFrom))
  const tolerated = until.filter(({ openUntil, exceptedUntil }) => openUntil && exceptedUntil)
  // What was tolerated all the time is no news.
  const news = until.filter(({ exceptedFrom, exceptedUntil }) => !(exceptedFrom && exceptedUntil))
  const asked = <Value>(type: string, value: Value) => (eventTypes.includes(type) ? value : null)
  const aged = now.filter(({ severityUntil }) => AGED_SEVERITIES.includes(severityUntil))
  return {
    integration_id: facts.integrationId,
    open: bySeverity(now, 'severityUntil'),
    open_before: bySeverity(before, 'severityFrom'),
    excepted: sum(tolerated),
    opened: asked('finding.opened', sum(news.filter(({ opened }) => opened))),
    resolved: asked('finding.resolved', sum(news.filter(({ resolved }) => resolved))),
    reopened: asked('finding.reopened', sum(news.filter(({ reopened }) => reopened))),
    newly_excepted: asked('finding.excepted', sum(tolerated.filter(({ exceptedFrom }) => !exceptedFrom))),
    aged: {
      days_30: sum(aged.filter(({ age }) => age >= OLD)),
      days_90: sum(aged.filter(({ age }) => age >= VERY_OLD)),
    },
    rules: rulesOf(now, before),
    oldest: oldestOf(aged),
    completed_runs: facts.completedRuns,
    failed_runs: asked('run.failed', facts.failedRuns),
    degraded: asked('integration.degraded', facts.degraded),
    credentials_refused: asked('integration.degraded', facts.credentialsRefused),
    rules_not_judged: (filter.categories ?? null) === null ? facts.rulesNotJudged : null,
    gaps: facts.gaps,
  }
}

const sum = (tallies: readonly FindingTally[]): number =>
  tallies.reduce((total, { count }) => total + count, 0)

const bySeverity = (
  tallies: readonly FindingTally[],
  of: 'severityFrom' | 'severityUntil',
): IntegrationWeek['open'] => {
  const count = (severity: Severity) => sum(tallies.filter((one) => one[of] === severity))
  return { critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low') }
}

function rulesOf(now: readonly FindingTally[], before: readonly FindingTally[]): RuleWeek[] {
  const then = Map.groupBy(before, ({ ruleId }) => ruleId)
  return [...Map.groupBy(now, ({ ruleId }) => ruleId)]
    .map(([ruleId, some]) => ({
      ...{ rule_id: ruleId, open: sum(some), open_before: sum(then.get(ruleId) ?? []) },
    }))
    .sort((one, other) => other.open - one.open || (one.rule_id < other.rule_id ? -1 : 1))
    .slice(0, MOST_RULES)
}

const oldestOf = (aged: readonly FindingTally[]): OldFinding[] =>
  aged
    .flatMap(({ ruleId, severityUntil: severity, oldest }) =>
      oldest.map(({ id, firstSeenAt }) => ({
        ...{ finding_id: id, rule_id: ruleId, severity, first_seen_at: firstSeenAt },
      })),
    )
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .slice(0, MOST_OLDEST)

const keyOf = ({ first_seen_at: at, finding_id: id }: OldFinding): string => `${at} ${id}`

/** Findings, whatever their severity. */
export const countOf = (by: BySeverity): number =>
  SEVERITIES.reduce((total, severity) => total + by[severity], 0)

/**
 * Nothing changed, as far as can be told. Where nothing was read, or not all of it, "nothing changed" would be said of what nobody
 * has looked at.
 */
export function isQuiet(week: IntegrationWeek): boolean {
  const { opened, resolved, reopened, newly_excepted: tolerated } = week
  const isSame = SEVERITIES.every((severity) => week.open[severity] === week.open_before[severity])
  return isSame && [opened, resolved, reopened, tolerated].every(isNone) && !isHindered(week)
}

function isHindered(week: IntegrationWeek): boolean {
  const {
    completed_runs: completed,
    failed_runs: failed,
    degraded,
    credentials_refused: refused,
    gaps,
  } = week
  return completed === 0 || ![failed, degraded, refused, gaps].every(isNone)
}

const isNone = (count: number | null): boolean => (count ?? 0) === 0

/** The worst first, as many as one mail has room for, and the rest as numbers. */
export function foremost(weeks: readonly IntegrationWeek[]): Pick<WeekNumbers, 'integrations' | 'others'> {
  const sorted = weeks.toSorted(byUrgency)
  const rest = sorted.slice(MOST_INTEGRATIONS)
  const total = (of: 'open' | 'open_before') => rest.reduce((all, week) => all + countOf(week[of]), 0)
  return {
    integrations: sorted.slice(0, MOST_INTEGRATIONS),
    others: {
      ...{ integrations: rest.length, open: total('open'), open_before: total('open_before') },
      changed: rest.filter((week) => !isQuiet(week)).length,
      hindered: rest.filter(isHindered).length,
    },
  }
}

function byUrgency(one: IntegrationWeek, other: IntegrationWeek): number {
  for (const severity of SEVERITIES.toReversed()) {
    const more = other.open[severity] - one.open[severity]
    if (more !== 0) return more
  }
  return one.integration_id < other.integration_id ? -1 : 1
}
