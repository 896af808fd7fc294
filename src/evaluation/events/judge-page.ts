import { setImmediate } from 'node:timers/promises'
import { humansOf } from '../../db/event-rules/humans.ts'
import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { EventVerdict, JudgedEvent } from '../../rules/event-rule.ts'
import { occurred } from '../../rules/event-rule.ts'
import { ownKindOf } from '../../rules/own-credentials.ts'
import type { EventPassDeps, EventRuleRun } from './event-pass.ts'
import type { Humans } from './judged-event.ts'
import { judgedEvent } from './judged-event.ts'
import { partsOfWindows } from './windows.ts'

/** Something that a rule found in what happened. */
export interface Occurrence {
  readonly run: EventRuleRun
  readonly event: JudgedEvent
  readonly verdict: Extract<EventVerdict, { readonly result: 'fail' }>
}

/** What rules say of a page of events. A rule about windows may find events of other pages, too. */
export async function judgePage(
  deps: EventPassDeps,
  stream: StreamName,
  runs: readonly EventRuleRun[],
  stored: readonly StoredEvent[],
): Promise<readonly Occurrence[]> {
  if (stored.length === 0) return []
  const personIds = new Set(stored.flatMap(({ actorPersonId }) => actorPersonId ?? []))
  const humans = await humansOf(deps.sql, deps.integrationId, [...personIds])
  const events = stored.map((event) => judgedEvent(event, humans))
  const occurrences: Occurrence[] = []
  for (const run of runs) {
    const asked = events.filter(({ deed }) => run.rule.deeds[stream]?.includes(deed))
    occurrences.push(...(await judgeBy(run, { deps, stream, asked, humans })))
    // Other activities of this worker, and our own heartbeats, get their turn.
    await setImmediate()
  }
  return occurrences
}

interface Asked {
  readonly deps: EventPassDeps
  readonly stream: StreamName
  readonly asked: readonly JudgedEvent[]
  readonly humans: Humans
}

async function judgeBy(run: EventRuleRun, page: Asked): Promise<readonly Occurrence[]> {
  const { judge } = run.rule
  switch (judge.kind) {
    case 'single': {
      const { credentials, formerCredentials } = page.deps.facts
      const ours = [...credentials, ...formerCredentials]
      const isOwnKey = (redacted: string) => ownKindOf(redacted, ours) !== null
      return page.asked.flatMap((event) => {
        const verdict = judge.judge(event, { isOwnKey })
        run.tally.countEvent(verdict)
        return verdict.result === 'fail' ? [{ run, event, verdict }] : []
      })
    }
    case 'window': {
      const { deps, stream, asked, humans } = page
      const known = asked.filter(({ actor }) => actor.kind !== 'unknown')
      const deeds = run.rule.deeds[stream] ?? []
      const parts = await partsOfWindows(deps, { stream, deeds, judge, events: known, humans })
      for (const event of asked) run.tally.countEvent(verdictOf(event, parts))
      return [...parts.values()].map((event) => ({ run, event, verdict: occurred() }))
    }
    default:
      return judge satisfies never
  }
}

/** Of a window rule: whether an event is part of an occurrence. Whoever is unknown may be one or many. */
function verdictOf({ actor, eventId }: JudgedEvent, parts: ReadonlyMap<string, JudgedEvent>): EventVerdict {
  if (actor.kind === 'unknown') {
    return {
      result: 'not_evaluated',
      reason: 'value_absent_upstream',
      detail: 'OpenAI did not say who did it',
    }
  }
  return parts.has(eventId) ? occurred() : { result: 'pass' }
}
