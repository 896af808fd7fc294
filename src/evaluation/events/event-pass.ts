import type { Sql } from '../../db/client.ts'
import { committedSeqs, listEventRuleCursors } from '../../db/event-rules/cursors.ts'
import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import { nextEvents } from '../../db/event-rules/next-events.ts'
import type { IntegrationId, RunId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../model/core/streams.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { PreparedEventRule } from '../prepared-rule.ts'
import type { Tally } from '../tally.ts'
import { applyOccurrences } from './apply-occurrences.ts'
import { judgePage } from './judge-page.ts'
import { resolveAged } from './resolve-aged.ts'

/** An event rule with what it has come to in this evaluation. */
export interface EventRuleRun {
  readonly rule: PreparedEventRule
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
  /** Events in memory at a time. Default 5,000: several commits, so that a page can end between two of them. */
  readonly page?: number
}

const PAGE = 5_000

/**
 * Commits looked through at a time, at most. Where deeds are rare, a page is never filled; without this bound one
 * statement would look through all that is kept, and the cursor would stand still until it had.
 */
const MOST_COMMITS = 200

/** A commit is a batch of up to 1,000 records, so a page holds as many, if all of them are judged. */
const FIRST_COMMITS = 5

/**
 * How many commits the next page asks for. Postgres sorts all that it is asked for before it can leave anything out, so
 * asking for many more than a page holds costs as much as reading them; asking for few, where deeds are rare, makes many
 * small pages. So twice as many while a page is less than half full, and half as many when it overflowed.
 */
function nextCommits(commits: number, { read, limit }: { read: number; limit: number }): number {
  if (read >= limit) return Math.max(1, Math.floor(commits / 2))
  return read * 2 <= limit ? Math.min(MOST_COMMITS, commits * 2) : commits
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
export async function judgeEvents(deps: EventPassDeps, runs: readonly EventRuleRun[]): Promise<void> {
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
  for (const run of runs) await resolveAged(deps, run)
}

const KIND_OF_PLANE = { chatgpt: 'chatgpt.workspace', platform: 'platform.organization' } as const

/** A plane whose logs may not be read is left out of `kinds`, and its streams with it. */
const reads = ({ rule }: EventRuleRun, stream: StreamName): boolean =>
  rule.deeds[stream] !== undefined && rule.kinds.includes(KIND_OF_PLANE[STREAMS[stream].plane])

async function judgeStream(
  deps: EventPassDeps,
  stream: StreamName,
  runs: readonly EventRuleRun[],
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

interface EventPage {
  readonly events: readonly StoredEvent[]
  /** Up to which all was read. */
  readonly seq: number
  /** Events that came, those of a commit that was cut in two among them. */
  readonly read: number
}

/** Whole commits: a page that was filled may have cut the last one in two, which is left for the next page. */
async function pageOf(
  { sql, integrationId }: EventPassDeps,
  asked: Pick<Parameters<typeof nextEvents>[1], 'stream' | 'deeds' | 'after' | 'upTo' | 'limit'>,
): Promise<EventPage> {
  for (let { limit } = asked; ; limit *= 2) {
    const events = await nextEvents(sql, { integrationId, ...asked, limit })
    const read = events.length
    const last = events.at(-1)
    if (last === undefined || read < limit) return { events, seq: asked.upTo, read }
    const whole = events.filter(({ seq }) => seq < last.seq)
    const seq = whole.at(-1)?.seq
    if (seq !== undefined) return { events: whole, seq, read }
  }
}
