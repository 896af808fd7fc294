import Table from 'cli-table3'
import { withoutMarks } from '../../model/core/marks.ts'
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

/** Of styles only those that we paint ourselves stay: any other could hide the rest of the line. */
export function harmless(text: string): string {
  return text
    .split(STYLE)
    .map((part) => (PAINTED.test(part) ? part : withoutMarks(part)))
    .join('')
}
