import { setImmediate } from 'node:timers/promises'
import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import { humansOf } from '../../db/people/humans.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { JudgedEvent } from '../../rules/event-rule.ts'
import type { EventPassDeps, EventRuleRun } from './event-pass.ts'
import type { Failed } from './judge-by.ts'
import { judgeBy } from './judge-by.ts'
import { judgedEvent } from './judged-event.ts'

/** Something that a rule found in what happened. */
export interface Occurrence {
  readonly run: EventRuleRun
  readonly event: JudgedEvent
  readonly verdict: Failed
}

/** What rules say of a page of events. A rule about windows may find events of other pages, too. */
export async function judgePage(
  { sql, integrationId, facts }: Pick<EventPassDeps, 'sql' | 'integrationId' | 'facts'>,
  stream: StreamName,
  runs: readonly EventRuleRun[],
  stored: readonly StoredEvent[],
): Promise<readonly Occurrence[]> {
  if (stored.length === 0) return []
  const personIds = new Set(stored.flatMap(({ actorPersonId }) => actorPersonId ?? []))
  const humans = await humansOf(sql, integrationId, [...personIds])
  const events = stored.map((event) => judgedEvent(event, humans))
  const occurrences: Occurrence[] = []
  for (const run of runs) {
    const asked = events.filter(({ deed }) => run.rule.deeds[stream]?.includes(deed))
    const judged = await judgeBy(run.rule, { sql, integrationId, facts, stream, asked, humans })
    for (const verdict of judged.verdicts) run.tally.countEvent(verdict)
    for (const found of judged.occurrences) occurrences.push({ run, ...found })
    // Other activities of this worker, and our own heartbeats, get their turn.
    await setImmediate()
  }
  return occurrences
}
