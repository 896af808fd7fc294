import { isDeepStrictEqual } from 'node:util'
import type { Change } from './plan.ts'

/** Fields that are another; what the document leaves out (undefined) is left as it is. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Change[] {
  return Object.entries(wanted).flatMap(([field, to]) =>
    to === undefined || isDeepStrictEqual(before[field], to) ? [] : [{ field, from: before[field], to }],
  )
}

/** What a thing that is not there yet would have. */
export const allOf = (wanted: Readonly<Record<string, unknown>>): Change[] =>
  changesOf({}, wanted).filter(({ to }) => to !== null)

export const namesOf = (changes: readonly Change[]): ReadonlySet<string> =>
  new Set(changes.map(({ field }) => field))

/** As a set: the API hands lists back in an order of its own. */
export const sorted = <T extends string>(list: readonly T[] | undefined): T[] | undefined =>
  list && [...new Set(list)].sort()
