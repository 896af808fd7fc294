import { InvalidArgumentError } from 'commander'

/** How many rows at most, for an option of commander's; a typo must not look like an empty list. */
export function parseLimit(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return limit
}
