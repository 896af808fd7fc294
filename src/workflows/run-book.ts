import type { DispatchCounts } from '../activities/contract.ts'
import type { EvaluationCounts } from '../model/core/evaluations.ts'
import type { JsonObject, JsonValue } from '../model/core/json.ts'
import type { PlannedStream } from '../model/core/planned-streams.ts'
import type { RunOutcomeCode } from '../model/core/run-outcomes.ts'
import type { Stage } from '../model/core/runs.ts'
import { STAGES } from '../model/core/runs.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAMS } from '../model/core/streams.ts'

/** How one stream of a run ended. */
export interface StreamOutcome {
  readonly state: 'completed' | 'denied' | 'failed'
  /** Why not, as a result code or a failure's type. */
  readonly cause: string | null
  readonly records: number
  readonly pages: number
}

/** What a run knows of itself: counts and codes. */
export interface RunBook {
  readonly stage: Stage
  readonly planned: readonly PlannedStream[]
  readonly underWay: readonly StreamName[]
  readonly ended: Readonly<Partial<Record<StreamName, StreamOutcome>>>
  readonly evaluation: EvaluationCounts | null
  /** `failed`: what is in the outbox waits for the next run. */
  readonly notified: DispatchCounts | 'failed' | null
  /** Why the run failed: it broke itself, or read nothing. */
  readonly failure: RunOutcomeCode | null
}

export const newRunBook = (): RunBook => ({
  stage: 'preflight',
  planned: [],
  underWay: [],
  ended: {},
  evaluation: null,
  notified: null,
  failure: null,
})

export const streamBegun = (book: RunBook, stream: StreamName): RunBook => ({
  ...book,
  underWay: [...book.underWay, stream],
})

export const streamEnded = (book: RunBook, stream: StreamName, outcome: StreamOutcome): RunBook => ({
  ...book,
  underWay: book.underWay.filter((name) => name !== stream),
  ended: { ...book.ended, [stream]: outcome },
})

/** The earliest stage with a stream that has not ended; null where all have. */
export function stageUnfinished({ planned, ended }: RunBook): Stage | null {
  const stages = planned
    .filter(({ stream, verdict }) => verdict === 'read' && ended[stream] === undefined)
    .map(({ stream }) => STREAMS[stream].stage)
  return STAGES.find((stage) => stages.includes(stage)) ?? null
}

export interface Gap {
  readonly stream: StreamName
  readonly state: 'denied' | 'failed'
  readonly cause: string
}

/** What the run did not read although it belongs to its lane. */
export function gapsOf(book: RunBook): readonly Gap[] {
  return book.planned.flatMap((planned): Gap[] => {
    const { stream } = planned
    if (planned.verdict === 'denied') return [{ stream, state: 'denied', cause: planned.cause }]
    const outcome = book.ended[stream]
    if (outcome === undefined) return [{ stream, state: 'failed', cause: 'not_read' }]
    if (outcome.state === 'completed') return []
    return [{ stream, state: outcome.state, cause: outcome.cause ?? 'unknown' }]
  })
}

export type Ending =
  | { readonly state: 'completed' | 'completed_with_gaps'; readonly failure: null }
  | { readonly state: 'failed'; readonly failure: RunOutcomeCode }

/**
 * A run that read everything is `completed`, and one that read something `completed_with_gaps`. One that
 * read nothing has `failed`, whatever kept it from reading: nobody should take it for a look at the
 * tenant. A plane that was never connected is no gap; a run of such a plane alone had nothing to read.
 */
export function endingOf(book: RunBook): Ending {
  if (book.planned.length === 0) return { state: 'failed', failure: 'nothing_to_read' }
  const read = Object.values(book.ended).some(({ state }) => state === 'completed')
  if (!read) return { state: 'failed', failure: 'nothing_read' }
  return { state: gapsOf(book).length === 0 ? 'completed' : 'completed_with_gaps', failure: null }
}

/** What `runs.outcome` keeps for people. */
export function outcomeOf(book: RunBook): JsonObject {
  const gaps = gapsOf(book).map(({ stream, state, cause }) => ({ stream, state, cause }))
  return {
    gaps,
    ...(book.failure === null ? {} : { code: book.failure }),
    ...(book.evaluation === null ? {} : { evaluation: { ...book.evaluation } }),
    ...(book.notified === null ? {} : { notified: notifiedOf(book.notified) }),
  }
}

const notifiedOf = (notified: DispatchCounts | 'failed'): JsonValue =>
  notified === 'failed' ? notified : { ...notified }

/** What Temporal's UI shows of a run: its stage and a line a stream. */
export function runDetails(book: RunBook): string {
  const lines = [`**stage: ${book.stage}**`, '']
  if (book.failure !== null) lines.push(`failed: ${book.failure}`, '')
  for (const { stream, verdict } of book.planned) {
    const outcome = book.ended[stream]
    lines.push(`- \`${stream}\` (${STREAMS[stream].stage}): ${wordsOf(book, stream, verdict, outcome)}`)
  }
  if (book.evaluation !== null) {
    const { evaluated, opened, resolved } = book.evaluation
    lines.push('', `rules: ${evaluated} verdicts, ${opened} findings opened, ${resolved} resolved`)
  }
  return lines.join('\n')
}

function wordsOf(
  book: RunBook,
  stream: StreamName,
  verdict: PlannedStream['verdict'],
  outcome: StreamOutcome | undefined,
): string {
  if (verdict === 'denied') return 'may not be read'
  if (outcome === undefined) return book.underWay.includes(stream) ? 'being read' : 'waiting for its stage'
  const { state, cause, records, pages } = outcome
  return `${state}${cause === null ? '' : ` (${cause})`}, ${records} records, ${pages} pages`
}
