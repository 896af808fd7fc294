/**
 * Answers from one piece of work for a while: whoever asks while it is under way waits for it, whoever asks within
 * `keepMs` of its end gets the same answer. So however many ask, the work is done at most once an interval, and
 * never twice at once. A failure is kept for nobody.
 */
export function atMostEvery<Result>(
  keepMs: number,
  work: () => Promise<Result>,
  now: () => number = () => performance.now(),
): () => Promise<Result> {
  let kept: { readonly result: Promise<Result>; staleAt: number } | undefined
  return function ask() {
    if (kept !== undefined && now() < kept.staleAt) return kept.result
    const mine = { result: work(), staleAt: Number.POSITIVE_INFINITY }
    kept = mine
    mine.result.then(
      () => {
        mine.staleAt = now() + keepMs
      },
      () => {
        mine.staleAt = Number.NEGATIVE_INFINITY
      },
    )
    return mine.result
  }
}
