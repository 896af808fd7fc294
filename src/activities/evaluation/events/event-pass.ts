import type { Sql } from '../../../db/client.ts'
import { committedSeqs, listEventRuleCursors } from '../../../db/event-rules/cursors.ts'
import type { Stretch } from '../../../db/event-rules/events-around.ts'
import { eventsAround } from '../../../db/event-rules/events-around.ts'
import type { StoredEvent } from '../../../db/event-rules/next-events.ts'
import { nextEvents } from '../../../db/event-rules/next-events.ts'
import type { IntegrationId, RunId } from '../../../model/core/ids.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../../model/core/streams.ts'
import type { EventVerdict, JudgedEvent } from '../../../rules/event-rule.ts'
import { ownKindOf } from '../../../rules/own-credentials.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { PreparedEventRule } from '../prepared-rule.ts'
import type { Tally } from '../tally.ts'
import { applyOccurrences } from './apply-occurrences.ts'
import { judgedEvent } from './judged-event.ts'
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

/** Something that a rule found in an event of this page. */
export interface Occurrence {
  readonly run: EventRuleRun
  readonly event: JudgedEvent
  readonly verdict: Extract<EventVerdict, { readonly result: 'fail' }>
  /** Other events that belong to it, with their times. */
  readonly beside: readonly JudgedEvent[]
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
  let after = from
  while (after < end) {
    deps.signal?.throwIfAborted()
    const { events, seq } = await pageOf(deps, { stream, deeds, after, end })
    const occurrences = await judgePage(deps, stream, runs, events)
    const page = { stream, ruleIds: runs.map(({ rule }) => rule.id), from: after, to: seq }
    const isOurs = await applyOccurrences(deps, page, occurrences)
    // Another evaluation judges the same events at this moment; what it has done is done.
    if (!isOurs) return
    after = seq
    deps.heartbeat?.()
  }
}

/** Whole commits: a page that was filled may have cut the last one in two, which is left for the next page. */
async function pageOf(
  { sql, integrationId, page = PAGE }: EventPassDeps,
  { stream, deeds, after, end }: { stream: StreamName; deeds: readonly string[]; after: number; end: number },
): Promise<{ events: readonly StoredEvent[]; seq: number }> {
  for (let limit = page; ; limit *= 2) {
    const events = await nextEvents(sql, { integrationId, stream, deeds, after, upTo: end, limit })
    const last = events.at(-1)
    if (last === undefined || events.length < limit) return { events, seq: end }
    const whole = events.filter(({ seq }) => seq < last.seq)
    const seq = whole.at(-1)?.seq
    if (seq !== undefined) return { events: whole, seq }
  }
}

async function judgePage(
  deps: EventPassDeps,
  stream: StreamName,
  runs: readonly EventRuleRun[],
  stored: readonly StoredEvent[],
): Promise<readonly Occurrence[]> {
  const isOwnKey = (redacted: string) => ownKindOf(redacted, deps.facts.credentials) !== null
  const events = stored.map(judgedEvent)
  const occurrences: Occurrence[] = []
  for (const run of runs) {
    const { rule, tally } = run
    const asked = events.filter(({ deed }) => rule.deeds[stream]?.includes(deed))
    const aroundOf = await neighbours(deps, stream, rule, asked)
    for (const event of asked) {
      const around = aroundOf(event)
      const verdict = rule.judge(event, { around, isOwnKey })
      tally.countEvent(verdict)
      if (verdict.result !== 'fail') continue
      const beside = around.filter(({ eventId }) => verdict.beside.includes(eventId))
      occurrences.push({ run, event, verdict, beside })
    }
  }
  return occurrences
}

/** What the actors of these events did around them, for a rule that wants to see it. */
async function neighbours(
  { sql, integrationId }: EventPassDeps,
  stream: StreamName,
  rule: PreparedEventRule,
  events: readonly JudgedEvent[],
): Promise<(event: JudgedEvent) => readonly JudgedEvent[]> {
  const { windowSeconds } = rule
  if (windowSeconds === 0 || events.length === 0) return () => []
  const stretches = stretchesOf(events, windowSeconds)
  const deeds = rule.deeds[stream] ?? []
  const found = (await eventsAround(sql, { integrationId, stream, deeds, stretches })).map(judgedEvent)
  const byActor = Map.groupBy(found, actorOf)
  return (event) =>
    (byActor.get(actorOf(event)) ?? []).filter(({ at }) => Math.abs(at - event.at) <= windowSeconds)
}

/** Events of one actor that lie close together are asked for in one stretch. */
function stretchesOf(events: readonly JudgedEvent[], windowSeconds: number): readonly Stretch[] {
  return [...Map.groupBy(events, actorOf).values()].flatMap((own) => {
    const stretches: { from: number; until: number }[] = []
    for (const { at } of own.toSorted((a, b) => a.at - b.at)) {
      const last = stretches.at(-1)
      if (last !== undefined && at - windowSeconds <= last.until) last.until = at + windowSeconds
      else stretches.push({ from: at - windowSeconds, until: at + windowSeconds })
    }
    const actor = own[0]?.actor
    const personId = actor?.kind === 'person' ? actor.personId : null
    const key = actor?.kind === 'api_key' || actor?.kind === 'system' ? actor.key : null
    return stretches.map((stretch) => ({ ...stretch, personId, key }))
  })
}

/** One text for one actor; whoever is unknown is one, since nobody can tell them apart. */
export function actorOf({ actor }: JudgedEvent): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.personId}`
    case 'api_key':
    case 'system':
      return `${actor.kind}:${actor.key}`
    case 'unknown':
      return 'unknown'
    default:
      return actor satisfies never
  }
}
