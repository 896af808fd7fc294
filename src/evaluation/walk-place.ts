import { z } from 'zod'
import type { IntegrationId, RunId } from '../model/core/ids.ts'
import type { JudgedKind } from './bundles/load-bundles.ts'
import { hashOf } from './hash-of.ts'
import type { PreparedRule } from './prepared-rule.ts'

/**
 * How far a walk has come. An attempt that dies with its worker leaves this in its heartbeat, and the next one goes on
 * from there: where workers die every half minute, a walk of a minute would otherwise never end.
 *
 * A heartbeat may be some seconds old, or lost. What is behind a place that is too early is judged twice, which changes
 * nothing; so the place is moved only after everything before it was written.
 *
 * It says nothing of people or their data: an upstream id, and counts.
 */
const walkPlaceSchema = z.object({
  /** When the first of the attempts began; unix seconds. */
  began: z.number(),
  /** `hashOfWalk` of those that walked: others begin anew. */
  rules: z.string(),
  doneKinds: z.array(z.string()),
  within: z.object({ kind: z.string(), after: z.string() }).nullable(),
  tallies: z.record(
    z.string(),
    z.object({
      passed: z.number(),
      failed: z.number(),
      notEvaluated: z.number(),
      opened: z.number(),
      resolved: z.number(),
      reasons: z.record(z.string(), z.number()),
    }),
  ),
})

export type WalkPlace = z.infer<typeof walkPlaceSchema>

/** Where a walk is kept while it lasts. */
export interface WalkKeeper {
  /** What an earlier attempt left, unread so far. */
  readonly left: unknown
  keep(place: WalkPlace): void
}

/** Seconds. Verdicts lean on the clock and on what was stored when they were made: after an hour all are made anew. */
const GOOD_FOR_S = 3_600

/** The place from which this walk may go on; null: from the beginning. */
export function placeToGoOnFrom(left: unknown, rules: string, now: number): WalkPlace | null {
  const parsed = walkPlaceSchema.safeParse(left)
  if (!parsed.success || parsed.data.rules !== rules) return null
  const age = now - parsed.data.began
  return age >= 0 && age < GOOD_FOR_S ? parsed.data : null
}

export const newPlace = (rules: string, now: number): WalkPlace => ({
  ...{ began: now, rules, doneKinds: [], within: null, tallies: {} },
})

/** Where in a kind to go on: `done` where it was walked to its end, else the external id after which; null: its beginning. */
export function standsIn(
  place: WalkPlace,
  kind: JudgedKind,
): { readonly done: true } | { readonly done: false; readonly after: string | null } {
  if (place.doneKinds.includes(kind)) return { done: true }
  return { done: false, after: place.within?.kind === kind ? place.within.after : null }
}

/**
 * One hash of what makes verdicts differ: which rules, in which version, with which settings, about which kinds; and of whose
 * evaluation it is, since heartbeats say nothing of that, and whoever can write to Temporal could show one to another.
 */
export const hashOfWalk = (
  { integrationId, runId }: { readonly integrationId: IntegrationId; readonly runId: RunId },
  rules: readonly PreparedRule[],
): string =>
  hashOf({
    integrationId,
    runId,
    rules: rules.map(({ entry, parameters, severity, kinds }) => ({
      ...{ id: entry.id, version: entry.version },
      ...{ parameters, severity, kinds },
    })),
  })
