import type { JsonObject } from '../../model/core/json.ts'
import type { AssetIdentity } from '../bundles.ts'
import type { Verdict } from '../verdict.ts'
import { fail, PASS } from '../verdict.ts'
import type { AssetProgram, Program } from './compile.ts'
import { placeOf, problemAt } from './problem.ts'
import { celValue, Measure } from './values.ts'

/** An asset as an expression sees it: what hangs on it is one of its attributes. */
export interface CustomSubject {
  readonly asset: AssetIdentity
  readonly attributes: Readonly<Record<string, unknown>>
  /** What hangs on it upstream and was not read. */
  readonly unread: { readonly part: string; readonly detail: string } | null
}

/** True is a failure; what cannot be worked out is neither pass nor fail. `now` is unix seconds. */
export function judgeByExpression(program: AssetProgram, subject: CustomSubject, now: number): Verdict {
  const { unread } = subject
  if (unread !== null && looksAt(program, unread.part))
    return { result: 'not_evaluated', reason: 'stream_incomplete', detail: unread.detail }
  const measure = new Measure()
  const asset = celValue(subject.attributes, measure)
  const tooCostly = program.shape.cost.problemOn(measure)
  if (tooCostly !== null)
    return { result: 'not_evaluated', reason: 'expression_too_costly', detail: tooCostly }
  let answer: unknown
  try {
    answer = program.run({ asset, now: BigInt(Math.floor(now)) })
  } catch (error) {
    return unsaid(program, error)
  }
  if (answer === false) return PASS
  if (answer === true) return fail(evidenceOf(program, subject))
  return {
    result: 'not_evaluated',
    reason: 'expression_error',
    detail: 'the expression came to neither true nor false',
  }
}

/** It is as good as not read where an expression asks of what was not: absent would say that there is none. */
const looksAt = ({ shape }: Program, part: string): boolean =>
  shape.readsWhole || shape.paths.some((path) => path === part || path.startsWith(`${part}.`))

interface CelError {
  readonly code?: string
  readonly range?: { readonly start: number; readonly end: number }
}

/** Says where, in the words of the expression: the library's own words may hold values. */
export function unsaid({ text }: Program, error: unknown): Extract<Verdict, { result: 'not_evaluated' }> {
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
    detail: `\`${excerpt}\` (${where}) cannot be worked out with these values: another type than it needs, a division by zero, or a number that is too large`,
  }
}

const NAME = 'name'
/** What moves by itself, by upstream's naming: its change alone is no news. */
const isMoving = (path: string): boolean => path.endsWith('_at')

/** Who and what it is, and the single values that the expression read. */
function evidenceOf({ shape, kind }: AssetProgram, { asset, attributes }: CustomSubject) {
  const evidence: Record<string, JsonObject[string]> = {}
  const moving: Record<string, JsonObject[string]> = {}
  if (typeof attributes[NAME] === 'string') evidence[NAME] = attributes[NAME]
  for (const [role, id] of Object.entries(asset.people))
    evidence[role === 'self' ? 'person_id' : `${role}_person_id`] = id
  for (const path of shape.paths) {
    const value = valueAt(attributes, path)
    if (value === undefined || (typeof value === 'object' && value !== null)) continue
    ;(isMoving(path) ? moving : evidence)[path] = value as JsonObject[string]
  }
  return { evidence: { ...evidence, judged_kind: kind }, moving }
}

/** Attributes alone: a text has a `length` and an object a `constructor` that nobody sent. */
export const valueAt = (from: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (hasOwn(value, name) ? value[name] : undefined), from)

const hasOwn = (value: unknown, name: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
