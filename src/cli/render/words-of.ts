const DEEPEST = 3

/**
 * A value of JSON as people read it: `yes`, `a, b`, `host api.example.com, auth none`. Its shape belongs to whoever wrote
 * it; null is what could not be told.
 */
export function wordsOf(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return 'not known'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object') return oneLine(String(value))
  if (depth >= DEEPEST) return '…'
  if (Array.isArray(value)) {
    const items = value.map((item) => wordsOf(item, depth + 1))
    return items.length === 0 ? 'none' : items.join(value.some(isObject) ? '; ' : ', ')
  }
  return Object.entries(value)
    .map(([name, item]) => `${spaced(name)} ${wordsOf(item, depth + 1)}`)
    .join(', ')
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** `last_used_at` as `last used at`. */
export const spaced = (name: string): string => name.replaceAll('_', ' ')

/** Text of several lines in one, where a line stands for one thing. */
export const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')
