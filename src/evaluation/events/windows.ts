import type { Stretch } from '../../db/event-rules/events-in-stretches.ts'
import { eventsInStretches } from '../../db/event-rules/events-in-stretches.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { JudgedEvent, PreparedJudge } from '../../rules/event-rule.ts'
import type { EventPassDeps } from './event-pass.ts'
import type { Humans } from './judged-event.ts'
import { actorOf, judgedEvent } from './judged-event.ts'

interface WindowPage {
  readonly stream: StreamName
  readonly deeds: readonly string[]
  readonly judge: Extract<PreparedJudge, { readonly kind: 'window' }>
  /** Of actors who are known. */
  readonly events: readonly JudgedEvent[]
  readonly humans: Humans
}

/**
 * Which events are part of an occurrence, by id. The actors' whole stretches of time around the page's events are read
 * from the database, whichever page or commit they came with; so what comes last completes the others, also where the
 * others came first. A stretch that is cut off at its ends can miss parts, never invent them: those it misses are too
 * far from this page's events to belong to the same occurrence.
 */
export async function partsOfWindows(
  { sql, integrationId }: EventPassDeps,
  { stream, deeds, judge, events, humans }: WindowPage,
): Promise<ReadonlyMap<string, JudgedEvent>> {
  const parts = new Map<string, JudgedEvent>()
  if (events.length === 0) return parts
  const stretches = stretchesOf(events, judge.windowSeconds, humans)
  const found = await eventsInStretches(sql, { integrationId, stream, deeds, stretches })
  for (const stretch of Map.groupBy(found, ({ no }) => no).values()) {
    const own = stretch.map((event) => judgedEvent(event, humans))
    for (const part of judge.parts(own)) parts.set(part.eventId, part)
  }
  return parts
}

/** Events of one actor that lie close together are asked for in one stretch, of each of the actor's rows. */
function stretchesOf(
  events: readonly JudgedEvent[],
  windowSeconds: number,
  humans: Humans,
): readonly Stretch[] {
  const rowsOf = new Map([...humans.values()].map((human) => [human.id, human.aliases]))
  const stretches: Stretch[] = []
  let no = 0
  for (const own of Map.groupBy(events, actorOf).values()) {
    const actor = own[0]?.actor
    const times = own.map(({ at }) => at).toSorted((a, b) => a - b)
    for (const time of aroundEach(times, windowSeconds)) {
      no += 1
      if (actor?.kind === 'api_key' || actor?.kind === 'system') {
        stretches.push({ no, personId: null, key: actor.key, ...time })
      } else if (actor?.kind === 'person') {
        const rows = rowsOf.get(actor.personId) ?? [actor.personId]
        for (const personId of rows) stretches.push({ no, personId, key: null, ...time })
      }
    }
  }
  return stretches
}

function aroundEach(
  times: readonly number[],
  windowSeconds: number,
): readonly { readonly from: number; readonly until: number }[] {
  const stretches: { from: number; until: number }[] = []
  for (const at of times) {
    const last = stretches.at(-1)
    if (last !== undefined && at - windowSeconds <= last.until) last.until = at + windowSeconds
    else stretches.push({ from: at - windowSeconds, until: at + windowSeconds })
  }
  return stretches
}
