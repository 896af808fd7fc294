import type { AnyObject } from './json-objects.ts'
import { firstOf, own } from './json-objects.ts'
import { ALTERNATIVES } from './limits.ts'

const OF_ONE = ['oneOf', 'anyOf'] as const

/** The alternatives of a schema, of which a value fits one. */
export const alternativesOf = (schema: AnyObject): readonly unknown[] =>
  OF_ONE.flatMap((word) => firstOf(own(schema, word), ALTERNATIVES))

/** The parts of a schema, of which a value fits all. */
export const partsOf = (schema: AnyObject): readonly unknown[] => firstOf(own(schema, 'allOf'), ALTERNATIVES)

/** One or several, as OpenAPI 3.1 has it; empty where the schema leaves it open. */
export function typesOf(schema: AnyObject): readonly unknown[] {
  const type = own(schema, 'type')
  if (Array.isArray(type)) return type.slice(0, ALTERNATIVES)
  return type === undefined ? [] : [type]
}

/** Whether a schema names the values that are allowed. */
export const isClosed = (schema: AnyObject): boolean =>
  Array.isArray(own(schema, 'enum')) || own(schema, 'const') !== undefined
