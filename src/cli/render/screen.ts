import type { Io } from '../io.ts'
import { STYLE } from '../io.ts'

/** Draws lines over the lines drawn before, on a terminal; elsewhere every line is said once. */
export interface Screen {
  /** Replaces what was drawn. */
  draw(lines: readonly string[]): void
  /** Leaves what is drawn where it is and goes on below. */
  keep(): void
}

const CLEAR_BELOW = '\u001b[J'
const up = (lines: number): string => (lines === 0 ? '\r' : `\u001b[${lines}A\r`)

export function terminalScreen(io: Io): Screen {
  let drawn = 0
  return {
    draw(lines) {
      // A line that wraps would count as two, and the next drawing would start too low.
      const fitting = lines.map((line) => cut(line, io.columns - 1))
      io.err(`${up(drawn)}${CLEAR_BELOW}${fitting.join('\n')}`)
      drawn = fitting.length
    },
    keep() {
      drawn = 0
    },
  }
}

/** Cuts to `width` visible characters; styles take no room. */
export function cut(line: string, width: number): string {
  let left = width
  let text = ''
  for (const part of line.split(STYLE)) {
    if (STYLE.test(part)) {
      text += part
      continue
    }
    const visible = [...part].slice(0, Math.max(0, left)).join('')
    left -= [...visible].length
    text += visible
  }
  return text
}
