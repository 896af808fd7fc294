/** How much there is to walk in an asset. */
export interface Measured {
  readonly longestList: number
  /** Characters. */
  readonly text: number
}

export class Measure implements Measured {
  longestList = 0
  text = 0
}

/**
 * Attributes as CEL has them: absent ones are not there, and whole numbers are ints, which all numbers of assets are
 * (times in seconds, and counts).
 */
export function celValue(value: unknown, measure: Measure): unknown {
  switch (typeof value) {
    case 'number':
      return BigInt(Math.floor(value))
    case 'string':
      measure.text += value.length
      return value
    case 'object':
      break
    default:
      return value
  }
  if (value === null) return null
  if (Array.isArray(value)) {
    measure.longestList = Math.max(measure.longestList, value.length)
    return value.map((item) => celValue(item, measure))
  }
  const object: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value))
    if (inner !== undefined) object[name] = celValue(inner, measure)
  return object
}
