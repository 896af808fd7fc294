import { randomUUIDv7 } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import type { ObservationTally } from '../../db/event-rules/observations.ts'
import { insertObservations, tallyObservations } from '../../db/event-rules/observations.ts'
import { noteStanding } from '../../db/findings/note-sightings.ts'
import type { StoredFindingRow } from '../../db/findings/stored-findings.ts'
import { storedFindings } from '../../db/findings/stored-findings.ts'
import type {
  Evaluation,
  FindingNews,
  NewFinding,
  RefreshedFinding,
} from '../../db/findings/write-findings.ts'
import { appendFindingEvents, insertFindings, refreshFindings } from '../../db/findings/write-findings.ts'
import type { FindingId } from '../../model/core/ids.ts'
import { asFindingId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { findingTypeIdOf } from '../../rules/catalogue/finding-type.ts'
import { onFailure } from '../../rules/lifecycle.ts'
import type { EffectiveSeverity } from '../../rules/severity.ts'
import { effectiveSeverity, OVERRIDE_REASON, worse } from '../../rules/severity.ts'
import { assignOpened } from '../assignment/assign-opened.ts'
import type { Unassigned } from '../assignment/assignments-of.ts'
import type { EventPassDeps, EventRuleRun } from './event-pass.ts'
import type { Group } from './groups.ts'
import type { Occurrence } from './judge-page.ts'
import { actorEvidence, hashOfEvent } from './judged-event.ts'
import { notBefore } from './not-before.ts'
import { isAged } from './resolve-aged.ts'

/** A group with the finding that it is, or would be. */
export interface Candidate {
  readonly group: Group
  readonly id: FindingId
  /** Null where there is none yet. */
  readonly known: StoredFindingRow | null
}

/** How a rule counts that asks for more than one occurrence, or judges again what it has judged. */
export interface Counting {
  /** Occurrences that make a finding. */
  readonly atLeast: number
  /** Keeps aside what is not enough for a finding, and answers those that are one. */
  readonly enough: (tx: Tx, candidates: readonly Candidate[]) => Promise<readonly Candidate[]>
  /** What the newest event that a finding counts says, where that is not one of the page. */
  readonly details: (tx: Tx, findingIds: readonly FindingId[]) => Promise<ReadonlyMap<FindingId, JsonObject>>
}

/** Counts a page's occurrences of one rule in their findings. Answers what became news. */
export async function writeGroups(
  tx: Tx,
  deps: Pick<EventPassDeps, 'integrationId' | 'runId' | 'facts' | 'now'>,
  stream: StreamName,
  { run, groups, counting }: RuleGroups,
) {
  const { integrationId, runId, now, facts } = deps
  const judging = { integrationId, ruleId: run.rule.id, mode: facts.mode }
  const evaluation: Evaluation = { ...judging, runId, now: now.toISOString() }
  const found = await candidatesOf(tx, deps, groups)
  const candidates = (await counting?.enough(tx, found)) ?? found
  await insertObservations(
    tx,
    integrationId,
    stream,
    candidates.flatMap(({ id, group }) =>
      group.occurrences.map(({ event }) => ({
        findingId: id,
        eventId: event.eventId,
        occurredAt: event.occurredAt,
      })),
    ),
  )
  const counted = await talliesOf(tx, candidates, counting?.atLeast ?? 1)
  const elsewhere = counted.filter(({ group, tally }) => newestOf(group).event.occurredAt !== tally.lastAt)
  const details =
    counting === undefined || elsewhere.length === 0
      ? new Map<FindingId, JsonObject>()
      : await counting.details(
          tx,
          elsewhere.map(({ id }) => id),
        )
  const plan: Plan = { open: [], refresh: [], news: [], opened: [] }
  for (const one of counted) planGroup(plan, evaluation.now, one, details.get(one.id) ?? null)
  await insertFindings(tx, evaluation, plan.open)
  await refreshFindings(tx, plan.refresh)
  await noteStanding(
    tx,
    evaluation,
    [...plan.open, ...plan.refresh].map(({ id }) => id),
  )
  const told = await appendFindingEvents(tx, evaluation, plan.news)
  await assignOpened(tx, integrationId, plan.opened)
  return told
}

interface RuleGroups {
  readonly run: EventRuleRun
  /** Of this rule. */
  readonly groups: readonly Group[]
  /** Absent: each occurrence is one, and is judged once. */
  readonly counting?: Counting | undefined
}

async function candidatesOf(
  tx: Tx,
  { integrationId }: Pick<EventPassDeps, 'integrationId'>,
  groups: readonly Group[],
): Promise<readonly Candidate[]> {
  const rows = await storedFindings(
    tx,
    integrationId,
    groups.map(({ fingerprint }) => fingerprint),
  )
  const stored = new Map(rows.map((row) => [row.fingerprint, row]))
  return groups.map((group) => {
    const known = stored.get(group.fingerprint) ?? null
    return { group, known, id: known?.id ?? asFindingId(randomUUIDv7()) }
  })
}

type Counted = Candidate & { readonly tally: ObservationTally }

async function talliesOf(
  tx: Tx,
  candidates: readonly Candidate[],
  atLeast: number,
): Promise<readonly Counted[]> {
  const tallied = await tallyObservations(
    tx,
    candidates.map(({ id }) => id),
  )
  const tallies = new Map(tallied.map((tally) => [tally.findingId, tally]))
  return candidates.flatMap((one) => {
    const tally = tallies.get(one.id)
    return tally === undefined || tally.count < atLeast ? [] : [{ ...one, tally }]
  })
}

/** What a page does to the findings of one rule. */
interface Plan {
  readonly open: NewFinding[]
  readonly refresh: RefreshedFinding[]
  readonly news: FindingNews[]
  /** Opened, or again. */
  readonly opened: Unassigned[]
}

/** Opens or brings up to date one finding. What is closed as old stays closed. */
function planGroup(
  plan: Plan,
  now: string,
  { group, id, tally, known }: Counted,
  newest: JsonObject | null,
): void {
  const { rule } = group.run
  if (known?.state === 'resolved' && isAged(tally.lastAt, now)) return
  const severity = severityOf(group, known)
  const evidence = evidenceOf(group, tally, known, newest)
  const moving = { observations: tally.count, first_at: tally.firstAt, last_at: tally.lastAt }
  const failing = { ruleVersion: rule.entry.version, severity, evidence, moving }
  const change = onFailure(known, failing, notBefore(known, now))
  if (change.change === 'none' || change.change === 'resolve') return
  const common = {
    id,
    ruleVersion: failing.ruleVersion,
    severity: rule.severity.published,
    effectiveSeverity: severity.severity,
    severityReason: severity.reason,
    evidence: { ...evidence, ...moving },
    parameters: rule.parameters,
    judged: judgedOf(group),
    dueAt: change.dueAt,
  }
  if (change.change !== 'keep') {
    const { id: ruleId, category } = rule.entry
    plan.opened.push({ id, ruleId, category, severity: severity.severity, evidence: common.evidence })
  }
  if (change.change === 'open') {
    plan.open.push({
      ...common,
      fingerprint: group.fingerprint,
      findingTypeId: findingTypeIdOf(rule.entry),
      category: rule.entry.category,
      assetId: group.asset.id,
      assetKind: group.asset.kind,
      assetExternalId: group.asset.externalId,
    })
  } else {
    const { state, triage } = change
    plan.refresh.push({ ...common, state, triage, reopened: change.change === 'reopen' })
  }
  plan.news.push(...change.news.map((item) => ({ findingId: id, ...item })))
}

/** The most urgent occurrence's, also of those before; what a person set, or has switched off, stands above. */
function severityOf({ run, occurrences }: Group, known: StoredFindingRow | null): EffectiveSeverity {
  const { severity } = run.rule
  const now = occurrences.map(({ verdict }) => effectiveSeverity(severity, verdict.escalation)).reduce(worse)
  if (severity.override !== null || !severity.escalationOn || known === null) return now
  const { severityReason: reason, effectiveSeverity: before } = known
  const wasEscalated = reason !== null && reason !== OVERRIDE_REASON
  return wasEscalated ? worse({ severity: before, reason }, now) : now
}

/** Who, when, and what: of several occurrences the newest says what, so that their order does not matter. */
function evidenceOf(
  group: Group,
  { lastAt }: ObservationTally,
  known: StoredFindingRow | null,
  told: JsonObject | null,
): JsonObject {
  const newest = newestOf(group)
  const isNewest = known === null || lastAt === newest.event.occurredAt
  const detail = told ?? (isNewest ? newest.verdict.detail : (known.evidence.detail ?? {}))
  return { ...actorEvidence(newest.event), day: group.day, detail }
}

const newestOf = ({ occurrences }: Group): Occurrence =>
  occurrences.reduce((one, other) => (compare(one, other) >= 0 ? one : other))

const compare = (one: Occurrence, other: Occurrence): number =>
  one.event.at - other.event.at || (one.event.eventId < other.event.eventId ? -1 : 1)

/** A few ids to look at; all of them are in the observations. */
const EVENTS_NAMED = 20

const judgedOf = ({ occurrences }: Group): JsonObject => ({
  events: occurrences.slice(0, EVENTS_NAMED).map(({ event }) => ({
    stream: event.stream,
    event_id: event.eventId,
    occurred_at: event.occurredAt,
    hash: hashOfEvent(event),
  })),
})
