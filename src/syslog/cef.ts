import { withoutMarks } from '../model/core/marks.ts'
import type { Severity } from '../model/core/severity.ts'

/**
 * ArcSight's Common Event Format, a line of text. In the head `|` and `\` are escaped and a line end is a space; in values
 * `=` and `\` are, and a line end is written `\n`. Names come from a customer's tenant: one that holds ` act=` must not become
 * a field.
 * Source: ArcSight Common Event Format (CEF) Implementation Standard, version 26.
 */

const SEVERITY: Readonly<Record<Severity, number>> = { low: 3, medium: 5, high: 8, critical: 10 }

const LINE_END = /\r\n?|\n/g

export const cefHead = (text: string): string =>
  withoutMarks(text.replaceAll(LINE_END, ' ')).replaceAll(/[\\|]/g, '\\$&')

export const cefValue = (text: string): string =>
  text
    .split(LINE_END)
    .map((line) => withoutMarks(line).replaceAll(/[\\=]/g, '\\$&'))
    .join('\\n')

export type CefField = readonly [name: string, value: string | number | null]

/** CEF's custom strings each have a label. */
export const labelled = (key: string, label: string, value: string | number | null): readonly CefField[] =>
  value === null || value === ''
    ? []
    : [
        [key, value],
        [`${key}Label`, label],
      ]

export interface CefEvent {
  readonly version: string
  /** What happened, as programs know it: a rule, an event. */
  readonly signature: string
  /** The same, for people. */
  readonly name: string
  readonly severity: Severity
  readonly fields: readonly CefField[]
}

export function cefLine({ version, signature, name, severity, fields }: CefEvent): string {
  const head = ['Casbah', 'Casbah', version, signature, name].map(cefHead)
  const written = fields.flatMap(([key, value]) =>
    value === null || value === '' ? [] : [`${key}=${cefValue(String(value))}`],
  )
  return ['CEF:0', ...head, SEVERITY[severity], written.join(' ')].join('|')
}
