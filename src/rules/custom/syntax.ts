import type { ASTNode } from '@marcbachmann/cel-js'
import { RE2JS } from 're2js'
import { NESTED_LOOPS_AT_MOST, PATTERN_AT_MOST } from './limits.ts'

/**
 * What an expression may use of CEL, asked of its syntax tree before anything else. An allow list: a function that a
 * newer version of the library brings is refused until somebody has looked at what it may cost.
 */

/** Functions, and methods of text and lists. */
const FUNCTIONS = ['has', 'size', 'int', 'string', 'dyn', 'days'] as const
const METHODS = ['size', 'startsWith', 'endsWith', 'contains', 'matches', 'lowerAscii', 'upperAscii'] as const
const LOOPS = ['exists', 'all', 'exists_one', 'filter', 'map'] as const

/** The library's `matches` is JavaScript's, which a pattern can stall for hours; ours is RE2's, under this name. */
export const SAFE_MATCHES = 'linearMatches'

export interface Fault {
  readonly at: number
  readonly detail: string
}

export interface Shape {
  readonly nodes: number
  /** How deep loops stand within one another. */
  readonly loops: number
  readonly longestList: number
  /** Paths below `asset` that it reads, such as `sharing.visibility`. */
  readonly paths: readonly string[]
}

/** Looks at all of a tree and puts the safe `matches` in place. Throws a `Fault`. */
export function inspect(root: ASTNode): Shape {
  let nodes = 0
  let loops = 0
  let longestList = 0
  const paths = new Set<string>()
  const visit = (node: ASTNode, within: number): void => {
    nodes += 1
    loops = Math.max(loops, within)
    if (node.op === 'list') longestList = Math.max(longestList, node.args.length)
    const path = pathOf(node)
    if (path !== null) {
      paths.add(path)
      return
    }
    for (const [child, depth] of childrenOf(node, within)) visit(child, depth)
  }
  visit(root, 0)
  return { nodes, loops, longestList, paths: [...paths] }
}

type Children = readonly (readonly [node: ASTNode, within: number])[]

function childrenOf(node: ASTNode, within: number): Children {
  const same = (...children: readonly ASTNode[]): Children => children.map((child) => [child, within])
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
      return same(node.args[0])
    case '[]':
      return indexed(node.args, within, node)
    case 'list':
      return same(...node.args)
    case '!_':
    case '-_':
      return same(node.args)
    case 'call':
      allow(FUNCTIONS, node.args[0], node)
      return same(...node.args[1])
    case 'rcall':
      return ofMethod(node, node.args, within)
    case 'map':
    case '.?':
    case '[?]':
      throw fault(node, 'maps and optional values are not offered here')
    default:
      return same(...node.args)
  }
}

/** An index is a number or a text that is written there: one from the data could name what nobody documented. */
function indexed([list, index]: readonly [ASTNode, ASTNode], within: number, node: ASTNode): Children {
  if (index.op !== 'value') throw fault(node, 'an index must be written as a number')
  if (typeof index.args !== 'bigint')
    throw fault(node, 'an index must be a number; attributes stand behind a dot')
  return [[list, within]]
}

function ofMethod(
  node: ASTNode & { op: 'rcall' },
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  within: number,
): Children {
  if ((LOOPS as readonly string[]).includes(name)) {
    if (within + 1 > NESTED_LOOPS_AT_MOST)
      throw fault(node, `loops stand at most ${NESTED_LOOPS_AT_MOST} deep within one another`)
    return [[receiver, within], ...args.map((arg) => [arg, within + 1] as const)]
  }
  allow(METHODS, name, node)
  if (name === 'matches') useSafeMatches(node, args)
  return [receiver, ...args].map((child) => [child, within])
}

function useSafeMatches(node: ASTNode & { op: 'rcall' }, [pattern]: readonly ASTNode[]): void {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string')
    throw fault(pattern ?? node, 'the pattern must be written as a text')
  if (pattern.args.length > PATTERN_AT_MOST)
    throw fault(pattern, `a pattern has at most ${PATTERN_AT_MOST} characters`)
  compilePattern(pattern.args, pattern)
  const args = node.args as unknown as [string, ...unknown[]]
  args[0] = SAFE_MATCHES
}

const patterns = new Map<string, RE2JS>()
/** Patterns that are kept compiled, the oldest thrown out: more than all custom rules of some integrations hold. */
const PATTERNS_KEPT = 500

function compilePattern(pattern: string, node: ASTNode): void {
  try {
    patternOf(pattern)
  } catch {
    throw fault(node, 'this is no pattern that RE2 knows; it has neither look-arounds nor back-references')
  }
}

export function patternOf(pattern: string): RE2JS {
  const before = patterns.get(pattern)
  if (before !== undefined) return before
  const compiled = RE2JS.compile(pattern)
  const oldest = patterns.keys().next()
  if (patterns.size >= PATTERNS_KEPT && !oldest.done) patterns.delete(oldest.value)
  patterns.set(pattern, compiled)
  return compiled
}

function allow(names: readonly string[], name: string, node: ASTNode): void {
  if (!names.includes(name))
    throw fault(node, `\`${name}\` is not offered; there are ${[...names, ...LOOPS].join(', ')}`)
}

/** `asset.a.b` as `a.b`; null for whatever else. */
function pathOf(node: ASTNode): string | null {
  const names: string[] = []
  let current = node
  while (current.op === '.') {
    names.unshift(current.args[1])
    current = current.args[0]
  }
  return names.length > 0 && current.op === 'id' && current.args === 'asset' ? names.join('.') : null
}

const fault = (node: ASTNode, detail: string): Fault => ({ at: node.start, detail })
