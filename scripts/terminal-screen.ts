/**
 * What a terminal shows in the end, from the bytes that a program wrote to it: enough of a terminal for ours, which
 * moves up, clears below, returns to the left edge and paints. The window is as high as the text is long.
 */

export interface Style {
  readonly bold: boolean
  readonly dim: boolean
  /** SGR number of the foreground, 31 red to 36 cyan; null is the terminal's own. */
  readonly colour: number | null
}

/** Characters of one style, and the column that they begin in. */
export interface Span {
  readonly column: number
  readonly text: string
  readonly style: Style
}

interface Cell {
  readonly character: string
  readonly style: Style
}

const PLAIN: Style = { bold: false, dim: false, colour: null }
const ESCAPE = String.fromCharCode(0x1b)
const TOKEN = new RegExp(`${ESCAPE}\\[([0-9;]*)([A-Za-z])|[\\r\\n]|[^${ESCAPE}\\r\\n]`, 'gu')

/** Lines from top to bottom, without what is blank at their ends. */
export function showOnTerminal(written: string, columns: number): Span[][] {
  const lines: Cell[][] = [[]]
  let [row, column, style] = [0, 0, PLAIN]
  const put = (character: string) => {
    if (column === columns) {
      row += 1
      column = 0
    }
    while (lines.length <= row) lines.push([])
    const line = lines[row] ?? []
    while (line.length < column) line.push({ character: ' ', style: PLAIN })
    line[column] = { character, style }
    column += 1
  }
  for (const [token, numbers = '', letter] of written.matchAll(TOKEN)) {
    if (token === '\r') column = 0
    else if (token === '\n') row += 1
    else if (letter === undefined) put(token)
    else if (letter === 'A') row = Math.max(0, row - Number(numbers || 1))
    else if (letter === 'J') {
      lines[row]?.splice(column)
      lines.splice(row + 1)
    } else if (letter === 'm') style = paint(style, numbers)
    else throw new Error(`The terminal was sent ESC[${numbers}${letter}, which this picture cannot show.`)
  }
  // Assigned by index, lines may have holes where nothing was ever written.
  return Array.from(lines, (line) => spansOf(line ?? []))
}

function paint(style: Style, numbers: string): Style {
  let now = style
  for (const text of numbers.split(';')) now = changed(now, Number(text || 0))
  return now
}

function changed(style: Style, code: number): Style {
  if (code === 0) return PLAIN
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 39) return { ...style, colour: null }
  if (code >= 30 && code <= 37) return { ...style, colour: code }
  throw new Error(`The terminal was sent style ${code}, which this picture cannot show.`)
}

function spansOf(line: readonly Cell[]): Span[] {
  const spans: Span[] = []
  for (const [column, { character, style }] of line.entries()) {
    const last = spans.at(-1)
    if (last?.style === style) spans[spans.length - 1] = { ...last, text: last.text + character }
    else spans.push({ column, text: character, style })
  }
  const last = spans.pop()
  const text = last?.text.trimEnd()
  return last === undefined || !text ? spans : [...spans, { ...last, text }]
}

/** The same without styles. */
export const plainText = (lines: readonly (readonly Span[])[]): string =>
  lines
    .map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n')
