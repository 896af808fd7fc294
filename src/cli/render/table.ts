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
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

export function harmless(text: string): string {
  return text
    .split(STYLE)
    .map((part) => (PAINTED.test(part) ? part : part.replaceAll(CONTROL, '\u00b7')))
    .join('')
}
