import type { JudgedEvent } from './event-rule.ts'

/**
 * The events of some window that holds this one and at least `least` of them; null where there is no such window. It
 * looks to both sides, so that the event which comes last, however late, completes the window for all of them: which
 * events are counted in the end does not depend on the order in which they came.
 */
export function windowWith(
  event: JudgedEvent,
  around: readonly JudgedEvent[],
  { seconds, least }: { readonly seconds: number; readonly least: number },
): readonly JudgedEvent[] | null {
  const members = new Map<string, JudgedEvent>()
  for (const first of around) {
    if (first.at > event.at || event.at - first.at > seconds) continue
    const within = around.filter(({ at }) => at >= first.at && at - first.at <= seconds)
    if (within.length >= least) for (const one of within) members.set(one.eventId, one)
  }
  return members.size === 0 ? null : [...members.values()]
}
