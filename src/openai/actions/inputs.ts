import type { AnyObject } from './json-objects.ts'
import { isObject, own } from './json-objects.ts'
import { INPUTS_PER_OPERATION, MEDIA_TYPES, SCHEMA_DEPTH } from './limits.ts'
import type { Operation } from './operations.ts'
import { alternativesOf, partsOf } from './schemas.ts'
import type { Walk } from './walk.ts'

/** Something that a model fills in. */
export interface Input {
  readonly name: string
  readonly place: 'parameter' | 'body'
  readonly schema: unknown
}

export interface Body {
  readonly mediaType: string
  /** Undefined where the document gives none. */
  readonly schema: unknown
}

export interface Inputs {
  /** Parameters, and properties of the request's body wherever in it they are named. */
  readonly named: readonly Input[]
  readonly bodies: readonly Body[]
}

export function inputsOf(walk: Walk, operation: Operation): Inputs {
  const parameters = parametersOf(walk, operation)
  const bodies = [...requestBodies(walk, operation), ...swaggerBodies(parameters)]
  const named: Input[] = parameters
    .filter((one) => own(one, 'in') !== 'body')
    .map((one) => ({
      name: nameOf(one),
      // Swagger's forms are parameters that make the body.
      place: own(one, 'in') === 'formData' ? 'body' : 'parameter',
      schema: parameterSchema(walk, one),
    }))
  for (const { schema } of bodies) addProperties(walk, schema, named)
  return { named, bodies }
}

const nameOf = (parameter: AnyObject): string => {
  const name = own(parameter, 'name')
  return typeof name === 'string' ? name : ''
}

/** An operation's parameter takes the place of its path's of the same name and place. */
function parametersOf(walk: Walk, { definition, shared }: Operation): readonly AnyObject[] {
  const found = new Map<string, AnyObject>()
  for (const holder of [...shared, definition]) {
    const list = own(holder, 'parameters')
    if (!Array.isArray(list)) continue
    if (list.length > INPUTS_PER_OPERATION) walk.cut()
    for (const written of list.slice(0, INPUTS_PER_OPERATION)) {
      const parameter = walk.mayVisit() ? walk.resolve(written) : null
      if (parameter !== null) found.set(`${String(own(parameter, 'in'))} ${nameOf(parameter)}`, parameter)
    }
  }
  return [...found.values()]
}

/** Swagger's parameters are schemas themselves. */
function parameterSchema(walk: Walk, parameter: AnyObject): unknown {
  const schema = own(parameter, 'schema')
  if (schema !== undefined) return schema
  const content = own(parameter, 'content')
  if (!isObject(content)) return parameter
  const [first] = walk.keysOf(content)
  const media = first === undefined ? null : walk.resolve(content[first])
  return media === null ? undefined : own(media, 'schema')
}

function requestBodies(walk: Walk, { definition }: Operation): readonly Body[] {
  const body = walk.resolve(own(definition, 'requestBody'))
  const content = body === null ? null : own(body, 'content')
  if (!isObject(content)) return []
  const types = walk.keysOf(content)
  if (types.length > MEDIA_TYPES) walk.cut()
  return types.slice(0, MEDIA_TYPES).flatMap((mediaType) => {
    const media = walk.resolve(content[mediaType])
    return media === null ? [] : [{ mediaType, schema: own(media, 'schema') }]
  })
}

const swaggerBodies = (parameters: readonly AnyObject[]): readonly Body[] =>
  parameters
    .filter((one) => own(one, 'in') === 'body')
    .map((one) => ({ mediaType: 'application/json', schema: own(one, 'schema') }))

interface Pending {
  readonly schema: unknown
  readonly depth: number
}

/** With a stack of its own: a document's nesting must not become ours. */
function addProperties(walk: Walk, body: unknown, named: Input[]): void {
  const seen = new Set<AnyObject>()
  const pending: Pending[] = [{ schema: body, depth: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const schema = walk.resolve(next.schema)
    if (schema === null || seen.has(schema)) continue
    if (next.depth > SCHEMA_DEPTH) {
      walk.cut()
      continue
    }
    if (!walk.mayVisit()) return
    seen.add(schema)
    const properties = propertiesOf(walk, schema)
    if (named.length + properties.length > INPUTS_PER_OPERATION) {
      walk.cut()
      return
    }
    named.push(...properties)
    const depth = next.depth + 1
    const below = [...properties.map((one) => one.schema), ...alternativesOf(schema), ...partsOf(schema)]
    for (const one of [...below, own(schema, 'items')]) pending.push({ schema: one, depth })
  }
}

function propertiesOf(walk: Walk, schema: AnyObject): readonly Input[] {
  const properties = own(schema, 'properties')
  if (!isObject(properties)) return []
  return walk.keysOf(properties).map((name) => ({ name, place: 'body', schema: properties[name] }))
}
