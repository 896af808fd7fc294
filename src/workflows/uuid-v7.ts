const HEX_OF_48_BITS = 12

/**
 * A UUIDv7 from a workflow's deterministic clock and random source: the time in front, so that ids
 * made here sort among those made by `crypto.randomUUIDv7()`, which workflow code cannot call.
 */
export function uuidV7(nowMs: number, random: string): string {
  const time = Math.trunc(nowMs).toString(16).padStart(HEX_OF_48_BITS, '0')
  // `random` is a version 4: its third group's digits after the version and its variant bits are kept.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`
}
