import { randomUUIDv7 } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import { moveEventRuleCursors } from '../../db/event-rules/cursors.ts'
import type { KnownAsset } from '../../db/event-rules/event-assets.ts'
import { assetsByUpstreamId } from '../../db/event-rules/event-assets.ts'
import type { ObservationTally } from '../../db/event-rules/observations.ts'
import { insertObservations, tallyObservations } from '../../db/event-rules/observations.ts'
import { noteStanding } from '../../db/findings/note-sightings.ts'
import { lockRulesToo, withRuleLocked } from '../../db/findings/rule-lock.ts'
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
import type { EventRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAMS } from '../../model/core/streams.ts'
import { findingTypeIdOf } from '../../rules/catalogue/finding-type.ts'
import type { EventAsset } from '../../rules/event-rule.ts'
import { fingerprintOf } from '../../rules/fingerprint.ts'
import { onFailure } from '../../rules/lifecycle.ts'
import type { EffectiveSeverity } from '../../rules/severity.ts'
import { effectiveSeverity, OVERRIDE_REASON, worse } from '../../rules/severity.ts'
import { assignOpened } from '../assignment/assign-opened.ts'
import type { Unassigned } from '../assignment/assignments-of.ts'
import type { EventPassDeps, EventRuleRun } from './event-pass.ts'
import type { Occurrence } from './judge-page.ts'
import { actorEvidence, dayOf, discriminatorOf, hashOfEvent } from './judged-event.ts'
import { isAged } from './resolve-aged.ts'

/** The events that were judged, by which rules. */
export interface JudgedPage {
  readonly stream: StreamName
  readonly ruleIds: readonly EventRuleId[]
  /** Where their cursors stood, and where they go. */
  readonly from: number
  readonly to: number
}

/** One finding of this page: what one actor did to one thing on one day. */
interface Group {
  readonly run: EventRuleRun
  readonly asset: KnownAsset
  readonly fingerprint: string
  readonly day: string
  readonly occurrences: Occurrence[]
}

/**
 * Counts a page's occurrences and moves the cursors, in one transaction. False where the cursors stood elsewhere: then
 * nothing was written. Nobody else moves event findings of this integration meanwhile.
 */
export async function applyOccurrences(
  deps: EventPassDeps,
  page: JudgedPage,
  occurrences: readonly Occurrence[],
): Promise<boolean> {
  const { integrationId, sql, facts } = deps
  const apply = async (tx: Tx) => {
    const { stream, ruleIds, from, to } = page
    const isOurs = await moveEventRuleCursors(tx, { integrationId, ruleIds, stream, from, to })
    // Some may have moved: they go back with the transaction.
    if (!isOurs) throw new JudgedElsewhere()
    const groups = await groupsOf(tx, deps, stream, occurrences)
    await lockRulesToo(
      tx,
      integrationId,
      groups.map(({ run }) => run.rule.id),
    )
    for (const [run, own] of Map.groupBy(groups, (group) => group.run)) {
      run.tally.countNews(await writeGroups(tx, deps, stream, run, own))
    }
    return true
  }
  try {
    return await withRuleLocked(sql, { integrationId, ruleId: 'events', mode: facts.mode }, apply)
  } catch (error) {
    if (error instanceof JudgedElsewhere) return false
    throw error
  }
}

class JudgedElsewhere extends Error {
  override readonly name = 'JudgedElsewhere'
}

async function groupsOf(
  tx: Tx,
  { integrationId, facts }: EventPassDeps,
  stream: StreamName,
  occurrences: readonly Occurrence[],
): Promise<readonly Group[]> {
  if (occurrences.length === 0) return []
  const tenantKind = STREAMS[stream].plane === 'chatgpt' ? 'chatgpt.workspace' : 'platform.organization'
  const tenant = facts.tenantAssets.find(({ kind }) => kind === tenantKind)
  const asked = occurrences.flatMap(({ verdict }) => verdict.asset ?? [])
  const known = await assetsByUpstreamId(tx, integrationId, [...(tenant ? [tenant] : []), ...asked])
  const nameOf = ({ kind, externalId }: EventAsset): string => `${kind} ${externalId}`
  const byName = new Map(known.map((one) => [nameOf(one), one]))
  const find = (one: EventAsset | null | undefined) => (one ? byName.get(nameOf(one)) : undefined)
  const groups = new Map<string, Group>()
  for (const occurrence of occurrences) {
    const { run, event, verdict } = occurrence
    const asset = find(verdict.asset) ?? find(tenant)
    // The plane was taken away meanwhile: nothing is left to say this of.
    if (asset === undefined) continue
    const day = dayOf(event)
    const discriminator = discriminatorOf(event)
    const fingerprint = fingerprintOf({
      integrationId,
      ruleId: run.rule.id,
      assets: [asset],
      discriminator,
    })
    const group = groups.get(fingerprint) ?? { run, asset, fingerprint, day, occurrences: [] }
    group.occurrences.push(occurrence)
    groups.set(fingerprint, group)
  }
  return [...groups.values()]
}

async function writeGroups(
  tx: Tx,
  deps: EventPassDeps,
  stream: StreamName,
  run: EventRuleRun,
  groups: readonly Group[],
) {
  const { integrationId, runId, now, facts } = deps
  const judging = { integrationId, ruleId: run.rule.id, mode: facts.mode }
  const evaluation: Evaluation = { ...judging, runId, now: now.toISOString() }
  const rows = await storedFindings(
    tx,
    integrationId,
    groups.map(({ fingerprint }) => fingerprint),
  )
  const stored = new Map(rows.map((row) => [row.fingerprint, row]))
  const idOf = new Map<string, FindingId>(
    groups.map(({ fingerprint }) => [
      fingerprint,
      stored.get(fingerprint)?.id ?? asFindingId(randomUUIDv7()),
    ]),
  )
  const ids = (group: Group): FindingId => idOf.get(group.fingerprint) ?? asFindingId('')
  await insertObservations(
    tx,
    integrationId,
    stream,
    groups.flatMap((group) =>
      group.occurrences.map(({ event }) => ({
        findingId: ids(group),
        eventId: event.eventId,
        occurredAt: event.occurredAt,
      })),
    ),
  )
  const tallied = await tallyObservations(tx, [...idOf.values()])
  const tallies = new Map(tallied.map((tally) => [tally.findingId, tally]))
  const plan: Plan = { open: [], refresh: [], news: [], opened: [] }
  for (const group of groups) {
    const id = ids(group)
    const tally = tallies.get(id)
    if (tally === undefined) continue
    planGroup(plan, evaluation.now, group, { id, tally, known: stored.get(group.fingerprint) ?? null })
  }
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

/** What a page does to the findings of one rule. */
interface Plan {
  readonly open: NewFinding[]
  readonly refresh: RefreshedFinding[]
  readonly news: FindingNews[]
  /** Opened, or again. */
  readonly opened: Unassigned[]
}

interface Known {
  readonly id: FindingId
  readonly tally: ObservationTally
  readonly known: StoredFindingRow | null
}

/** Opens or brings up to date one finding. What is closed as old stays closed. */
function planGroup(plan: Plan, now: string, group: Group, { id, tally, known }: Known): void {
  const { rule } = group.run
  if (known?.state === 'resolved' && isAged(tally.lastAt, now)) return
  const severity = severityOf(group, known)
  const evidence = evidenceOf(group, tally, known)
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

/**
 * An older look upstream says less about what stands, but what happened happened: of two evaluations that overlap, each
 * has events that the other has not, and what it counts is not dropped for having begun first.
 */
const notBefore = (known: StoredFindingRow | null, now: string): string =>
  known !== null && Date.parse(known.lastEvaluatedAt) > Date.parse(now) ? known.lastEvaluatedAt : now

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
function evidenceOf(group: Group, { lastAt }: ObservationTally, known: StoredFindingRow | null): JsonObject {
  const newest = group.occurrences.reduce((one, other) => (compare(one, other) >= 0 ? one : other))
  const isNewest = known === null || lastAt === newest.event.occurredAt
  const detail = isNewest ? newest.verdict.detail : (known.evidence.detail ?? {})
  return { ...actorEvidence(newest.event), day: group.day, detail }
}

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
