import type { AnyObject } from './json-objects.ts'
import { isObject, own } from './json-objects.ts'
import { OPERATIONS, PATHS } from './limits.ts'
import type { Walk } from './walk.ts'

/** `query` is OpenAPI 3.2's. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const
export type Method = (typeof METHODS)[number]

const WRITING: readonly Method[] = ['post', 'put', 'patch', 'delete']

export interface Operation {
  readonly path: string
  readonly method: Method
  readonly definition: AnyObject
  /** What holds for all operations of its path: the path's entry, and what that refers to. */
  readonly shared: readonly AnyObject[]
}

export const isWriting = ({ method }: Operation): boolean => WRITING.includes(method)

/** What the author says of whether OpenAI has to ask the user before each call. Null where nothing is said. */
export function consequence({ definition }: Operation): boolean | null {
  const said = own(definition, 'x-openai-isConsequential')
  if (typeof said === 'boolean') return said
  return (typeof said === 'string' ? TRUTHS.get(said.toLowerCase()) : undefined) ?? null
}

/** What YAML 1.1 takes for a truth value and 1.2, which is read here, for a text; and either's word as a text. */
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['y', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['n', false],
])

/** Operations of a document and everything beside them that may name servers. */
export interface Paths {
  readonly operations: readonly Operation[]
  readonly entries: readonly AnyObject[]
}

export function pathsOf(walk: Walk, paths: AnyObject): Paths {
  const operations: Operation[] = []
  const entries: AnyObject[] = []
  walk.look(paths)
  const names = Object.keys(paths)
  if (names.length > PATHS) walk.cut()
  for (const path of names.slice(0, PATHS)) {
    if (!isNamed(path)) walk.cut()
    const shared = entriesOf(walk, paths[path])
    entries.push(...shared)
    for (const method of METHODS) {
      const definition = shared.map((entry) => own(entry, method)).find(isObject)
      if (definition === undefined) continue
      walk.look(definition)
      if (operations.length === OPERATIONS) {
        walk.cut()
        return { operations, entries }
      }
      operations.push({ path, method, definition, shared })
    }
  }
  return { operations, entries }
}

/** OpenAPI has nothing else in `paths`. What another reader makes of it is not known, so that it may be any path. */
const isNamed = (path: string): boolean => path.startsWith('/') || path.startsWith('x-')

/** An entry may refer to another one and add to it. */
function entriesOf(walk: Walk, entry: unknown): readonly AnyObject[] {
  if (!isObject(entry)) return []
  const meant = walk.resolve(entry)
  return meant === null || meant === entry ? [entry] : [entry, meant]
}
