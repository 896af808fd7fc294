export const FIELD_CLASSES = ['identity', 'configuration', 'activity', 'content'] as const

/**
 * `identity`: people, roles, keys, invites, sign-ins. `configuration`: definitions of GPTs and ChatGPT
 * projects. `activity`: that something was said or run. `content`: what was said.
 */
export type FieldClass = (typeof FIELD_CLASSES)[number]

/** A stream's fields by their class. */
export type Listed = Partial<Record<FieldClass, readonly string[]>>
