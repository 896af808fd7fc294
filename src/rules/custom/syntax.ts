import type { ASTNode } from '@marcbachmann/cel-js'
import type { Place, Scope } from './cost.ts'
import { Cost, copiesOf, countNode, withinLoop } from './cost.ts'
import { NESTED_LOOPS_AT_MOST } from './limits.ts'
import type { Pattern } from './patterns.ts'
import { compilePattern } from './patterns.ts'

/**
 * What an expression may use of CEL, asked of its syntax tree before anything else. An allow list: a function that a
 * newer version of the library brings is refused until somebody has looked at what it may cost. Nothing that is offered
 * makes a list that is longer than what it was given: `map` could, and grows by its own answers.
 */

/** Functions, and methods of text and lists. */
export const FUNCTIONS = ['has', 'size', 'int', 'string', 'dyn', 'days'] as const
export const METHODS = [
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'matches',
  'lowerAscii',
  'upperAscii',
] as const
export const LOOPS = ['exists', 'all', 'exists_one', 'filter'] as const

/** The library's `matches` is JavaScript's, which a pattern can stall for hours; ours is RE2's, under this name. */
export const SAFE_MATCHES = 'linearMatches'

export interface Fault {
  readonly at: number
  readonly detail: string
}

export interface Shape {
  readonly cost: Cost
  /** Paths below its subject that it reads, such as `sharing.visibility` below `asset`. */
  readonly paths: readonly string[]
  /** It names its subject without saying what of it. */
  readonly readsWhole: boolean
  /** Of its `matches`, by their text. They live as long as the expression. */
  readonly patterns: ReadonlyMap<string, Pattern>
}

/** Looks at all of a tree and puts the safe `matches` in place. Throws a `Fault`. */
export const inspect = (root: ASTNode, subject: SubjectName): Shape => new Inspection(subject).of(root)

/** What an expression judges, by the name that it has there. */
export type SubjectName = 'asset' | 'event'

class Inspection {
  readonly #cost = new Cost()
  readonly #paths = new Set<string>()
  readonly #patterns = new Map<string, Pattern>()
  readonly #subject: SubjectName
  #readsWhole = false

  constructor(subject: SubjectName) {
    this.#subject = subject
  }

  of(root: ASTNode): Shape {
    this.#visit(root, { depth: 0, times: 1, scope: new Map() }, 0)
    const cost = this.#cost
    const problem = cost.problemOn({ longestList: 0, longestText: 0, text: 0, entries: 0 })
    if (problem !== null)
      throw fault(root, `too many steps for any ${this.#subject}; ask for less, or write two rules`)
    return { cost, paths: [...this.#paths], readsWhole: this.#readsWhole, patterns: this.#patterns }
  }

  /** Answers how many loops stand within one another down to the deepest, those around included. */
  #visit(node: ASTNode, place: Place, loops: number): number {
    countNode(this.#cost, node, place)
    const path = pathOf(node, this.#subject)
    if (path !== null) {
      this.#paths.add(path)
      return loops
    }
    if (node.op === 'id' && node.args === this.#subject) this.#readsWhole = true
    if (node.op === 'rcall' && isLoop(node.args[0])) return this.#visitLoop(node, place, loops)
    if (node.op === 'rcall' && node.args[0] === 'matches') this.#useSafeMatches(node, place)
    if (node.op === '+') refuseGrowth(node, place.scope)
    return Math.max(loops, ...childrenOf(node).map((child) => this.#visit(child, place, loops)))
  }

  /** Loops of what a loop goes over count too: one behind another is as deep as one within another. */
  #visitLoop(node: Method, place: Place, loops: number): number {
    const [name, receiver, [variable, body, ...more]] = node.args
    if (variable?.op !== 'id' || body === undefined || more.length > 0)
      throw fault(node, `\`${name}\` takes a name and a condition`)
    if (variable.args === this.#subject || variable.args === NOW)
      throw fault(variable, `\`${variable.args}\` is taken; name it otherwise`)
    const depth = this.#visit(receiver, place, loops) + 1
    if (depth > NESTED_LOOPS_AT_MOST)
      throw fault(node, `loops stand at most ${NESTED_LOOPS_AT_MOST} deep, within or behind one another`)
    return this.#visit(body, withinLoop(place, receiver, variable.args), depth)
  }

  #useSafeMatches(node: Method, place: Place): void {
    const [, receiver, [given]] = node.args
    if (given?.op !== 'value' || typeof given.args !== 'string')
      throw fault(given ?? node, 'the pattern must be written as a text')
    const pattern = this.#patterns.get(given.args) ?? compilePattern(given.args)
    if (typeof pattern === 'string') throw fault(given, pattern)
    this.#patterns.set(given.args, pattern)
    this.#cost.add(place, { instructions: pattern.size * copiesOf(receiver, place.scope) })
    const args = node.args as unknown as [string, ...unknown[]]
    args[0] = SAFE_MATCHES
  }
}

type Method = ASTNode & { op: 'rcall' }

const NOW = 'now'

const isLoop = (name: string): boolean => (LOOPS as readonly string[]).includes(name)

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
      return [node.args[0]]
    case '[]':
      return indexed(node.args, node)
    case 'list':
      return node.args
    case '!_':
    case '-_':
      return [node.args]
    case 'call':
      allow(FUNCTIONS, node.args[0], node)
      return node.args[1]
    case 'rcall':
      // `matches` has become the safe one by now.
      if (node.args[0] !== SAFE_MATCHES) allow(METHODS, node.args[0], node)
      return [node.args[1], ...node.args[2]]
    case 'map':
    case '.?':
    case '[?]':
      throw fault(node, 'maps and optional values are not offered here')
    default:
      return node.args
  }
}

/** An index is a number or a text that is written there: one from the data could name what nobody documented. */
function indexed([list, index]: readonly [ASTNode, ASTNode], node: ASTNode): readonly ASTNode[] {
  if (index.op !== 'value') throw fault(node, 'an index must be written as a number')
  if (typeof index.args !== 'bigint')
    throw fault(node, 'an index must be a number; attributes stand behind a dot')
  return [list]
}

/** `+` joins text and lists too: within loops they would grow with every round. */
function refuseGrowth(node: ASTNode & { op: '+' }, scope: Scope): void {
  if (node.args.some(isList)) throw fault(node, 'lists are not joined; ask about each of them')
  if (node.args.some(isNumeric) || !node.args.some((operand) => names(operand, scope))) return
  throw fault(
    node,
    'the variable of a loop is added to numbers alone; write int(…) for a number, and compare texts one by one',
  )
}

const isList = (node: ASTNode): boolean =>
  node.op === 'list' || (node.op === 'rcall' && node.args[0] === 'filter')

function isNumeric(node: ASTNode): boolean {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'bigint' || typeof node.args === 'number'
    case 'id':
      return node.args === NOW
    case '-':
    case '*':
    case '/':
    case '%':
    case '-_':
      return true
    case '+':
      return node.args.some(isNumeric)
    case 'call':
      return ['int', 'size', 'days'].includes(node.args[0])
    case 'rcall':
      return node.args[0] === 'size'
    default:
      return false
  }
}

/** Whether the variable of a loop stands in it. */
const names = (node: ASTNode, scope: Scope): boolean =>
  node.op === 'id'
    ? scope.has(node.args)
    : node.op === 'rcall'
      ? [node.args[1], ...node.args[2]].some((child) => names(child, scope))
      : childrenOf(node).some((child) => names(child, scope))

function allow(names: readonly string[], name: string, node: ASTNode): void {
  if (name === 'map') throw fault(node, '`map` is not offered; ask of entries with exists, all or filter')
  if (!names.includes(name))
    throw fault(node, `\`${name}\` is not offered; there are ${[...names, ...LOOPS].join(', ')}`)
}

/** `asset.a.b` as `a.b`; null for whatever else. */
function pathOf(node: ASTNode, subject: SubjectName): string | null {
  const names: string[] = []
  let current = node
  while (current.op === '.') {
    names.unshift(current.args[1])
    current = current.args[0]
  }
  return names.length > 0 && current.op === 'id' && current.args === subject ? names.join('.') : null
}

const fault = (node: ASTNode, detail: string): Fault => ({ at: node.start, detail })
