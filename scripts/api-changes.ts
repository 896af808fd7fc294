/**
 * What of an OpenAPI document would break whoever builds on the one before. A client sends what it was told it may send, and
 * reads what it was told it would get: so nothing that it may send may be refused, and nothing that it reads may be gone.
 * Whatever comes in addition breaks nobody.
 */

type Json = { readonly [name: string]: Json } & readonly Json[] & (string | number | boolean | null)

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const

export function breakingChanges(before: unknown, after: unknown): readonly string[] {
  return new Comparison(before as Json, after as Json).changes
}

/** What the client sends may come to mean more; what it reads may come to hold more. */
type Direction = 'sent' | 'read'

class Comparison {
  readonly changes: string[] = []
  readonly #before: Json
  readonly #after: Json

  constructor(before: Json, after: Json) {
    this.#before = before
    this.#after = after
    for (const [path, operations] of entries(before.paths)) {
      for (const method of METHODS) {
        const [old, fresh] = [operations[method], after.paths?.[path]?.[method]]
        const name = `${method.toUpperCase()} ${path}`
        if (old === undefined) continue
        if (fresh === undefined) this.#say(name, 'is gone')
        else this.#operation(name, old, fresh)
      }
    }
  }

  #operation(name: string, old: Json, fresh: Json): void {
    this.#parameters(name, parametersOf(old), parametersOf(fresh))
    this.#body(name, old.requestBody, fresh.requestBody)
    for (const [status, answer] of entries(old.responses)) {
      const other = fresh.responses?.[status]
      if (other === undefined) {
        if (status.startsWith('2')) this.#say(`${name} ${status}`, 'is no answer any more')
        continue
      }
      for (const [type, { schema }] of entries(answer.content)) {
        const place = `${name} ${status} ${type}`
        if (other.content?.[type] === undefined) this.#say(place, 'is no answer any more')
        else this.#schema('read', place, schema, other.content[type].schema, new Set())
      }
    }
  }

  #parameters(name: string, old: ReadonlyMap<string, Json>, fresh: ReadonlyMap<string, Json>): void {
    for (const [key, parameter] of old) {
      const other = fresh.get(key)
      // Unknown parameters are refused, so one that is gone breaks whoever sends it.
      if (other === undefined) this.#say(`${name} ${key}`, 'is gone')
      else this.#schema('sent', `${name} ${key}`, parameter.schema, other.schema, new Set())
    }
    for (const [key, parameter] of fresh) {
      if (isTrue(parameter.required) && !isTrue(old.get(key)?.required))
        this.#say(`${name} ${key}`, 'must be sent now')
    }
  }

  #body(name: string, old: Json | undefined, fresh: Json | undefined): void {
    if (isTrue(fresh?.required) && !isTrue(old?.required)) this.#say(`${name} body`, 'must be sent now')
    for (const [type, { schema }] of entries(old?.content)) {
      const other = fresh?.content?.[type]
      if (other === undefined) this.#say(`${name} body ${type}`, 'is not taken any more')
      else this.#schema('sent', `${name} body`, schema, other.schema, new Set())
    }
  }

  #schema(
    direction: Direction,
    place: string,
    given: Json | undefined,
    other: Json | undefined,
    seen: ReadonlySet<string>,
  ): void {
    if (given === undefined) return
    const key = `${given.$ref ?? ''}`
    if (key !== '' && seen.has(key)) return
    const within = key === '' ? seen : new Set([...seen, key])
    const [old, fresh] = [resolve(this.#before, given), other && resolve(this.#after, other)]
    if (fresh === undefined) {
      this.#say(place, 'is gone')
      return
    }
    this.#shape(direction, place, old, fresh)
    this.#types(direction, place, typesOf(old), typesOf(fresh))
    if (direction === 'sent') this.#bounds(place, old, fresh)
    this.#words(direction, place, old.enum, fresh.enum)
    this.#properties(direction, place, old, fresh, within)
    if (old.items !== undefined) this.#schema(direction, `${place}[]`, old.items, fresh.items, within)
    for (const name of ['anyOf', 'oneOf', 'allOf'] as const)
      this.#branches(direction, `${place} ${name}`, old[name], fresh[name], within)
  }

  /** One thing that becomes one of several is read differently, and several that become one are not all taken any more. */
  #shape(direction: Direction, place: string, old: Json, fresh: Json): void {
    const [were, are] = [branchesOf(old), branchesOf(fresh)]
    if (direction === 'read' && are > were)
      this.#say(place, `may be one of ${are} things now, and was one of ${were}`)
    if (direction === 'sent' && were > 1 && are < were)
      this.#say(place, `may be one of ${are} things now, and was one of ${were}`)
  }

  #bounds(place: string, old: Json, fresh: Json): void {
    for (const [name, way] of BOUNDS) {
      const [was, is] = [
        old[name] as unknown as number | undefined,
        fresh[name] as unknown as number | undefined,
      ]
      if (is === undefined || (was !== undefined && (way === 'most' ? is >= was : is <= was))) continue
      this.#say(place, `has the ${name} ${is} now`)
    }
    const [was, is] = [old.pattern, fresh.pattern]
    if (is !== undefined && String(is) !== String(was)) this.#say(place, 'must look otherwise now')
  }

  #types(direction: Direction, place: string, old: readonly string[], fresh: readonly string[]): void {
    const [most, least] = direction === 'sent' ? [fresh, old] : [old, fresh]
    const missing = least.filter(
      (type) => !most.includes(type) && !(type === 'integer' && most.includes('number')),
    )
    if (old.length > 0 && fresh.length > 0 && missing.length > 0)
      this.#say(place, `was ${old.join(' or ')} and is ${fresh.join(' or ')}`)
  }

  /** Words that may be read are the server's to add: whoever reads must expect new ones. */
  #words(direction: Direction, place: string, old: Json | undefined, fresh: Json | undefined): void {
    if (direction === 'read' || fresh === undefined) return
    if (old === undefined) {
      this.#say(place, 'takes some words alone now')
      return
    }
    const gone = old.filter((word) => !fresh.includes(word))
    if (gone.length > 0) this.#say(place, `does not take ${gone.join(', ')} any more`)
  }

  #properties(direction: Direction, place: string, old: Json, fresh: Json, seen: ReadonlySet<string>): void {
    for (const [name, schema] of entries(old.properties)) {
      const other = fresh.properties?.[name]
      if (other !== undefined) this.#schema(direction, `${place}.${name}`, schema, other, seen)
      // What is open to anything takes it, and may hold it.
      else if (fresh.properties !== undefined) this.#say(`${place}.${name}`, 'is gone')
    }
    const [were, are] = [namesIn(old.required), namesIn(fresh.required)]
    if (direction === 'sent') {
      for (const name of are) if (!were.includes(name)) this.#say(`${place}.${name}`, 'must be sent now')
    } else {
      for (const name of were)
        if (!are.includes(name) && fresh.properties?.[name] !== undefined)
          this.#say(`${place}.${name}`, 'may be missing now')
    }
  }

  /** Compared in their order: whoever adds one adds it at the end. */
  #branches(
    direction: Direction,
    place: string,
    old: Json | undefined,
    fresh: Json | undefined,
    seen: ReadonlySet<string>,
  ): void {
    for (const [at, branch] of (old ?? []).entries())
      this.#schema(direction, `${place} ${at + 1}`, branch, fresh?.[at], seen)
  }

  #say(place: string, what: string): void {
    this.changes.push(`${place} ${what}`)
  }
}

/** What bounds from above may not come down, what bounds from below not go up. */
const BOUNDS = [
  ['maximum', 'most'],
  ['maxLength', 'most'],
  ['maxItems', 'most'],
  ['minimum', 'least'],
  ['minLength', 'least'],
  ['minItems', 'least'],
] as const

/** Of how many kinds a thing may be. */
const branchesOf = ({ anyOf, oneOf }: Json): number => Math.max(1, (anyOf ?? oneOf ?? []).length)

const entries = (object: Json | undefined): [string, Json][] =>
  Object.entries(object ?? {}) as [string, Json][]

const isTrue = (value: Json | undefined): boolean => (value as unknown) === true

const namesIn = (value: Json | undefined): readonly string[] => (value ?? []) as unknown as readonly string[]

const parametersOf = (operation: Json): ReadonlyMap<string, Json> =>
  new Map(
    ((operation.parameters ?? []) as readonly Json[]).map((parameter) => [
      `${parameter.in} ${parameter.name}`,
      parameter,
    ]),
  )

function typesOf(schema: Json): readonly string[] {
  const { type } = schema
  if (type === undefined) return []
  return Array.isArray(type) ? (type as unknown as string[]) : [type as unknown as string]
}

function resolve(document: Json, schema: Json): Json {
  const { $ref } = schema
  if ($ref === undefined) return schema
  const parts = String($ref).replace('#/', '').split('/')
  return parts.reduce<Json>((part, name) => part[name] ?? ({} as Json), document)
}
