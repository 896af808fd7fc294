/**
 * What no text that people write down has any use for, and what can make it show as another text than it is: control
 * characters, marks that turn the writing direction, and line ends that only some readers take for ones. Joiners stay,
 * which emoji and some scripts are written with.
 */
const MARKS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u
const MARKS_BUT_LINES = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u

/** In one line. */
export const holdsMarks = (text: string): boolean => MARKS.test(text)

/** In text of several lines, as Unix ends them. */
export const linesHoldMarks = (text: string): boolean => MARKS_BUT_LINES.test(text)

/** One line that Postgres can hold and a terminal can show as it is. */
export const isPlainLine = (text: string, most: number): boolean =>
  text.length <= most && !holdsMarks(text) && text.isWellFormed()
