import type { Sql } from '../../db/client.ts'
import { committedSeqs, listEventRuleCursors } from '../../db/event-rules/cursors.ts'
import { lockRulesToo, withRuleLocked } from '../../db/findings/rule-lock.ts'
import type { IntegrationId, RunId } from '../../model/core/ids.ts'
import type { AnyRuleId, EventRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../model/core/streams.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { PreparedEventRule } from '../prepared-rule.ts'
import type { Tally } from '../tally.ts'
import { applyOccurrences } from './apply-occurrences.ts'
import { judgePage } from './judge-page.ts'
import { FIRST_COMMITS, nextCommits, PAGE, pageOf } from './pages.ts'
import { resolveAged } from './resolve-aged.ts'

/** An event rule with what it has come to in this evaluation. */
export interface EventRuleRun<Id extends AnyRuleId = AnyRuleId> {
  readonly rule: PreparedEventRule<Id>
  readonly tally: Tally
}

export interface EventPassDeps {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly facts: EvaluationFacts
  readonly now: Date
  /** Called between pages. */
  readonly heartbeat?: (() => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Events in memory at a time. Default 5,000. */
  readonly page?: number
}

/**
 * Judges what happened, each event once by each rule. A rule has a cursor of its own in each stream, over `seq`, the
 * order of commits: an event that upstream wrote late comes late here too, and is judged all the same. Verdicts of a
 * page, what they count, and the cursors move in one transaction, so an evaluation that dies has judged whole pages and
 * no event twice; and counting an event twice would change nothing, since observations are unique.
 *
 * Rules that stand at the same place read together, which is all of them but those that were added lately: a new rule
 * begins at the first event that is kept.
 */
export async function judgeEvents(
  deps: EventPassDeps,
  runs: readonly EventRuleRun<EventRuleId>[],
): Promise<void> {
  if (runs.length === 0) return
  const streams = STREAM_NAMES.filter((stream) => runs.some((run) => reads(run, stream)))
  const ends = await committedSeqs(deps.sql, deps.integrationId, streams)
  const cursors = await listEventRuleCursors(deps.sql, deps.integrationId)
  for (const stream of streams) {
    const standsAt = ({ rule }: EventRuleRun): number =>
      cursors.find((cursor) => cursor.ruleId === rule.id && cursor.stream === stream)?.seq ?? 0
    const together = Map.groupBy(
      runs.filter((run) => reads(run, stream)),
      standsAt,
    )
    for (const [from, group] of together) await judgeStream(deps, stream, group, from, ends.get(stream) ?? 0)
  }
  for (const run of runs)
    await resolveAged(deps, run, (close) => {
      const { sql, integrationId, facts } = deps
      return withRuleLocked(sql, { integrationId, ruleId: 'events', mode: facts.mode }, async (tx) => {
        await lockRulesToo(tx, integrationId, [run.rule.id])
        return close(tx)
      })
    })
}

export const KIND_OF_PLANE = { chatgpt: 'chatgpt.workspace', platform: 'platform.organization' } as const

/** A plane whose logs may not be read is left out of `kinds`, and its streams with it. */
const reads = ({ rule }: EventRuleRun, stream: StreamName): boolean =>
  rule.deeds[stream] !== undefined && rule.kinds.includes(KIND_OF_PLANE[STREAMS[stream].plane])

async function judgeStream(
  deps: EventPassDeps,
  stream: StreamName,
  runs: readonly EventRuleRun<EventRuleId>[],
  from: number,
  end: number,
): Promise<void> {
  const deeds = [...new Set(runs.flatMap(({ rule }) => rule.deeds[stream] ?? []))]
  const limit = deps.page ?? PAGE
  let [after, commits] = [from, FIRST_COMMITS]
  while (after < end) {
    deps.signal?.throwIfAborted()
    const upTo = Math.min(end, after + commits)
    const { events, seq, read } = await pageOf(deps, { stream, deeds, after, upTo, limit })
    commits = nextCommits(commits, { read, limit })
    const occurrences = await judgePage(deps, stream, runs, events)
    const page = { stream, ruleIds: runs.map(({ rule }) => rule.id), from: after, to: seq }
    const isOurs = await applyOccurrences(deps, page, occurrences)
    // Another evaluation judges the same events at this moment; what it has done is done.
    if (!isOurs) return
    after = seq
    deps.heartbeat?.()
  }
}
