import type { JsonObject } from '../../model/core/json.ts'
import type { AssetIdentity } from '../bundles.ts'
import type { Verdict } from '../verdict.ts'
import { fail, PASS } from '../verdict.ts'
import type { Program } from './compile.ts'
import { EXPRESSION_AT_MOST, STEPS_AT_MOST, TEXT_AT_MOST } from './limits.ts'
import { placeOf, problemAt } from './problem.ts'
import type { Measured } from './values.ts'
import { celValue, Measure } from './values.ts'

/** An asset as an expression sees it: what hangs on it is one of its attributes. */
export interface CustomSubject {
  readonly asset: AssetIdentity
  readonly attributes: Readonly<Record<string, unknown>>
}

/** True is a failure; what cannot be worked out is neither pass nor fail. `now` is unix seconds. */
export function judgeByExpression(program: Program, subject: CustomSubject, now: number): Verdict {
  const measure = new Measure()
  const asset = celValue(subject.attributes, measure)
  const tooCostly = costProblem(program, measure)
  if (tooCostly !== null)
    return { result: 'not_evaluated', reason: 'expression_too_costly', detail: tooCostly }
  let answer: unknown
  try {
    answer = program.run({ asset, now: BigInt(Math.floor(now)) })
  } catch (error) {
    return notEvaluated(program, error)
  }
  if (answer === false) return PASS
  if (answer === true) return fail(evidenceOf(program, subject))
  return {
    result: 'not_evaluated',
    reason: 'expression_error',
    detail: 'the expression came to neither true nor false',
  }
}

/** Text is counted in thousands of characters, since comparing and matching walk it. */
const TEXT_UNIT = 1_000

function costProblem({ shape }: Program, { longestList, text }: Measured): string | null {
  if (text > TEXT_AT_MOST) return `holds more than ${TEXT_AT_MOST} characters of text`
  const list = shape.loops === 0 ? 1 : Math.max(1, longestList, shape.longestList)
  const steps = shape.nodes * list ** shape.loops * (1 + (text + EXPRESSION_AT_MOST) / TEXT_UNIT)
  return steps > STEPS_AT_MOST
    ? `its longest list has ${longestList} entries, too many for nested loops`
    : null
}

interface CelError {
  readonly code?: string
  readonly range?: { readonly start: number; readonly end: number }
}

/** Says where, in the words of the expression: the library's own words may hold values. */
function notEvaluated({ text }: Program, error: unknown): Verdict {
  const { code, range = { start: 0, end: text.length } } = error as CelError
  const where = placeOf(problemAt(text, range.start, ''))
  const excerpt = text.slice(range.start, range.end)
  if (code === 'no_such_key')
    return {
      result: 'not_evaluated',
      reason: 'value_absent_upstream',
      detail: `OpenAI did not send \`${excerpt}\` (${where}); has() asks whether it did`,
    }
  return {
    result: 'not_evaluated',
    reason: 'expression_error',
    detail: `\`${excerpt}\` (${where}) cannot be worked out with a value of this type`,
  }
}

const NAME = 'name'
/** What moves by itself, by upstream's naming: its change alone is no news. */
const isMoving = (path: string): boolean => path.endsWith('_at')

/** Who and what it is, and the single values that the expression read. */
function evidenceOf({ shape, kind }: Program, { asset, attributes }: CustomSubject) {
  const evidence: Record<string, JsonObject[string]> = {}
  const moving: Record<string, JsonObject[string]> = {}
  if (typeof attributes[NAME] === 'string') evidence[NAME] = attributes[NAME]
  for (const [role, id] of Object.entries(asset.people))
    evidence[role === 'self' ? 'person_id' : `${role}_person_id`] = id
  for (const path of shape.paths) {
    const value = at(attributes, path)
    if (value === undefined || (typeof value === 'object' && value !== null)) continue
    ;(isMoving(path) ? moving : evidence)[path] = value as JsonObject[string]
  }
  return { evidence: { ...evidence, judged_kind: kind }, moving }
}

const at = (from: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], from)
