import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import { humansOf } from '../../db/people/humans.ts'
import { STREAM_NAMES, STREAMS } from '../../model/core/streams.ts'
import { RULE_MS_AT_MOST } from '../../rules/custom/limits.ts'
import type { EventVerdict, JudgedEvent } from '../../rules/event-rule.ts'
import { KIND_OF_PLANE } from '../events/event-pass.ts'
import type { Occurrence } from '../events/judge-page.ts'
import { judgedEvent } from '../events/judged-event.ts'
import { FIRST_COMMITS, nextCommits, pageOf } from '../events/pages.ts'
import type { Outcome } from '../outcome.ts'
import { Remarks } from '../remarks.ts'
import { Tally } from '../tally.ts'
import type { CustomEventRun, EventOutcome, EventPlace, EventWalk } from './event-outcome.ts'
import { Budget, Turns } from './pace.ts'
import type { PreparedCustomEventRule } from './prepared-event-rule.ts'
import { NO_KEYS } from './prepared-event-rule.ts'

export type CustomEventWalk = EventWalk & { readonly outcome: Outcome }

/** Fewer than rules of the catalogue take: a page is judged to its end, and an expression may take long on each. */
const PAGE = 2_000

interface Judging extends CustomEventRun {
  readonly remarks: Remarks
  readonly budget: Budget
  readonly counting: EventOutcome
}

/**
 * Judges what happened by what people wrote, each event once by each version of a rule. Rule by rule, each with cursors
 * of its own: one that is slow, or is changed meanwhile, holds up no other and none of the catalogue's.
 */
export async function judgeCustomEvents(
  walk: CustomEventWalk,
  rules: readonly PreparedCustomEventRule[],
): Promise<readonly Tally[]> {
  const tallies: Tally[] = []
  for (const rule of rules) tallies.push(await judgeRule(walk, rule))
  return tallies
}

async function judgeRule(walk: CustomEventWalk, rule: PreparedCustomEventRule): Promise<Tally> {
  const run = { rule, tally: new Tally() }
  const judging: Judging = {
    ...run,
    ...{ remarks: new Remarks(), budget: new Budget(), counting: walk.outcome.events(walk, run) },
  }
  const streams = STREAM_NAMES.filter(
    (stream) => rule.deeds[stream] !== undefined && rule.kinds.includes(KIND_OF_PLANE[STREAMS[stream].plane]),
  )
  const places = await judging.counting.begin(streams)
  let isWhole = true
  for (const place of furthestBehindFirst(places))
    isWhole = (await judgeStream(walk, judging, place)) && isWhole
  await judging.counting.end(isWhole)
  const remarks = [rule.leftOut, judging.remarks.words, judging.budget.isSpent ? UNFINISHED : null].filter(
    (words) => words !== null,
  )
  const { integrationId, runId, now } = walk
  const evaluation = { integrationId, runId, ruleId: rule.id, now: now.toISOString() }
  const remark = remarks.length === 0 ? null : remarks.join('; ')
  await walk.outcome.result(evaluation, rule.entry, { tally: run.tally, obstacle: null, remark })
  return run.tally
}

/** They share the rule's time: one that is always busy would leave none to those behind it. */
const furthestBehindFirst = (places: readonly EventPlace[]): readonly EventPlace[] =>
  places.toSorted((one, other) => other.end - other.after - (one.end - one.after))

/** An event is judged once, so it is not passed by as an asset is, which is judged again anyway. */
const UNFINISHED = `the expression took ${RULE_MS_AT_MOST / 1_000} s; the next evaluation goes on where it stopped`

/** False where it did not come to the end of the stream. */
async function judgeStream(walk: CustomEventWalk, judging: Judging, place: EventPlace): Promise<boolean> {
  const { stream, end } = place
  const { rule, budget, counting, tally, remarks } = judging
  const limit = walk.page ?? PAGE
  let [from, after, commits] = [place.from, place.after, FIRST_COMMITS]
  while (after < end) {
    walk.signal?.throwIfAborted()
    if (budget.isSpent) return false
    const upTo = Math.min(end, after + commits)
    const asked = { stream, deeds: rule.deeds[stream] ?? [], after, upTo, limit }
    const { events, seq, read } = await pageOf(walk, asked)
    commits = nextCommits(commits, { read, limit })
    const { verdicts, ...judged } = await judgePage(walk, judging, events)
    if (!(await counting.page({ place, from, to: seq, ...judged }))) return false
    for (const verdict of verdicts) {
      tally.countEvent(verdict)
      remarks.note(verdict)
    }
    from = after = seq
    walk.heartbeat?.()
  }
  return true
}

async function judgePage(
  walk: CustomEventWalk,
  judging: Judging,
  stored: readonly StoredEvent[],
): Promise<{
  readonly verdicts: readonly EventVerdict[]
  readonly decided: readonly JudgedEvent[]
  readonly occurrences: readonly Occurrence[]
}> {
  const people = new Set(stored.flatMap(({ actorPersonId }) => actorPersonId ?? []))
  const humans = people.size === 0 ? new Map() : await humansOf(walk.sql, walk.integrationId, [...people])
  const turns = new Turns(walk)
  const verdicts: EventVerdict[] = []
  const decided: JudgedEvent[] = []
  const occurrences: Occurrence[] = []
  for (const one of stored) {
    await turns.next()
    const event = judgedEvent(one, humans)
    const verdict = judging.budget.measure(() => judging.rule.judge.judge(event, NO_KEYS))
    verdicts.push(verdict)
    if (verdict.result !== 'not_evaluated') decided.push(event)
    if (verdict.result === 'fail') occurrences.push({ run: judging, event, verdict })
  }
  return { verdicts, decided, occurrences }
}
