/**
 * What is compared. `fetch` and `copy` are the floor: bytes down from upstream, and the same rows into the same tables
 * and indexes. `plain` is ours without Temporal, fence and checkpoints, so that the price of durability shows. `naive`
 * is the loop that one writes first: one statement a row. Variants with `messages` run on a smaller feed, since they
 * are slow and their rate does not depend on its size.
 */
export const VARIANTS = {
  fetch: { needs: [] },
  ours: { needs: [] },
  copy: { needs: ['ours'] },
  plain: { needs: [] },
  naive: { needs: [], messages: 20_000 },
} as const satisfies Record<string, VariantFacts>

export interface VariantFacts {
  /** Variants that must have run before. */
  readonly needs: readonly string[]
  /** Messages at most. */
  readonly messages?: number
}

export type VariantName = keyof typeof VARIANTS

export const VARIANT_NAMES = Object.keys(VARIANTS) as readonly VariantName[]

/** One run of one variant. */
export interface Measured {
  readonly variant: VariantName
  readonly messages: number
  readonly seconds: number
  /** CPU seconds of the process that did the work, and of Postgres for it. */
  readonly cpu: { readonly client: number; readonly postgres: number }
  /** Of `ours` alone. */
  readonly ours?: {
    /** From Collect Now to the end of both runs, of which the stream of messages is a part. */
    readonly runSeconds: number
    readonly workerPeakMb: number
    readonly temporalCpu: number
    /** Events of the largest workflow history of the run. */
    readonly historyEvents: number
    readonly databaseBytesPerMessage: number
  }
}
