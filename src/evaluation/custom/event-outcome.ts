import type { Unheard } from '../../db/custom-rules/counted.ts'
import { countedStreams } from '../../db/custom-rules/counted.ts'
import type { RuleVersion } from '../../db/custom-rules/event-cursors.ts'
import { listCustomRuleCursors } from '../../db/custom-rules/event-cursors.ts'
import { windowBegin } from '../../db/custom-rules/window-begin.ts'
import { committedSeqs } from '../../db/event-rules/cursors.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { WINDOW_EVENTS } from '../../rules/custom/limits.ts'
import type { JudgedEvent } from '../../rules/event-rule.ts'
import type { EventPassDeps, EventRuleRun } from '../events/event-pass.ts'
import type { Occurrence } from '../events/judge-page.ts'
import type { Tally } from '../tally.ts'
import type { PreparedCustomEventRule } from './prepared-event-rule.ts'

/** A custom rule over events with what it has come to in this evaluation. */
export interface CustomEventRun extends EventRuleRun<CustomRuleId> {
  readonly rule: PreparedCustomEventRule
  readonly tally: Tally
}

export type EventWalk = Pick<
  EventPassDeps,
  'sql' | 'integrationId' | 'runId' | 'facts' | 'now' | 'signal'
> & {
  readonly heartbeat?: (() => void) | undefined
  /** Events in memory at a time. */
  readonly page?: number | undefined
  /**
   * A save or a backtest looks no further back than the window, wherever a version stands. A run goes on from there:
   * whatever has come in since is judged.
   */
  readonly within: 'window' | 'all'
  /** Events of each stream that the window holds. */
  readonly window?: number | undefined
}

/** Where a version stands in a stream. */
export interface EventPlace {
  readonly stream: StreamName
  /** It has a cursor there. */
  readonly hasBegun: boolean
  /** What its cursor says. */
  readonly from: number
  /** Behind which it reads; beyond `from` where what lies between is out of the window. */
  readonly after: number
  readonly end: number
  /** Up to here an earlier version may have judged. */
  readonly againUntil: number
  /** No finding may count too little by what was taken out of it. */
  readonly isSettled: boolean
}

/** A page of a stream that was judged. */
export interface WalkedPage {
  readonly place: EventPlace
  /** Where the cursor stood, and where it goes. */
  readonly from: number
  readonly to: number
  /** Those of which the rule could say something. */
  readonly decided: readonly JudgedEvent[]
  readonly occurrences: readonly Occurrence[]
}

/** What comes of judging events by one rule: it is counted in findings, or only foreseen. */
export interface EventOutcome {
  begin(streams: readonly StreamName[]): Promise<readonly EventPlace[]>
  /** False where somebody else has judged: then nothing came of it. */
  page(page: WalkedPage): Promise<boolean>
  /** After the last page; whole, when all that is there was judged. */
  end(isWhole: boolean): Promise<void>
}

export const versionOf = ({ integrationId }: Pick<EventWalk, 'integrationId'>, { rule }: CustomEventRun) => ({
  ...{ integrationId, ruleId: rule.id, version: rule.entry.version },
})

/**
 * Where a version begins or goes on. A new one begins with the last so many events of each stream, which is what a
 * backtest shows; from there on it has a cursor of its own, and no event passes it by.
 */
export async function placesOf(
  {
    sql,
    integrationId,
    within,
    window = WINDOW_EVENTS,
  }: Pick<EventWalk, 'sql' | 'integrationId' | 'within' | 'window'>,
  version: RuleVersion,
  streams: readonly StreamName[],
): Promise<readonly EventPlace[]> {
  const cursors = await listCustomRuleCursors(sql, version)
  const ends = await committedSeqs(sql, integrationId, streams)
  const places: EventPlace[] = []
  for (const stream of streams) {
    const cursor = cursors.find((one) => one.stream === stream)
    const end = ends.get(stream) ?? 0
    const needsWindow = cursor === undefined || (within === 'window' && cursor.seq < end)
    const begin = needsWindow ? await windowBegin(sql, { integrationId, stream, events: window }) : 0
    const from = cursor?.seq ?? begin
    const againUntil = cursor?.againUntil ?? (version.version > FIRST ? end : begin)
    places.push({
      stream,
      hasBegun: cursor !== undefined,
      from,
      after: Math.max(from, begin),
      end,
      againUntil,
      isSettled: cursor?.isSettled ?? version.version === FIRST,
    })
  }
  return places
}

/** What earlier versions listened to within the window and this one, which begins, does not: nobody asks it of that. */
export async function unheardBy(
  walk: Pick<EventWalk, 'sql' | 'integrationId' | 'window'>,
  run: CustomEventRun,
  places: readonly EventPlace[],
): Promise<readonly Unheard[]> {
  const { sql, integrationId, window = WINDOW_EVENTS } = walk
  const version = versionOf(walk, run)
  if (version.version === FIRST || places.every(({ hasBegun }) => hasBegun)) return []
  const unheard: Unheard[] = []
  for (const stream of await countedStreams(sql, version)) {
    const place = places.find((one) => one.stream === stream)
    const after = place?.after ?? (await windowBegin(sql, { integrationId, stream, events: window }))
    unheard.push({ stream, after, deeds: run.rule.deeds[stream] ?? [] })
  }
  return unheard
}

/** No version was before it, so nothing was counted that it would not count. */
const FIRST = 1
