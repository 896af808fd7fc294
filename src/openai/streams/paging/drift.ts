import type { z } from 'zod'
import type { DriftNote } from '../../../model/core/records.ts'

/**
 * Drift is counted against our own schemas: a field that upstream sends and the schema does not name.
 * Only names of fields are kept, never values, and a name that looks like data is not shown either.
 */
export type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly kind: 'array'; readonly items: Shape }
  | { readonly kind: 'either'; readonly options: readonly Shape[] }

const ANY: Shape = { kind: 'any' }

/** What a schema knows, read off the schema itself so that the two cannot differ. */
export function knownShape(schema: z.core.$ZodType): Shape {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return {
        kind: 'object',
        fields: new Map(Object.entries(def.shape).map(([name, field]) => [name, knownShape(field)])),
      }
    case 'array':
      return { kind: 'array', items: knownShape(def.element) }
    case 'union':
      return { kind: 'either', options: def.options.map(knownShape) }
    case 'optional':
    case 'nullable':
      return knownShape(def.innerType)
    case 'pipe':
      return knownShape(def.in)
    default:
      return ANY
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const FIELD_NAME = /^[A-Za-z_][\w.-]{0,63}$/

function isKnown(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'any':
      return true
    case 'array':
      return !Array.isArray(value) || value.every((item) => isKnown(item, shape.items))
    case 'object':
      return !isObject(value) || hasKnownFields(value, shape.fields)
    case 'either': {
      const option = optionFor(value, shape.options)
      return option === undefined || isKnown(value, option)
    }
    default:
      return shape satisfies never
  }
}

function hasKnownFields(
  value: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, Shape>,
): boolean {
  for (const name in value) {
    const known = fields.get(name)
    if (known === undefined || !isKnown(value[name], known)) return false
  }
  return true
}

/** Of a union, the shape that a value of this kind has. */
function optionFor(value: unknown, options: readonly Shape[]): Shape | undefined {
  const wanted = Array.isArray(value) ? 'array' : isObject(value) ? 'object' : 'any'
  return options.find(({ kind }) => kind === wanted)
}

export class DriftTally {
  readonly #counts = new Map<string, number>()

  /** Nearly every record is known whole: to see that costs a quarter of walking it with a path at hand. */
  note(value: unknown, shape: Shape): void {
    if (!isKnown(value, shape)) this.#noteAt(value, shape, '')
  }

  #noteAt(value: unknown, shape: Shape, path: string): void {
    if (shape.kind === 'array' && Array.isArray(value)) {
      for (const item of value) this.#noteAt(item, shape.items, `${path}[]`)
    } else if (shape.kind === 'object' && isObject(value)) {
      this.#noteFields(value, shape.fields, path)
    } else if (shape.kind === 'either') {
      const option = optionFor(value, shape.options)
      if (option !== undefined) this.#noteAt(value, option, path)
    }
  }

  add(path: string): void {
    this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1)
  }

  notes(): DriftNote[] {
    return [...this.#counts].map(([path, count]) => ({ path, count }))
  }

  #noteFields(
    value: Readonly<Record<string, unknown>>,
    fields: ReadonlyMap<string, Shape>,
    path: string,
  ): void {
    for (const [name, inner] of Object.entries(value)) {
      const known = fields.get(name)
      const shown = FIELD_NAME.test(name) ? name : '(odd name)'
      const at = path === '' ? shown : `${path}.${shown}`
      if (known === undefined) this.add(at)
      else this.#noteAt(inner, known, at)
    }
  }
}
