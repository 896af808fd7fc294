import { hasEmbeddedInstructions } from './embedded-instructions.ts'
import { hasHiddenText } from './hidden-text.ts'
import { own } from './json-objects.ts'
import { TEXT_CHARACTERS, TEXT_VALUES } from './limits.ts'
import type { Walk } from './walk.ts'
import { MERGE_KEY } from './walk.ts'

/** Fields of an OpenAPI document whose texts reach the model: as descriptions, or as names of what it may call. */
const TEXT_FIELDS: ReadonlySet<string> = new Set(['summary', 'description', 'operationId', 'title', 'name'])

/** Fields of values that the model is shown, each a text, or whatever has texts in it. */
const VALUE_FIELDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples'])

/** Names, paths and codes, one without a space or a mark: there is nothing in them to look for. */
const PLAIN_WORD = /^[A-Za-z0-9_.:/{}$+@-]*$/

export interface ModelTexts {
  readonly isHiding: boolean
  readonly isInstructing: boolean
}

/**
 * Looks at texts all over the document, also at parts that no operation refers to: descriptions, values, and the names of
 * everything, of which those of properties are what the model fills in. Nesting is kept on a stack of our own.
 */
export function judgeTexts(walk: Walk): ModelTexts {
  let isHiding = false
  let isInstructing = false
  for (const text of joined(textsOf(walk))) {
    isHiding ||= hasHiddenText(text)
    isInstructing ||= hasEmbeddedInstructions(text)
    if (isHiding && isInstructing) break
  }
  return { isHiding, isInstructing }
}

/** Characters of texts that are looked at as one: each look has its price, and most texts are short. */
const JOINED_CHARACTERS = 65_536

/** Stands between texts, so that two of them are never read as one. It is no space, and no pattern has it. */
const BETWEEN = '\u0000'

function* joined(texts: Iterable<string>): Generator<string> {
  let some: string[] = []
  let length = 0
  for (const text of texts) {
    // A byte order mark hides nothing in front of a text, which in a joined one is no longer the front.
    some.push(text.replace(/^\uFEFF/, ''))
    length += text.length
    if (length < JOINED_CHARACTERS) continue
    yield some.join(BETWEEN)
    some = []
    length = 0
  }
  yield some.join(BETWEEN)
}

interface Pending {
  readonly object: object
  /** All texts in it are values that the model is shown. */
  readonly isValue: boolean
}

/**
 * Each object is looked at once, however many places it stands in; and once more if it turns out to be a value, since
 * then more of it is read.
 */
function* textsOf(walk: Walk): Generator<string> {
  let valuesLeft = TEXT_VALUES
  let charactersLeft = TEXT_CHARACTERS
  const looked = new Map<object, boolean>([[walk.document, false]])
  const pending: Pending[] = [{ object: walk.document, isValue: false }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { object } = next
    const isList = Array.isArray(object)
    for (const key in object) {
      if (valuesLeft === 0 || charactersLeft === 0) {
        walk.cut()
        return
      }
      valuesLeft -= 1
      if (key === MERGE_KEY) walk.cut()
      const value = own(object as Readonly<Record<string, unknown>>, key)
      const isValue = next.isValue || (!isList && VALUE_FIELDS.has(key))
      const isRead = typeof value === 'string' && (isValue || (!isList && TEXT_FIELDS.has(key)))
      for (const written of isRead ? [key, value] : [key]) {
        if (PLAIN_WORD.test(written)) continue
        const text = written.slice(0, charactersLeft)
        charactersLeft -= text.length
        yield text
        if (charactersLeft === 0) break
      }
      if (typeof value !== 'object' || value === null) continue
      const before = looked.get(value)
      if (before === true || before === isValue) continue
      looked.set(value, isValue)
      pending.push({ object: value, isValue })
    }
  }
}
