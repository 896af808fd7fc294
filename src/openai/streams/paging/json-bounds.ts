/**
 * How large what one record of a log file may be. Files come over TLS from OpenAI, but what is in them was written by
 * anybody: a record that takes gigabytes once it stands in memory, or seconds to read, would stop all streams of its
 * worker, and again after each restart. Whatever exceeds is quarantined with its place, and the stream goes on.
 */
export const JSON_BOUNDS = {
  /** Bytes of one record: half of what a whole file has at most upstream, and below 100 ms to parse. */
  recordBytes: 8 * 1024 * 1024,
  /** Levels. Upstream's deepest samples have under twenty, and all that comes after may go down by recursion. */
  depth: 100,
  /** Values in one record, each some dozens of bytes in memory however few characters it has. */
  values: 200_000,
  /** Objects put together on one line; a file's worth of records. */
  objectsALine: 50_000,
} as const

/** Why a value that was parsed may not be used; null where it may. It goes down no deeper than is allowed. */
export function excessOf(value: unknown): 'too_deep' | 'too_many_values' | null {
  let left: number = JSON_BOUNDS.values
  const isTooDeep = (inner: unknown, depth: number): boolean => {
    left -= 1
    if (typeof inner !== 'object' || inner === null || left < 0) return false
    if (depth > JSON_BOUNDS.depth) return true
    // `for in` over own keys: an array of the values would double the memory that is to be bounded.
    for (const key in inner) if (isTooDeep((inner as Record<string, unknown>)[key], depth + 1)) return true
    return false
  }
  if (isTooDeep(value, 1)) return 'too_deep'
  return left < 0 ? 'too_many_values' : null
}

/**
 * Whether a text can hold more than is allowed at all; nearly none can, and to count its brackets takes a fraction of
 * walking its values. A value takes two characters at least, and a level an opening bracket.
 */
export function mayExceed(text: string): boolean {
  if (text.length > 2 * JSON_BOUNDS.values) return true
  return occurrences(text, '{') + occurrences(text, '[') > JSON_BOUNDS.depth
}

/** How often a character occurs, counted up to what matters. */
function occurrences(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) {
    found += 1
    if (found > JSON_BOUNDS.depth) break
  }
  return found
}
