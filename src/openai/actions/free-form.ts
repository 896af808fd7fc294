import { freeFormName } from './free-form-names.ts'
import type { Input } from './inputs.ts'
import { own } from './json-objects.ts'
import { alternativesOf, isClosed, partsOf, typesOf } from './schemas.ts'
import type { Walk } from './walk.ts'

/** Schemas in schemas (a list of texts, a text or nothing) in which a text is looked for. */
const TEXT_DEPTH = 3

/** Names of our list under which an operation takes any text. */
export const freeFormNames = (walk: Walk, inputs: readonly Input[]): readonly string[] =>
  inputs.flatMap(({ name, place, schema }) => {
    const known = freeFormName(name, place)
    return known !== null && takesText(walk, schema, 0) ? [known] : []
  })

/** Whether a value may be a text of the caller's own, or a list of such. Without a schema it may be. */
function takesText(walk: Walk, written: unknown, depth: number): boolean {
  if (written === undefined || written === true) return true
  const schema = walk.mayVisit() ? walk.resolve(written) : null
  if (schema === null || isClosed(schema)) return false
  const within = [...alternativesOf(schema), ...partsOf(schema)]
  const types = typesOf(schema)
  if (types.includes('string')) return true
  if (depth === TEXT_DEPTH) return false
  if (types.includes('array')) return takesText(walk, own(schema, 'items'), depth + 1)
  if (within.length > 0) return within.some((one) => takesText(walk, one, depth + 1))
  return types.length === 0 && own(schema, 'properties') === undefined
}
