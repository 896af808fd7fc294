import type { Sql } from '../../db/client.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { EventVerdict, JudgedEvent } from '../../rules/event-rule.ts'
import { occurred } from '../../rules/event-rule.ts'
import { ownKindOf } from '../../rules/own-credentials.ts'
import type { Turns } from '../custom/pace.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { PreparedEventRule } from '../prepared-rule.ts'
import type { Humans } from './judged-event.ts'
import { partsOfWindows } from './windows.ts'

export type Failed = Extract<EventVerdict, { readonly result: 'fail' }>

export interface JudgedEvents {
  /** One for each event that was asked about. */
  readonly verdicts: readonly EventVerdict[]
  /** Where the rule found something. A rule about windows may find events that were not asked about, too. */
  readonly occurrences: readonly { readonly event: JudgedEvent; readonly verdict: Failed }[]
}

interface Asked {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  readonly facts: Pick<EvaluationFacts, 'credentials' | 'formerCredentials'>
  readonly stream: StreamName
  readonly asked: readonly JudgedEvent[]
  readonly humans: Humans
  /** Gives others their turn, where a rule may take long on each. */
  readonly turns?: Turns
}

/** What a rule says of some events of a stream. */
export async function judgeBy(
  rule: Pick<PreparedEventRule<AnyRuleId>, 'judge' | 'deeds'>,
  { sql, integrationId, facts, stream, asked, humans, turns }: Asked,
): Promise<JudgedEvents> {
  const { judge } = rule
  switch (judge.kind) {
    case 'single': {
      const ours = [...facts.credentials, ...facts.formerCredentials]
      const isOwnKey = (redacted: string) => ownKindOf(redacted, ours) !== null
      const judged: { event: JudgedEvent; verdict: EventVerdict }[] = []
      for (const event of asked) {
        if (turns !== undefined) await turns.next()
        judged.push({ event, verdict: judge.judge(event, { isOwnKey }) })
      }
      return {
        verdicts: judged.map(({ verdict }) => verdict),
        occurrences: judged.flatMap(({ event, verdict }) =>
          verdict.result === 'fail' ? [{ event, verdict }] : [],
        ),
      }
    }
    case 'window': {
      const events = asked.filter(({ actor }) => actor.kind !== 'unknown')
      const deeds = rule.deeds[stream] ?? []
      const parts = await partsOfWindows({ sql, integrationId }, { stream, deeds, judge, events, humans })
      return {
        verdicts: asked.map((event) => verdictOf(event, parts)),
        occurrences: [...parts.values()].map((event) => ({ event, verdict: occurred() })),
      }
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
