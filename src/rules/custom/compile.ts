import { Environment } from '@marcbachmann/cel-js'
import type { Attribute } from './attributes.ts'
import { attributesOf } from './attributes.ts'
import type { CustomKind } from './kinds.ts'
import { DEPTH_AT_MOST, EXPRESSION_AT_MOST, LIST_AT_MOST, NODES_AT_MOST } from './limits.ts'
import type { ExpressionProblem } from './problem.ts'
import { problemAt } from './problem.ts'
import type { Fault, Shape } from './syntax.ts'
import { inspect, SAFE_MATCHES } from './syntax.ts'

/** An expression that has been looked at and may be asked about assets of its kind. */
export interface Program {
  readonly kind: CustomKind
  readonly text: string
  readonly shape: Shape
  /** Throws where it cannot be worked out. */
  readonly run: (context: { readonly asset: unknown; readonly now: bigint }) => unknown
}

export type Compiled =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly problem: ExpressionProblem }

const SECONDS_A_DAY = 86_400n

const environments = new Map<CustomKind, Environment>()

function environmentOf(kind: CustomKind): Environment {
  const before = environments.get(kind)
  if (before !== undefined) return before
  const environment = new Environment({
    // A list of an allow list may mix what it likes; asset attributes do.
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: NODES_AT_MOST,
      maxDepth: DEPTH_AT_MOST,
      maxListElements: LIST_AT_MOST,
      maxMapEntries: 0,
      maxCallArguments: 3,
    },
  })
    .registerVariable({ name: 'asset', schema: declared(attributesOf(kind)) })
    .registerVariable('now', 'int')
    .registerFunction('days(int): int', (count: bigint) => count * SECONDS_A_DAY)
  environments.set(kind, environment)
  return environment
}

interface Declaration {
  readonly [name: string]: string | Declaration
}

/** Names are checked when an expression is written; values are not, since upstream may send null for any of them. */
const declared = (attributes: readonly Attribute[]): Record<string, string | Declaration> =>
  Object.fromEntries(
    attributes.map(({ name, type, attributes: inner }) => [
      name,
      type === 'object' ? declared(inner) : type === 'list' ? 'list<dyn>' : 'dyn',
    ]),
  )

export function compileExpression(kind: CustomKind, text: string): Compiled {
  const refuse = (at: number, detail: string): Compiled => ({
    ok: false,
    problem: problemAt(text, at, detail),
  })
  if (text.length > EXPRESSION_AT_MOST)
    return refuse(EXPRESSION_AT_MOST, `an expression has at most ${EXPRESSION_AT_MOST} characters`)
  try {
    let shape: Shape | null = null
    const parsed = environmentOf(kind)
      .clone()
      .registerFunction(`string.${SAFE_MATCHES}(string): bool`, (subject: string, pattern: string) =>
        find(shape, subject, pattern),
      )
      .parse(text)
    shape = inspect(parsed.ast)
    const checked = parsed.check()
    if (!checked.valid) return refuse(placeIn(checked.error), summaryOf(checked.error))
    if (checked.type !== 'bool' && checked.type !== 'dyn')
      return refuse(0, `it must be true or false for an asset; this is of type ${checked.type}`)
    return { ok: true, program: { kind, text, shape, run: (context) => parsed(context) } }
  } catch (error) {
    if (isFault(error)) return refuse(error.at, error.detail)
    return refuse(placeIn(error), summaryOf(error))
  }
}

function find(shape: Shape | null, text: string, pattern: string): boolean {
  const compiled = shape?.patterns.get(pattern)
  if (compiled === undefined) throw new Error('a pattern that nobody has looked at')
  return compiled.regex.matcher(text).find()
}

const isFault = (error: unknown): error is Fault =>
  typeof error === 'object' && error !== null && 'at' in error && 'detail' in error

interface Located {
  readonly range?: { readonly start: number }
  readonly summary?: string
}

const placeIn = (error: unknown): number => (error as Located | undefined)?.range?.start ?? 0

/** The library's words, which quote the expression at most: nothing is evaluated here. */
const summaryOf = (error: unknown): string =>
  (error as Located | undefined)?.summary ?? 'cannot be read as an expression'
