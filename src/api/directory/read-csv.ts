import { pipeline, Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import type { FileRow } from '../../db/directory/import-statements.ts'
import type { DirectoryFact } from '../../model/core/directory.ts'
import { DIRECTORY_ROWS_AT_MOST } from '../../model/core/directory.ts'
import type { FieldError } from '../problem.ts'
import { ApiProblem } from '../problem.ts'
import type { Columns } from './columns.ts'
import { columnsOf, saysNothingOf } from './columns.ts'
import { LineGuard } from './line-guard.ts'
import { readRow } from './read-row.ts'

/** A file as it was understood. */
export interface DirectoryFile {
  readonly rows: readonly FileRow[]
  /** What it has no column of. */
  readonly saysNothingOf: readonly DirectoryFact[]
  /** Ids of rows that could not be read, where at least those could; the address where a row has no id. */
  readonly unread: readonly string[]
  readonly badRows: number
  /** The first of what is wrong, by line and column, without any value. */
  readonly faults: readonly FieldError[]
}

/** More than this tells a person nothing new. */
const MOST_FAULTS = 20
/** Bytes parsed at a go, and rows between two turns of the event loop: other requests wait for milliseconds. */
const CHUNK_BYTES = 64 * 1024
const ROWS_A_TURN = 2_000
/** Characters of one row; a row of people has hundreds. What is longer is an unclosed quote. */
const LONGEST_ROW = 64 * 1024
/** Any of them, also within one file, as the guard has it; else a file could end its lines otherwise than is counted. */
const LINE_ENDS = ['\r\n', '\n', '\r']
const DELIMITERS = [',', ';', '\t'] as const

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** Throws a problem where the file as a whole is of no use; what is wrong with single rows is told in the answer. */
export async function readDirectoryCsv(bytes: Uint8Array, now: Date): Promise<DirectoryFile> {
  const reader = new Reader(now)
  try {
    for await (const { record, info } of recordsOf(bytes)) {
      reader.read(record, info.lines)
      if (reader.count % ROWS_A_TURN === 0) await turn()
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // Its message quotes what it has read; where it stopped is a number.
    const line = Number(error.lines ?? 1)
    throw refused(`/lines/${line}`, `line ${line} or before: cannot be read as CSV (${error.code})`)
  }
  return reader.end()
}

function recordsOf(bytes: Uint8Array): AsyncIterable<Parsed> {
  const delimiter = delimiterOf(bytes)
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    max_record_size: LONGEST_ROW,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    skip_empty_lines: true,
  })
  // What goes wrong on either side ends the other, and is thrown to whoever reads the records.
  return pipeline(Readable.from(chunksOf(bytes, delimiter)), parser, toldToTheReader)
}

function toldToTheReader(): void {
  // Nothing is left to say: a pipeline wants somebody to call at its end.
}

/** A turn of the event loop for each: a chunk may hold no record at all, and is work all the same. */
async function* chunksOf(bytes: Uint8Array, delimiter: string): AsyncGenerator<Buffer> {
  const guard = new LineGuard(delimiter)
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    await turn()
    const chunk = Buffer.from(bytes.subarray(from, from + CHUNK_BYTES))
    const tooMuch = guard.check(chunk)
    if (tooMuch) throw refused(`/lines/${tooMuch.line}`, `line ${tooMuch.line}: ${tooMuch.detail}`)
    yield chunk
  }
}

/** Where Excel writes decimals with a comma it parts columns by semicolons: what the header has most of is it. */
function delimiterOf(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, CHUNK_BYTES))
  const header = start.split(/\r?\n/, 1)[0] ?? ''
  const found = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
  return found.reduce((most, one) => (one.count > most.count ? one : most)).delimiter
}

class Reader {
  readonly #now: Date
  readonly #rows: FileRow[] = []
  readonly #seen = new Set<string>()
  readonly #unread = new Set<string>()
  readonly #faults: FieldError[] = []
  #columns: Columns | undefined
  #width = 0
  #badRows = 0
  count = 0

  constructor(now: Date) {
    this.#now = now
  }

  read(record: readonly string[], line: number): void {
    if (this.#columns === undefined) {
      this.#columns = columnsOf(record)
      this.#width = record.length
      if (this.#columns.email.length === 0) throw refused('/lines/1', NO_EMAIL)
      return
    }
    this.count += 1
    if (this.count > DIRECTORY_ROWS_AT_MOST) {
      throw new ApiProblem('body-too-large', `A directory may have ${DIRECTORY_ROWS_AT_MOST} rows.`)
    }
    if (record.slice(this.#width).some((cell) => cell.trim() !== '')) {
      this.#fault(line, null, ['more cells than the header has'])
      return
    }
    const read = readRow(record, this.#columns, this.#now)
    if (!read.ok) {
      const details = read.faults.map(({ field, detail }) => `column ${field}: ${detail}`)
      this.#fault(line, read.externalId, details)
    } else if (this.#seen.has(read.row.externalId)) {
      this.#fault(line, null, ['column id: another row has the same'])
    } else {
      this.#seen.add(read.row.externalId)
      this.#rows.push(read.row)
    }
  }

  #fault(line: number, externalId: string | null, details: readonly string[]): void {
    this.#badRows += 1
    if (externalId) this.#unread.add(externalId)
    for (const detail of details) {
      if (this.#faults.length < MOST_FAULTS) {
        this.#faults.push({ pointer: `/lines/${line}`, detail: `line ${line}, ${detail}` })
      }
    }
  }

  end(): DirectoryFile {
    if (this.#columns === undefined) throw refused('/lines/1', NO_EMAIL)
    const unread = [...this.#unread].filter((id) => !this.#seen.has(id))
    return {
      rows: this.#rows,
      saysNothingOf: saysNothingOf(this.#columns),
      unread,
      badRows: this.#badRows,
      faults: this.#faults,
    }
  }
}

const NO_EMAIL =
  'line 1 must name the columns, and one of them must be called email (or mail, work_email, userPrincipalName)'

const refused = (pointer: string, detail: string): ApiProblem =>
  new ApiProblem('invalid-request', 'The file is not a directory that can be read.', {
    errors: [{ pointer, detail }],
  })
