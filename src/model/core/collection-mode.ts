export const COLLECTION_MODES = ['none', 'metadata', 'analyze', 'content'] as const

/** What conversation data may be kept, from strictest to widest. */
export type CollectionMode = (typeof COLLECTION_MODES)[number]

/** The modes that are built; the others are refused with a clear word until they are. */
export const AVAILABLE_COLLECTION_MODES = ['none', 'metadata'] as const satisfies readonly CollectionMode[]
export type AvailableCollectionMode = (typeof AVAILABLE_COLLECTION_MODES)[number]

export const DEFAULT_COLLECTION_MODE: AvailableCollectionMode = 'metadata'

/** Whether `mode` allows what needs at least `least`. */
export function modeAllows(mode: CollectionMode, least: CollectionMode): boolean {
  return COLLECTION_MODES.indexOf(mode) >= COLLECTION_MODES.indexOf(least)
}
