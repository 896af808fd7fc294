import type { JudgedEvent } from './event-rule.ts'

/**
 * Which of one actor's events are part of a burst. Events come in the order of time, all that the actor did around
 * those that are judged; so the event which comes last, however late, completes a burst for all of its parts, and what
 * is counted in the end does not depend on the order of arrival. Each function looks at an event a fixed number of
 * times: an actor who does a thing a thousand times a minute is what these rules are there for.
 */

/** Those that lie within `seconds` of each other, at least `least` of them together. */
export function crowded(
  events: readonly JudgedEvent[],
  { seconds, least }: { readonly seconds: number; readonly least: number },
): readonly JudgedEvent[] {
  const parts: JudgedEvent[] = []
  let first = 0
  let taken = 0
  events.forEach((event, index) => {
    while (event.at - (events[first]?.at ?? event.at) > seconds) first += 1
    if (index - first + 1 < least) return
    parts.push(...events.slice(Math.max(first, taken), index + 1))
    taken = index + 1
  })
  return parts
}

/** Those that end a run of at least `least` others within `seconds`, and the others. */
export function endedRuns(
  events: readonly JudgedEvent[],
  isEnd: (event: JudgedEvent) => boolean,
  { seconds, least }: { readonly seconds: number; readonly least: number },
): readonly JudgedEvent[] {
  const others: JudgedEvent[] = []
  const parts: JudgedEvent[] = []
  let first = 0
  let taken = 0
  for (const event of events) {
    if (!isEnd(event)) {
      others.push(event)
      continue
    }
    while (event.at - (others[first]?.at ?? event.at) > seconds) first += 1
    if (others.length - first < least) continue
    parts.push(...others.slice(Math.max(first, taken)), event)
    taken = others.length
  }
  return parts
}
