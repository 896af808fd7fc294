/** A stretch of time, unix seconds; the end is not part of it. */
export interface Stretch {
  readonly from: number
  readonly until: number
}

/** What is left of a stretch where parts of it were lost, oldest first. Only there is "nothing" a statement. */
export function watched(whole: Stretch, lost: readonly Stretch[]): readonly Stretch[] {
  const left: Stretch[] = []
  let from = whole.from
  for (const gap of lost.toSorted((one, other) => one.from - other.from)) {
    if (gap.until <= from) continue
    if (gap.from >= whole.until) break
    if (gap.from > from) left.push({ from, until: gap.from })
    from = gap.until
  }
  if (from < whole.until) left.push({ from, until: whole.until })
  return left
}

export const isWatched = (stretches: readonly Stretch[], { from, until }: Stretch): boolean =>
  stretches.some((one) => one.from <= from && one.until >= until)
