import { randomUUIDv7 } from 'node:crypto'
import type { Tx } from '../../../db/client.ts'
import { moveEventRuleCursors } from '../../../db/event-rules/cursors.ts'
import type { KnownAsset } from '../../../db/event-rules/event-assets.ts'
import { assetsByUpstreamId } from '../../../db/event-rules/event-assets.ts'
import type { ObservationTally } from '../../../db/event-rules/observations.ts'
import { insertObservations, tallyObservations } from '../../../db/event-rules/observations.ts'
import { noteStanding } from '../../../db/findings/note-sightings.ts'
import { lockRulesToo, withRuleLocked } from '../../../db/findings/rule-lock.ts'
import type { StoredFindingRow } from '../../../db/findings/stored-findings.ts'
import { storedFindings } from '../../../db/findings/stored-findings.ts'
import type { Evaluation, FindingNews } from '../../../db/findings/write-findings.ts'
import { appendFindingEvents, insertFindings, refreshFindings } from '../../../db/findings/write-findings.ts'
import type { FindingId } from '../../../model/core/ids.ts'
import { asFindingId } from '../../../model/core/ids.ts'
import type { JsonObject } from '../../../model/core/json.ts'
import type { EventRuleId } from '../../../model/core/rule-ids.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { STREAMS } from '../../../model/core/streams.ts'
import { findingTypeIdOf } from '../../../rules/catalogue/finding-type.ts'
import { fingerprintOf } from '../../../rules/fingerprint.ts'
import { onFailure } from '../../../rules/lifecycle.ts'
import { effectiveSeverity, worse } from '../../../rules/severity.ts'
import type { EventPassDeps, EventRuleRun, Occurrence } from './event-pass.ts'
import { actorOf } from './event-pass.ts'
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
  const { integrationId, sql } = deps
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
    return await withRuleLocked(sql, integrationId, 'events', apply)
  } catch (error) {
    if (error instanceof JudgedElsewhere) return false
    throw error
  }
}

class JudgedElsewhere extends Error {
  override readonly name = 'JudgedElsewhere'
}

const DAY_LENGTH = '2026-11-29'.length

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
  const find = (one: { kind: string; externalId: string } | null | undefined) =>
    known.find(({ kind, externalId }) => kind === one?.kind && externalId === one.externalId)
  const groups = new Map<string, Group>()
  for (const occurrence of occurrences) {
    const { run, event, verdict } = occurrence
    const asset = find(verdict.asset) ?? find(tenant)
    // The plane was taken away meanwhile: nothing is left to say this of.
    if (asset === undefined) continue
    for (const one of [event, ...occurrence.beside]) {
      const day = one.occurredAt.slice(0, DAY_LENGTH)
      const discriminator = `${actorOf(one)}|${day}`
      const fingerprint = fingerprintOf({
        integrationId,
        ruleId: run.rule.id,
        assets: [asset],
        discriminator,
      })
      const group = groups.get(fingerprint) ?? { run, asset, fingerprint, day, occurrences: [] }
      group.occurrences.push({ ...occurrence, event: one })
      groups.set(fingerprint, group)
    }
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
  const { integrationId, runId, now } = deps
  const evaluation: Evaluation = { integrationId, runId, ruleId: run.rule.id, now: now.toISOString() }
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
  const tallies = await tallyObservations(tx, [...idOf.values()])
  const news: FindingNews[] = []
  const standing: FindingId[] = []
  for (const group of groups) {
    const id = ids(group)
    const tally = tallies.find(({ findingId }) => findingId === id)
    if (tally === undefined) continue
    const written = await writeGroup(tx, evaluation, group, {
      id,
      tally,
      known: stored.get(group.fingerprint) ?? null,
    })
    if (written === null) continue
    standing.push(id)
    news.push(...written.map((item) => ({ findingId: id, ...item })))
  }
  await noteStanding(tx, evaluation, standing)
  return appendFindingEvents(tx, evaluation, news)
}

interface Known {
  readonly id: FindingId
  readonly tally: ObservationTally
  readonly known: StoredFindingRow | null
}

/** Opens or brings up to date one finding. Null where it stays as it is: what is closed as old stays closed. */
async function writeGroup(tx: Tx, evaluation: Evaluation, group: Group, { id, tally, known }: Known) {
  const { rule } = group.run
  if (known?.state === 'resolved' && isAged(tally.lastAt, evaluation.now)) return null
  const worst = group.occurrences
    .map(({ verdict }) => effectiveSeverity(rule.severity, verdict.escalation))
    .reduce(worse)
  const before = known && { severity: known.effectiveSeverity, reason: known.severityReason }
  const severity = before && rule.severity.override === null ? worse(before, worst) : worst
  const evidence = evidenceOf(group, known)
  const moving = { observations: tally.count, first_at: tally.firstAt, last_at: tally.lastAt }
  const failing = { ruleVersion: rule.entry.version, severity, evidence, moving }
  const change = onFailure(known, failing, evaluation.now)
  if (change.change === 'none' || change.change === 'resolve') return null
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
  if (change.change === 'open') {
    await insertFindings(tx, evaluation, [
      {
        ...common,
        fingerprint: group.fingerprint,
        findingTypeId: findingTypeIdOf(rule.entry),
        category: rule.entry.category,
        assetId: group.asset.id,
        assetKind: group.asset.kind,
        assetExternalId: group.asset.externalId,
      },
    ])
  } else {
    const { state, triage } = change
    await refreshFindings(tx, [{ ...common, state, triage, reopened: change.change === 'reopen' }])
  }
  return change.news
}

/** Who, when, and what: of several occurrences the newest says what, so that their order does not matter. */
function evidenceOf(group: Group, known: StoredFindingRow | null): JsonObject {
  const newest = group.occurrences.reduce((one, other) => (compare(one, other) >= 0 ? one : other))
  const { actor } = newest.event
  const who: JsonObject =
    actor.kind === 'person'
      ? { actor_person_id: actor.personId }
      : { actor: actor.kind === 'unknown' ? null : actor.key }
  const isNewer = known === null || String(known.evidence.last_at ?? '') <= newest.event.occurredAt
  const detail = isNewer ? newest.verdict.detail : (known.evidence.detail ?? {})
  return { ...who, day: group.day, detail }
}

const compare = (one: Occurrence, other: Occurrence): number =>
  one.event.at - other.event.at || (one.event.eventId < other.event.eventId ? -1 : 1)

/** A few ids to look at; all of them are in the observations. */
const EVENTS_NAMED = 20

const judgedOf = ({ occurrences }: Group): JsonObject => ({
  events: occurrences
    .slice(0, EVENTS_NAMED)
    .map(({ event }) => ({ stream: event.stream, event_id: event.eventId, occurred_at: event.occurredAt })),
})
