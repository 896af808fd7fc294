import Table from 'cli-table3'
import type { Io } from '../io.ts'
import { PAINTED, STYLE } from '../io.ts'

/** A table for people. Widths follow what is in it; what is too wide for the terminal is wrapped by it. */
export interface TableColumn {
  readonly title: string
  readonly align?: 'left' | 'right'
}

export function renderTable(
  io: Pick<Io, 'paint'>,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: columns.map(({ title }) => io.paint('bold', title)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], compact: true },
  })
  for (const row of rows) table.push(row.map(harmless))
  return table.toString()
}

/**
 * Names come from a customer's tenant, where anybody may have chosen them: a control character in one could move
 * the cursor or rewrite what stands above, a mark that turns the writing direction shows another name than there is.
 * Of styles only those that we paint ourselves stay: any other could hide the rest of the line.
 */
const MARKS =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** Joiners stay, which emoji and some scripts are written with. */
export const withoutMarks = (text: string): string => text.replaceAll(MARKS, '\u00b7')

export function harmless(text: string): string {
  return text
    .split(STYLE)
    .map((part) => (PAINTED.test(part) ? part : withoutMarks(part)))
    .join('')
}
