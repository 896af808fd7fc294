import type { Node } from './openai-specs.ts'
import { at, isNode } from './openai-specs.ts'
import type { SeenRequest } from './request-recorder.ts'

/** A query parameter that the description does not name as it is sent, and why it is right all the same. */
export interface NamedException {
  readonly route: string
  readonly parameter: string
  readonly reason: string
}

/** What a description says of a request: the route that it fits, and what of it is not described. */
export interface Judged {
  /** Method and template; null where no route is described. */
  readonly route: string | null
  readonly faults: readonly string[]
  /** Exceptions that the request stands on. */
  readonly excepted: readonly NamedException[]
}

/** Both descriptions name servers that end so. */
const BASE_PATH = '/v1'

/** How the compliance description ends an enumeration that it does not spell out. */
const OPEN_END = 'etc...'

export class Description {
  readonly #document: Node
  readonly #exceptions: readonly NamedException[]
  readonly #templates: readonly { readonly template: string; readonly pattern: RegExp }[]

  constructor(document: Node, exceptions: readonly NamedException[]) {
    this.#document = document
    this.#exceptions = exceptions
    this.#templates = Object.keys(document.paths as Node)
      .map((template) => ({ template, pattern: patternOf(template) }))
      // A literal segment goes before a parameter in its place.
      .sort((a, b) => parametersIn(a.template) - parametersIn(b.template))
  }

  judge({ method, path, query, body }: Omit<SeenRequest, 'query'> & { query: URLSearchParams }): Judged {
    const fits = this.#templates.filter(({ pattern }) => pattern.test(path))
    const verb = method.toLowerCase()
    const found = fits.find(({ template }) => isNode(this.#at('paths', template, verb)))
    if (found === undefined) {
      const known = fits.length === 0 ? 'no such route' : `${fits[0]?.template} has no ${method}`
      return { route: null, faults: [`${method} ${path}: ${known}`], excepted: [] }
    }
    const route = `${method} ${found.template}`
    const parameters = this.#parametersOf(found.template, verb)
    const faults = body === '' ? [] : this.#faultsOfBody(route, found.template, verb, body)
    const excepted: NamedException[] = []
    for (const [name, value] of query) {
      const parameter = parameters.get(name)
      const exception = this.#exceptions.find((one) => one.route === route && one.parameter === name)
      if (parameter !== undefined) faults.push(...this.#faultsOfValue(`${route} ${name}`, parameter, value))
      else if (exception !== undefined) excepted.push(exception)
      else faults.push(`${route}: ${name} is not described`)
    }
    for (const [name, parameter] of parameters) {
      if (parameter.required === true && !query.has(name)) faults.push(`${route}: ${name} is required`)
    }
    return { route, faults, excepted }
  }

  #at(...path: readonly string[]): unknown {
    return at(this.#document, this.#document, ...path)
  }

  #parametersOf(template: string, verb: string): ReadonlyMap<string, Node> {
    const lists = [this.#at('paths', template, 'parameters'), this.#at('paths', template, verb, 'parameters')]
    const all = lists
      .flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
      .map((one) => at(this.#document, one))
    return new Map(
      all.flatMap((one) => (isNode(one) && one.in === 'query' ? [[String(one.name), one] as const] : [])),
    )
  }

  /** A body where none is described, members that it does not have, and required ones that are missing. */
  #faultsOfBody(route: string, template: string, verb: string, body: string): string[] {
    const schema = this.#at(
      ...['paths', template, verb, 'requestBody', 'content', 'application/json', 'schema'],
    )
    if (!isNode(schema)) return [`${route}: a body of ${body.length} characters`]
    const described = isNode(schema.properties) ? Object.keys(schema.properties) : []
    const required = Array.isArray(schema.required) ? schema.required.map(String) : []
    const given = Object.keys(JSON.parse(body) as object)
    return [
      ...given
        .filter((name) => !described.includes(name))
        .map((name) => `${route}: ${name} is not described`),
      ...required.filter((name) => !given.includes(name)).map((name) => `${route}: ${name} is required`),
    ]
  }

  #faultsOfValue(what: string, parameter: Node, value: string): string[] {
    const given = at(this.#document, parameter, 'schema')
    const list = isNode(given) && given.type === 'array'
    const schema = list ? at(this.#document, given, 'items') : given
    if (!isNode(schema)) return []
    const { enum: named, type, minimum, maximum } = schema
    const number = Number(value)
    const allowed = Array.isArray(named) && !named.includes(OPEN_END) ? named : null
    return [
      ...(Array.isArray(allowed) && !allowed.includes(value)
        ? [`${what}: ${value} is none of ${allowed}`]
        : []),
      ...(type === 'integer' && !Number.isInteger(number) ? [`${what}: ${value} is no integer`] : []),
      ...(typeof minimum === 'number' && number < minimum ? [`${what}: ${value} is below ${minimum}`] : []),
      ...(typeof maximum === 'number' && number > maximum ? [`${what}: ${value} is above ${maximum}`] : []),
    ]
  }
}

const parametersIn = (template: string): number => template.split('{').length

const patternOf = (template: string): RegExp =>
  new RegExp(`^${BASE_PATH}${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)
