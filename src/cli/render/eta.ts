/**
 * How long it may still take, from how far things have come. Each stream that knows its end (parents to read, or
 * upstream's time to catch up with) sets its own pace over the last samples; streams run beside each other, so
 * the slowest decides. What does not know its end has no say: an ETA that is made up is worse than none.
 */
export interface Distance {
  readonly done: number
  readonly total: number
}

interface Sample {
  readonly atMs: number
  readonly done: number
}

/** Milliseconds of history that set the pace: long against a page, short against a change of limits. */
const WINDOW_MS = 20_000

/** Milliseconds below which a pace is not trusted. */
const LEAST_SPAN_MS = 1_500

export class EtaEstimator {
  readonly #samples = new Map<string, Sample[]>()
  readonly #left = new Map<string, number>()

  /** Takes note of one stream; null when it has ended or does not know its end. */
  observe(name: string, distance: Distance | null, atMs: number): void {
    if (distance === null) {
      this.#samples.delete(name)
      this.#left.delete(name)
      return
    }
    const kept = (this.#samples.get(name) ?? []).filter((sample) => atMs - sample.atMs <= WINDOW_MS)
    kept.push({ atMs, done: distance.done })
    this.#samples.set(name, kept)
    const left = leftMs(kept, distance)
    if (left === undefined) this.#left.delete(name)
    else this.#left.set(name, left)
  }

  /** Milliseconds; undefined where nothing can be said. */
  remainingMs(): number | undefined {
    return this.#left.size === 0 ? undefined : Math.max(...this.#left.values())
  }
}

function leftMs(samples: readonly Sample[], { done, total }: Distance): number | undefined {
  const [first] = samples
  const last = samples.at(-1)
  if (first === undefined || last === undefined) return undefined
  const span = last.atMs - first.atMs
  const gained = last.done - first.done
  if (span < LEAST_SPAN_MS || gained <= 0) return undefined
  return (span / gained) * Math.max(0, total - done)
}
