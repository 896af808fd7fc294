import { InvalidArgumentError } from 'commander'

/** More than anybody reads, and than any answer holds. */
const MOST = 999_999_999

/** How many rows at most, for an option of commander's; a typo must not look like an empty list. */
export function parseLimit(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit < 1) throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`)
  return limit
}
