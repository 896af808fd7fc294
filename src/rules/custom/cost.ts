import type { ASTNode } from '@marcbachmann/cel-js'
import { STEPS_AT_MOST, TEXT_AT_MOST } from './limits.ts'
import type { Measured } from './values.ts'

/** What one round takes, counted when an expression is written. The asset's sizes are put in when it is judged. */
class Work {
  /** Nodes that are worked out. */
  steps = 0
  /** Values that are walked whole, with all that is in them. */
  whole = 0
  /** Single texts that are walked. */
  texts = 0
  /** Texts that are searched for texts. */
  searches = 0
  /** Instructions of patterns, each of which may be tried at each character. */
  instructions = 0
}

/** How many times the asset a name may hold, at most: `[x, x]` holds twice what `x` does. */
export type Scope = ReadonlyMap<string, number>

/** How often and how deep in loops over the asset's lists a node is worked out. */
export interface Place {
  readonly depth: number
  /** Rounds of loops over lists that are written in the expression. */
  readonly times: number
  readonly scope: Scope
}

/** A step is some 0.6 µs: comparing walks a thousand characters meanwhile, a pattern a dozen instructions. */
const CHARACTERS_A_STEP = 1_000
const INSTRUCTIONS_A_STEP = 10

/** The most that an expression may take, as a function of how large an asset is. */
export class Cost {
  readonly #byDepth: Work[] = []
  longestList = 1
  longestText = 1

  add({ depth, times }: Place, work: Partial<Work>): void {
    this.#byDepth[depth] ??= new Work()
    const sum = this.#byDepth[depth]
    for (const name of Object.keys(work) as (keyof Work)[]) sum[name] += times * (work[name] ?? 0)
  }

  stepsOn(measured: Measured): number {
    const list = Math.max(measured.longestList, this.longestList)
    const text = Math.max(measured.longestText, this.longestText)
    const whole = measured.entries + Math.max(measured.text, this.longestText) / CHARACTERS_A_STEP
    let steps = measured.entries
    for (const [depth, work] of this.#byDepth.entries())
      steps +=
        list ** depth *
        ((work?.steps ?? 0) +
          (work?.whole ?? 0) * whole +
          ((work?.texts ?? 0) * text) / CHARACTERS_A_STEP +
          ((work?.searches ?? 0) * text ** 2) / CHARACTERS_A_STEP +
          ((work?.instructions ?? 0) * text) / INSTRUCTIONS_A_STEP)
    return steps
  }

  /** Why an asset is too large for it, or null. */
  problemOn(measured: Measured): string | null {
    if (measured.text > TEXT_AT_MOST) return `holds more than ${TEXT_AT_MOST} characters of text`
    if (this.stepsOn(measured) <= STEPS_AT_MOST) return null
    const { longestList, longestText } = measured
    return `may take more than ${STEPS_AT_MOST} steps on it: its longest list has ${longestList} entries, its longest text ${longestText} characters`
  }
}

/** Counts what a node does itself; what is below it is counted for itself. */
export function countNode(cost: Cost, node: ASTNode, place: Place): void {
  cost.add(place, { steps: 1 })
  const { scope } = place
  switch (node.op) {
    case 'value':
      if (typeof node.args === 'string') cost.longestText = Math.max(cost.longestText, node.args.length)
      return
    case 'list':
      cost.longestList = Math.max(cost.longestList, node.args.length)
      return
    case '+':
      cost.add(place, { texts: copiesOf(node, scope) })
      return
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      // Comparing ends where the smaller of both does; what is written there is small.
      if (node.args.some(isLiteral)) return
      cost.add(place, { whole: Math.min(...node.args.map((side) => copiesOf(side, scope))) })
      return
    case 'in': {
      const [item, list] = node.args
      if (isLiteral(list)) return
      if (!isLiteral(item)) {
        cost.add(place, { whole: copiesOf(list, scope) })
        return
      }
      countEntries(cost, list, place, copiesOf(item, scope))
      return
    }
    case 'call':
      if (node.args[0] === 'size') countSize(cost, node.args[1][0], place)
      return
    case 'rcall':
      countMethod(cost, node.args, place)
      return
    default:
  }
}

function countMethod(
  cost: Cost,
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  place: Place,
): void {
  const copies = copiesOf(receiver, place.scope)
  switch (name) {
    case 'size':
      countSize(cost, receiver, place)
      return
    case 'contains': {
      const [sought] = args
      const length = sought?.op === 'value' && typeof sought.args === 'string' ? sought.args.length : null
      if (length !== null) {
        cost.add(place, { texts: copies * (1 + length) })
        return
      }
      cost.add(place, { searches: copies * sumOf(args, place.scope) })
      return
    }
    case 'startsWith':
    case 'endsWith':
    case 'lowerAscii':
    case 'upperAscii':
      cost.add(place, { texts: copies + sumOf(args, place.scope) })
      return
    default:
  }
}

function countSize(cost: Cost, of: ASTNode | undefined, place: Place): void {
  if (of === undefined) return
  cost.add(place, { texts: copiesOf(of, place.scope) })
  countEntries(cost, of, place, 1)
}

const countEntries = (cost: Cost, list: ASTNode, place: Place, each: number): void =>
  cost.add({ ...place, depth: place.depth + 1 }, { steps: each * copiesOf(list, place.scope) })

const isLiteral = (node: ASTNode): boolean =>
  node.op === 'value' || (node.op === 'list' && node.args.every(isLiteral))

const sumOf = (nodes: readonly ASTNode[], scope: Scope): number =>
  nodes.reduce((sum, node) => sum + copiesOf(node, scope), 0)

/** Functions and methods that answer what they were given. */
const HOLDING = ['dyn', 'string', 'filter', 'lowerAscii', 'upperAscii']

/** How many times what the asset holds a value may hold. Truth and numbers hold nothing. */
export function copiesOf(node: ASTNode, scope: Scope): number {
  switch (node.op) {
    case 'value':
      return 1
    case 'id':
      return scope.get(node.args) ?? 1
    case '.':
    case '[]':
      return copiesOf(node.args[0], scope)
    case 'list':
    case '+':
      return sumOf(node.args, scope)
    case '?:':
      return Math.max(copiesOf(node.args[1], scope), copiesOf(node.args[2], scope))
    case 'call':
      return HOLDING.includes(node.args[0]) ? sumOf(node.args[1], scope) : 0
    case 'rcall':
      return HOLDING.includes(node.args[0]) ? copiesOf(node.args[1], scope) : 0
    default:
      return 0
  }
}

/** A loop's rounds and what its variable holds. */
export function withinLoop(place: Place, receiver: ASTNode, variable: string): Place {
  const { scope, depth, times } = place
  const named = (copies: number): Scope => new Map([...scope, [variable, copies]])
  if (receiver.op === 'list')
    return {
      depth,
      times: times * receiver.args.length,
      scope: named(Math.max(0, ...receiver.args.map((item) => copiesOf(item, scope)))),
    }
  const copies = copiesOf(receiver, scope)
  return { depth: depth + 1, times: times * Math.max(1, copies), scope: named(copies) }
}
