import type { SchemaFormat } from '../../model/core/action-words.ts'
import type { AnyObject } from './json-objects.ts'
import { isObject, own } from './json-objects.ts'
import { INPUTS_PER_OPERATION, REFERENCE_HOPS, REFERENCE_LENGTH, SCHEMA_VISITS } from './limits.ts'

/**
 * One walk over one document. A document is a graph that its author may have made to be walked for ever: references in
 * a circle, and a thousand operations that share one schema of a hundred thousand properties. So what is looked at
 * twice is remembered, the number of looks is limited, and the walk knows whether it had to leave anything out.
 */
export interface Walk {
  readonly document: AnyObject
  readonly format: SchemaFormat
  /** To be told of each object of which something is looked at, unless `resolve` or `keysOf` has had it. */
  look(object: AnyObject): void
  /** The object that stands in a place, or that its reference means; null where there is none in this document. */
  resolve(value: unknown): AnyObject | null
  /** The first keys of an object: no operation is looked at for more. */
  keysOf(object: AnyObject): readonly string[]
  /** False once the walk has looked at enough schemas. */
  mayVisit(): boolean
  /** Says that something was left out. */
  cut(): void
  readonly isCut: boolean
}

/**
 * YAML 1.1 puts what stands under this key into the object around it; 1.2, which is read here, has it as a key like any
 * other. Which of the two OpenAI's reader does is not known, so whatever it would bring counts as not looked at.
 */
export const MERGE_KEY = '<<'

export function startWalk(document: AnyObject, format: SchemaFormat): Walk {
  let visitsLeft = SCHEMA_VISITS
  let isCut = false
  const targets = new Map<string, unknown>()
  const keys = new WeakMap<AnyObject, readonly string[]>()

  const cut = (): void => {
    isCut = true
  }

  const look = (object: AnyObject): void => {
    if (Object.hasOwn(object, MERGE_KEY)) cut()
  }

  function targetOf(reference: string): unknown {
    if (!isLocal(reference)) {
      // Of another document, which nobody here will ask for: what it says stays unknown.
      cut()
      return null
    }
    if (!targets.has(reference)) targets.set(reference, follow(document, reference))
    return targets.get(reference)
  }

  function resolve(value: unknown): AnyObject | null {
    let found = value
    for (let hop = 0; hop <= REFERENCE_HOPS; hop += 1) {
      if (!isObject(found)) return null
      look(found)
      const reference = own(found, '$ref')
      if (typeof reference !== 'string') return found
      found = targetOf(reference)
    }
    return null
  }

  function keysOf(object: AnyObject): readonly string[] {
    const known = keys.get(object)
    if (known !== undefined) return known
    look(object)
    const all = Object.keys(object)
    if (all.length > INPUTS_PER_OPERATION) cut()
    const first = all.slice(0, INPUTS_PER_OPERATION)
    keys.set(object, first)
    return first
  }

  function mayVisit(): boolean {
    if (visitsLeft === 0) {
      cut()
      return false
    }
    visitsLeft -= 1
    return true
  }

  return {
    document,
    format,
    look,
    resolve,
    keysOf,
    mayVisit,
    cut,
    get isCut() {
      return isCut
    },
  }
}

const isLocal = (reference: string): boolean => reference === '#' || reference.startsWith('#/')

/** A JSON pointer as a fragment. Only what the document itself has: a pointer to `constructor` leads nowhere. */
function follow(document: AnyObject, reference: string): unknown {
  if (reference.length > REFERENCE_LENGTH) return null
  let found: unknown = document
  for (const step of reference.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return null
    found = own(found as AnyObject, unescaped(step))
  }
  return found
}

function unescaped(step: string): string {
  return decoded(step).replaceAll('~1', '/').replaceAll('~0', '~')
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
