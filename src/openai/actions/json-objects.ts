/** An object of a parsed document. Its values may be anything, and the same object may stand in many places. */
export type AnyObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is AnyObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText = (value: unknown): value is string => typeof value === 'string'

/** Up to `most` entries of a list; nothing where there is no list. */
export const firstOf = (value: unknown, most: number): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, most) : []

/** Keys of an inherited property name nothing here. */
export const own = (object: AnyObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined
