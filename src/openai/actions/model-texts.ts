import { hasEmbeddedInstructions } from './embedded-instructions.ts'
import { hasHiddenText } from './hidden-text.ts'
import { own } from './json-objects.ts'
import { TEXT_CHARACTERS, TEXT_VALUES } from './limits.ts'
import type { Walk } from './walk.ts'

/** Fields of an OpenAPI document whose texts reach the model: as descriptions, or as names of what it may call. */
const TEXT_FIELDS: readonly string[] = ['summary', 'description', 'operationId', 'title', 'name']

export interface ModelTexts {
  readonly isHiding: boolean
  readonly isInstructing: boolean
}

/**
 * Looks at texts all over the document, also at parts that no operation refers to. Each object is looked at once, however
 * many places it stands in, and nesting is kept on a stack of our own.
 */
export function judgeTexts(walk: Walk): ModelTexts {
  let isHiding = false
  let isInstructing = false
  for (const text of textsOf(walk)) {
    isHiding ||= hasHiddenText(text)
    isInstructing ||= hasEmbeddedInstructions(text)
    if (isHiding && isInstructing) break
  }
  return { isHiding, isInstructing }
}

function* textsOf(walk: Walk): Generator<string> {
  let valuesLeft = TEXT_VALUES
  let charactersLeft = TEXT_CHARACTERS
  const seen = new Set<object>([walk.document])
  const pending: object[] = [walk.document]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const isList = Array.isArray(next)
    for (const key in next) {
      if (valuesLeft === 0 || charactersLeft === 0) {
        walk.cut()
        return
      }
      valuesLeft -= 1
      const value = own(next as Readonly<Record<string, unknown>>, key)
      if (typeof value === 'string') {
        if (isList || !TEXT_FIELDS.includes(key)) continue
        const text = value.slice(0, charactersLeft)
        charactersLeft -= text.length
        yield text
      } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value)
        pending.push(value)
      }
    }
  }
}
