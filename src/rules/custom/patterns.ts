import { RE2JS } from 're2js'
import { FOLDED_AT_MOST, PATTERN_AT_MOST, PROGRAM_AT_MOST, REPEATED_AT_MOST } from './limits.ts'

/** A pattern as it runs, and how many instructions it has: each may be tried at each character of a text. */
export interface Pattern {
  readonly regex: RE2JS
  readonly size: number
}

/** A pattern ready to run, or what is wrong with it. What would be large is refused before it is made. */
export function compilePattern(text: string): Pattern | string {
  const problem = problemOf(text)
  if (problem !== null) return problem
  try {
    const regex = RE2JS.compile(text)
    const size = regex.programSize()
    return size > PROGRAM_AT_MOST ? TOO_LARGE : { regex, size }
  } catch {
    return 'this is no pattern that RE2 knows; it has neither look-arounds nor back-references'
  }
}

const TOO_LARGE = 'this pattern comes to too many steps a character; repeat fewer times, or write several'

const WRITTEN_OUT = `written out, this pattern has more than ${PROGRAM_AT_MOST} characters; repeat fewer times`

/** Where case does not matter, RE2 walks over each code point of a range to find its other case: the pattern stays small. */
const FOLDS_TOO_MUCH = `where case does not matter, ranges hold at most ${FOLDED_AT_MOST} characters together; name classes such as \\pL`
const IGNORES_CASE = /\(\?[a-z-]*i/i
/** `a-z`, `\x41-\x{5a}`; what stands outside of brackets is counted too, which refuses nothing that anybody writes. */
const RANGE = /(\\x\{[0-9a-f]+\}|\\x[0-9a-f]{2}|\\?[^\\])-(\\x\{[0-9a-f]+\}|\\x[0-9a-f]{2}|\\?[^\\])/giu

function codePointsInRanges(text: string): number {
  const ends = [...text.matchAll(RANGE)].map(
    ([, from = '', to = '']) => [codePoint(from), codePoint(to)] as const,
  )
  return ends.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0)
}

function codePoint(written: string): number {
  const hex = /^\\x\{?([0-9a-f]+)\}?$/i.exec(written)?.[1]
  return hex === undefined ? (written.replace(/^\\/, '').codePointAt(0) ?? 0) : Number.parseInt(hex, 16)
}

/** What a repetition stands behind: where that begins, and whether a counted repetition is in it. */
interface Atom {
  readonly start: number
  counted: boolean
}

const COUNT = /\{(\d+)(?:,(\d*))?\}/y

/** Counted repetitions are written out when a pattern is made: within one another they multiply. */
function problemOf(text: string): string | null {
  if (text.length > PATTERN_AT_MOST) return `a pattern has at most ${PATTERN_AT_MOST} characters`
  if (IGNORES_CASE.test(text) && codePointsInRanges(text) > FOLDED_AT_MOST) return FOLDS_TOO_MUCH
  const groups: Atom[] = [{ start: 0, counted: false }]
  let atom: Atom = { start: 0, counted: false }
  let written = text.length
  let at = 0
  while (at < text.length) {
    const count = countAt(text, at)
    if (count !== null) {
      if (count.times > REPEATED_AT_MOST) return `a repetition counts to at most ${REPEATED_AT_MOST}`
      if (atom.counted) return 'a counted repetition holds no other; write the inner one out'
      written += (at - atom.start) * count.times
      if (written > PROGRAM_AT_MOST) return WRITTEN_OUT
      atom.counted = true
      for (const group of groups) group.counted = true
      at = count.end
    } else if (text.startsWith('\\Q', at)) {
      return 'quoting by \\Q is not offered; put a backslash before each character'
    } else if ('*+?'.includes(text.charAt(at))) {
      at += 1
    } else if (text[at] === ')') {
      atom = groups.pop() ?? { start: 0, counted: true }
      at += 1
    } else {
      atom = { start: at, counted: false }
      if (text[at] === '(') groups.push(atom)
      at = endOfAtom(text, at)
    }
  }
  return null
}

function countAt(text: string, at: number): { readonly times: number; readonly end: number } | null {
  COUNT.lastIndex = at
  const found = COUNT.exec(text)
  if (found === null) return null
  return { times: Math.max(Number(found[1]), Number(found[2] ?? 0)), end: COUNT.lastIndex }
}

/** Braces and brackets in these are no repetitions and no groups. */
const ESCAPE = /\\(?:[xpP]\{[^}]*\}|[\s\S])/y
const CLASS = /\[\^?\]?(?:\\[xpP]\{[^}]*\}|\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]/y

function endOfAtom(text: string, at: number): number {
  for (const atom of [ESCAPE, CLASS]) {
    atom.lastIndex = at
    if (atom.test(text)) return atom.lastIndex
  }
  return at + 1
}
