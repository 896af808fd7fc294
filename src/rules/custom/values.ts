/** How much there is to walk in an asset. */
export interface Measured {
  /** Entries of the longest list, or attributes of the largest object. */
  readonly longestList: number
  /** Characters. */
  readonly longestText: number
  /** Characters of all texts. */
  readonly text: number
  /** Values of all lists and objects. */
  readonly entries: number
}

export class Measure implements Measured {
  longestList = 0
  longestText = 0
  text = 0
  entries = 0

  countText({ length }: string): void {
    this.longestText = Math.max(this.longestText, length)
    this.text += length
  }

  countEntries({ length }: readonly unknown[]): void {
    this.longestList = Math.max(this.longestList, length)
    this.entries += length
  }
}

/**
 * Attributes as CEL has them: absent ones are not there, and whole numbers are ints, which all numbers of assets are
 * (times in seconds, and counts). Events tell of costs too: with `fractions` what is not whole stays as it is.
 */
export function celValue(
  value: unknown,
  measure: Measure,
  numbers: 'whole' | 'fractions' = 'whole',
): unknown {
  switch (typeof value) {
    case 'number':
      return numbers === 'fractions' && !Number.isInteger(value) ? value : BigInt(Math.floor(value))
    case 'string':
      measure.countText(value)
      return value
    case 'object':
      break
    default:
      return value
  }
  if (value === null) return null
  if (Array.isArray(value)) {
    measure.countEntries(value)
    return value.map((item) => celValue(item, measure, numbers))
  }
  const told = Object.entries(value).filter(([, inner]) => inner !== undefined)
  measure.countEntries(told)
  return Object.fromEntries(told.map(([name, inner]) => [name, celValue(inner, measure, numbers)]))
}
