export const COLLECTION_MODES = ['none', 'metadata', 'analyze', 'content'] as const

/** What conversation data may be kept, from strictest to widest. */
export type CollectionMode = (typeof COLLECTION_MODES)[number]

export const DEFAULT_COLLECTION_MODE: CollectionMode = 'metadata'

/** Whether `mode` allows what needs at least `least`. */
export function modeAllows(mode: CollectionMode, least: CollectionMode): boolean {
  return COLLECTION_MODES.indexOf(mode) >= COLLECTION_MODES.indexOf(least)
}

/** Whether `next` may keep what `now` may not. */
export const isWider = (next: CollectionMode, now: CollectionMode): boolean =>
  COLLECTION_MODES.indexOf(next) > COLLECTION_MODES.indexOf(now)
