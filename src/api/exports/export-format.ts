import type { z } from '@hono/zod-openapi'
import type { KnownPerson } from '../../db/people/get-people.ts'
import type { Cells } from '../../db/portal.ts'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { withEscapedMarks } from '../../model/core/marks.ts'
import type { FindingSchema } from '../schemas/finding.ts'

export type ExportedFinding = z.infer<typeof FindingSchema>

/** What is the same for a whole export. */
export interface ExportContext {
  /** ISO: everything in the export is as it was at this time. */
  readonly asOf: string
  /** Names of integrations, as people gave them. */
  readonly names: ReadonlyMap<IntegrationId, string>
  readonly version: string
}

/**
 * A way to write findings, page by page, so that an export of any size takes the memory of a page. A `Writing` is of one
 * export: what stands at the end may be of what went before.
 */
export type ExportFormat = ViewedFormat | StoredFormat

interface Described {
  readonly contentType: string
  readonly description: string
}

/** Written from what `GET /findings` shows. */
export interface ViewedFormat extends Described {
  readonly from: 'view'
  begin(context: ExportContext): Writing
}

/** Written from the texts that Postgres sent, most of which go into it as they are; see `ndjson.ts`. */
export interface StoredFormat extends Described {
  readonly from: 'cells'
  page(findings: readonly StoredFinding[], people: ReadonlyMap<PersonId, KnownPerson>): Uint8Array
}

export interface StoredFinding {
  /** At the places that `FINDING_CELLS` tells. */
  readonly cells: Cells
  readonly evidence: JsonObject
}

export interface Writing {
  /** Before the first page; not sent where an export is taken up again. */
  readonly head: string
  page(findings: readonly ExportedFinding[]): string
  end(): string
}

const DELETE = '\u007f'

/** ASCII without the one mark in it: where each letter is a byte, which is looked at many letters at a time. */
const isPlain = (text: string): boolean => Buffer.byteLength(text) === text.length && !text.includes(DELETE)

/** JSON that may be written to a terminal, where names that somebody chose must not act. */
export function plainJson(value: object | string | null): string {
  const json = JSON.stringify(value)
  return isPlain(json) ? json : withEscapedMarks(json)
}

/** A format of one JSON document a line. */
export const jsonLines = (
  description: string,
  lineOf: (finding: ExportedFinding, context: ExportContext) => object,
): ViewedFormat => ({
  from: 'view',
  contentType: 'application/x-ndjson',
  description,
  begin: (context) => ({
    head: '',
    page: (findings) => findings.map((finding) => `${plainJson(lineOf(finding, context))}\n`).join(''),
    end: () => '',
  }),
})

/** Milliseconds since 1970. */
export const millis = (iso: string): number => Date.parse(iso)
