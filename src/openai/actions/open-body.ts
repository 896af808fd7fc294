import type { Body } from './inputs.ts'
import type { AnyObject } from './json-objects.ts'
import { isObject, own } from './json-objects.ts'
import { SCHEMA_DEPTH } from './limits.ts'
import { alternativesOf, isClosed, partsOf, typesOf } from './schemas.ts'
import type { Walk } from './walk.ts'

/**
 * Whether a request may carry anything: `additionalProperties` that says so, or no shape at all. Only the body as
 * a whole is judged. An object with an open object somewhere inside is what most generators write of a dictionary.
 */
export const isOpenBody = (walk: Walk, { mediaType, schema }: Body): boolean =>
  schema === undefined ? /json|^\*\/\*$/i.test(mediaType) : isOpen(walk, schema, 0)

function isOpen(walk: Walk, written: unknown, depth: number): boolean {
  if (written === true) return true
  const schema = depth <= SCHEMA_DEPTH && walk.mayVisit() ? walk.resolve(written) : null
  if (schema === null) return false
  if (allowsOthers(walk, schema)) return true
  const alternatives = alternativesOf(schema)
  if (alternatives.length > 0) return alternatives.some((one) => isOpen(walk, one, depth + 1))
  const parts = partsOf(schema)
  if (parts.length > 0) return hasNoNames(walk, schema) && parts.every((one) => isOpen(walk, one, depth + 1))
  return hasNoShape(walk, schema)
}

function allowsOthers(walk: Walk, schema: AnyObject): boolean {
  const others = own(schema, 'additionalProperties')
  return others === true || (isObject(others) && walk.keysOf(others).length === 0)
}

function hasNoNames(walk: Walk, schema: AnyObject): boolean {
  const properties = own(schema, 'properties')
  return !isObject(properties) || walk.keysOf(properties).length === 0
}

function hasNoShape(walk: Walk, schema: AnyObject): boolean {
  const types = typesOf(schema)
  return (
    (types.length === 0 || types.includes('object')) &&
    hasNoNames(walk, schema) &&
    own(schema, 'additionalProperties') === undefined &&
    own(schema, 'patternProperties') === undefined &&
    own(schema, 'items') === undefined &&
    !isClosed(schema)
  )
}
