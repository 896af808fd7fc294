import type { Tx } from '../../db/client.ts'
import type { Recounted } from '../../db/custom-rules/counted.ts'
import { newestCounted, standingCounted } from '../../db/custom-rules/counted.ts'
import { settleCustomRule } from '../../db/custom-rules/event-cursors.ts'
import { recountFindings } from '../../db/findings/recount-findings.ts'
import { humansOf } from '../../db/people/humans.ts'
import type { FindingId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { resolveRows } from '../apply-verdicts.ts'
import { judgedEvent } from '../events/judged-event.ts'
import type { CustomEventRun, EventWalk } from './event-outcome.ts'
import { versionOf } from './event-outcome.ts'

/** Findings brought up to date in one transaction. */
const CHUNK = 1_000

type Locked = <T>(otherwise: T, work: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * Brings findings up to what they count when something was taken out of them, once for all: all that a rule's standing
 * findings count is read for it. A version that has settled takes nothing out any more, so it says that it has.
 */
export async function settleCounts(walk: EventWalk, run: CustomEventRun, locked: Locked): Promise<void> {
  const version = versionOf(walk, run)
  for (let after: FindingId | null = null; ; ) {
    const page: { after: FindingId | null; limit: number } = { after, limit: CHUNK }
    const rows: readonly Recounted[] | null = await locked<readonly Recounted[] | null>(null, async (tx) => {
      const standing = await standingCounted(tx, version, page)
      await settlePage(tx, walk, run, standing)
      if (standing.length < CHUNK) await settleCustomRule(tx, version)
      return standing
    })
    if (rows === null || rows.length < CHUNK) return
    walk.signal?.throwIfAborted()
    walk.heartbeat?.()
    after = rows.at(-1)?.id ?? null
  }
}

async function settlePage(
  tx: Tx,
  walk: EventWalk,
  run: CustomEventRun,
  rows: readonly Recounted[],
): Promise<void> {
  const { atLeast } = run.rule
  const { integrationId, runId, now, facts } = walk
  const evaluation = { integrationId, runId, mode: facts.mode, ruleId: run.rule.id, now: now.toISOString() }
  const tooFew = rows.filter(({ count }) => count < atLeast)
  run.tally.countNews(await resolveRows(tx, evaluation, tooFew, { because: 'rule_changed' }))
  const others = rows.filter((row) => row.count >= atLeast && saysAnother(row))
  const details = await detailsOf(
    tx,
    walk,
    run,
    others.map(({ id }) => id),
  )
  const numbers = others.map(({ id, count, firstAt, lastAt }) => {
    const detail = details.get(id)
    const counted = { observations: count, first_at: firstAt, last_at: lastAt }
    return { id, evidence: detail === undefined ? counted : { ...counted, detail } }
  })
  await recountFindings(tx, numbers)
}

/** Another number than it counts; or nothing of its newest event, since that went with what a mode forbids. */
const saysAnother = ({ count, evidence: { observations, detail } }: Recounted): boolean =>
  observations !== count || Object.keys(detail ?? {}).length === 0

/**
 * What the newest events of findings say, by the version that judges now. They are occurrences, or would not be counted:
 * nothing is judged here, where a rule's lock is held and Postgres waits.
 */
export async function detailsOf(
  tx: Tx,
  { integrationId }: Pick<EventWalk, 'integrationId'>,
  { rule }: Pick<CustomEventRun, 'rule'>,
  findingIds: readonly FindingId[],
): Promise<ReadonlyMap<FindingId, JsonObject>> {
  if (findingIds.length === 0) return new Map()
  const newest = await newestCounted(tx, findingIds)
  const people = new Set(newest.flatMap(({ actorPersonId }) => actorPersonId ?? []))
  const humans = await humansOf(tx, integrationId, [...people])
  return new Map(
    newest.map(({ findingId, ...stored }) => [findingId, rule.detailOf(judgedEvent(stored, humans))]),
  )
}
