import type { Span, Style } from './terminal-screen.ts'

/** Pixels of one character cell, of the frame around the text, and of the letters. */
const CELL = { width: 7.8, height: 17 } as const
const FRAME = 16
const FONT_SIZE = 13

const BACKGROUND = '#0d1117'
const FOREGROUND = '#d6dde6'
const COLOURS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#56d364',
  33: '#e3b341',
  35: '#d2a8ff',
  36: '#76e3ea',
}
const DIM_OPACITY = 0.6

/** A picture of a terminal: text all the way, so that it stays sharp and small, and needs no script and no font file. */
export function drawTerminal(lines: readonly (readonly Span[])[], columns: number, title: string): string {
  const width = Math.ceil(columns * CELL.width + 2 * FRAME)
  const height = lines.length * CELL.height + 2 * FRAME
  const rows = lines.flatMap((spans, row) => (spans.length === 0 ? [] : [drawLine(spans, row)]))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${FONT_SIZE}" fill="${FOREGROUND}">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function drawLine(spans: readonly Span[], row: number): string {
  const y = FRAME + row * CELL.height + FONT_SIZE
  return `<text y="${y}">${spans.map(drawSpan).join('')}</text>`
}

/** Each span has its place and its length, so that columns stand under each other in any font. */
function drawSpan({ column, text, style }: Span): string {
  const x = round(FRAME + column * CELL.width)
  const length = round([...text].length * CELL.width)
  return `<tspan x="${x}" textLength="${length}"${attributes(style)}>${escaped(text).replaceAll(' ', HARD_SPACE)}</tspan>`
}

function attributes({ bold, dim, colour }: Style): string {
  const fill = colour === null ? undefined : COLOURS[colour]
  return [
    ...(fill === undefined ? [] : [` fill="${fill}"`]),
    ...(bold ? [' font-weight="700"'] : []),
    ...(dim ? [` opacity="${DIM_OPACITY}"`] : []),
  ].join('')
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10

/** Not every viewer keeps one space beside another; it keeps these. */
const HARD_SPACE = '\u00a0'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
