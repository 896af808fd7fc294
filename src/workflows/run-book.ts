import type { DispatchCounts, EvaluationCounts, PlannedStream } from '../activities/contract.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { Stage } from '../model/core/runs.ts'
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
  readonly notified: DispatchCounts | null
  /** Set where the run itself broke, not one of its streams. */
  readonly failure: string | null
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

/**
 * A run that read everything is `completed`, one that read something is `completed_with_gaps`, and
 * one that could have read but read nothing `failed`. A plane that was never connected is no gap.
 */
export function runStateOf(book: RunBook): 'completed' | 'completed_with_gaps' | 'failed' {
  const gaps = gapsOf(book)
  if (gaps.length === 0) return 'completed'
  const read = Object.values(book.ended).some(({ state }) => state === 'completed')
  const broken = gaps.some(({ state }) => state === 'failed')
  return read || !broken ? 'completed_with_gaps' : 'failed'
}

/** What `runs.outcome` keeps for people. */
export function outcomeOf(book: RunBook): JsonObject {
  const gaps = gapsOf(book).map(({ stream, state, cause }) => ({ stream, state, cause }))
  return {
    gaps,
    ...(book.failure === null ? {} : { code: book.failure }),
    ...(book.evaluation === null ? {} : { evaluation: { ...book.evaluation } }),
    ...(book.notified === null ? {} : { notified: { ...book.notified } }),
  }
}

/** What Temporal's UI shows of a run: its stage and a line a stream. */
export function runDetails(book: RunBook): string {
  const lines = [`**stage: ${book.stage}**`, '']
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
