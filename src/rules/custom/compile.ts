import { Environment } from '@marcbachmann/cel-js'
import type { Attribute } from './attributes.ts'
import { attributesOf } from './attributes.ts'
import { eventAttributesOf } from './event-attributes.ts'
import type { Listening } from './event-deeds.ts'
import { streamsOf } from './event-deeds.ts'
import type { CustomKind } from './kinds.ts'
import { DEPTH_AT_MOST, EXPRESSION_AT_MOST, LIST_AT_MOST, NODES_AT_MOST } from './limits.ts'
import type { ExpressionProblem } from './problem.ts'
import { problemAt } from './problem.ts'
import type { Fault, Shape, SubjectName } from './syntax.ts'
import { inspect, SAFE_MATCHES } from './syntax.ts'

/** An expression that has been looked at and may be asked. */
export interface Program<Context = never> {
  readonly text: string
  readonly shape: Shape
  /** Throws where it cannot be worked out. */
  readonly run: (context: Context) => unknown
}

/** About assets of its kind. */
export type AssetProgram = Program<{ readonly asset: unknown; readonly now: bigint }> & {
  readonly kind: CustomKind
}

/** About events. No `now`: an event is judged once, whenever that is, and a verdict hangs on nothing else. */
export type EventProgram = Program<{ readonly event: unknown }>

export type Compiled<Of> =
  | { readonly ok: true; readonly program: Of }
  | { readonly ok: false; readonly problem: ExpressionProblem }

const SECONDS_A_DAY = 86_400n

/** What an expression may name. */
interface Vocabulary {
  readonly subject: SubjectName
  readonly attributes: readonly Attribute[]
}

const environments = new Map<string, Environment>()

function environmentOf(name: string, vocabulary: () => Vocabulary): Environment {
  const before = environments.get(name)
  if (before !== undefined) return before
  const { subject, attributes } = vocabulary()
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
    .registerVariable({ name: subject, schema: declared(attributes) })
    .registerFunction('days(int): int', (count: bigint) => count * SECONDS_A_DAY)
  if (subject === 'asset') environment.registerVariable('now', 'int')
  environments.set(name, environment)
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

export function compileExpression(kind: CustomKind, text: string): Compiled<AssetProgram> {
  const vocabulary = (): Vocabulary => ({ subject: 'asset', attributes: attributesOf(kind) })
  const compiled = compiledIn(environmentOf(kind, vocabulary), 'asset', text)
  return compiled.ok ? { ok: true, program: { ...compiled.program, kind } } : compiled
}

export function compileEventExpression(events: Listening, text: string): Compiled<EventProgram> {
  const streams = streamsOf(events)
  const vocabulary = (): Vocabulary => ({ subject: 'event', attributes: eventAttributesOf(streams) })
  return compiledIn(environmentOf(`events of ${streams}`, vocabulary), 'event', text)
}

function compiledIn<Context>(
  environment: Environment,
  subject: SubjectName,
  text: string,
): Compiled<Program<Context>> {
  const refuse = (at: number, detail: string): Compiled<Program<Context>> => ({
    ok: false,
    problem: problemAt(text, at, detail),
  })
  if (text.length > EXPRESSION_AT_MOST)
    return refuse(EXPRESSION_AT_MOST, `an expression has at most ${EXPRESSION_AT_MOST} characters`)
  try {
    let shape: Shape | null = null
    const parsed = environment
      .clone()
      .registerFunction(`string.${SAFE_MATCHES}(string): bool`, (sought: string, pattern: string) =>
        find(shape, sought, pattern),
      )
      .parse(text)
    shape = inspect(parsed.ast, subject)
    const checked = parsed.check()
    if (!checked.valid) return refuse(placeIn(checked.error), summaryOf(checked.error))
    if (checked.type !== 'bool' && checked.type !== 'dyn')
      return refuse(0, `it must be true or false for an ${subject}; this is of type ${checked.type}`)
    return { ok: true, program: { text, shape, run: (context) => parsed(context as object) } }
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

/** The library's words, which quote the expression at most, since nothing is evaluated here; and what to do next. */
function summaryOf(error: unknown): string {
  const summary = (error as Located | undefined)?.summary ?? 'cannot be read as an expression'
  const hint = HINTS.find(([begins]) => summary.startsWith(begins))?.[1]
  return hint === undefined ? summary : hint(summary)
}

const REFERENCE = 'docs/reference/custom-rules.md lists what there is'

const HINTS: readonly (readonly [begins: string, hint: (summary: string) => string])[] = [
  ['No such key', (summary) => `${summary}; ${REFERENCE}`],
  [
    'Unknown variable',
    (summary) => `${summary}; attributes are those of \`asset\`, or over events of \`event\``,
  ],
  ['Exceeded maxDepth', () => `nested more than ${DEPTH_AT_MOST} levels deep; write less within one another`],
  ['Exceeded maxAstNodes', () => `more than ${NODES_AT_MOST} parts; make several rules of it`],
  ['Exceeded maxListElements', () => `a list has at most ${LIST_AT_MOST} entries`],
  ['Exceeded maxMapEntries', () => 'maps are not offered; compare attributes one by one'],
]
