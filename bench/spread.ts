/** A median and its range over the runs. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export type Figure = Spread | null

export function spreadOf(values: readonly number[]): Figure {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? 0, sorted[Math.floor(half)] ?? 0]
  return { median: (low + high) / 2, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 }
}

const DIGITS = 2

export function shown(figure: Figure | undefined, digits = DIGITS): string {
  if (figure === null || figure === undefined) return 'not measured'
  const [median, least, most] = [figure.median, figure.least, figure.most].map((value) =>
    value.toFixed(digits),
  )
  return `${median} (${least} … ${most})`
}
