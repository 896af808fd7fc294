import { withoutMarks } from '../model/core/marks.ts'

/** What stands for the rest of a text that is too long. */
const REST = '…'

/**
 * A text as it may stand in a message: on one line, without marks that hide or turn what follows, each character written as
 * `write` says, and in all no longer than `most`, the escapes counted and never cut in two.
 */
export function clipped(text: string, most: number, write: (character: string) => string = same): string {
  let written = ''
  for (const character of withoutMarks(text)) {
    const next = write(character)
    if (written.length + next.length > most - REST.length) return `${written}${REST}`
    written += next
  }
  return written
}

const same = (character: string): string => character

/** Lines that fit, and how many more there would be. */
export function fitting(lines: readonly string[], most: number): string[] {
  const kept: string[] = []
  let length = 0
  for (const [at, line] of lines.entries()) {
    const rest = `and ${lines.length - at} more`
    if (length + line.length + 1 + rest.length + 1 > most) return [...kept, rest]
    kept.push(line)
    length += line.length + 1
  }
  return kept
}
