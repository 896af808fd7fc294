import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import type { Payload, PayloadCodec } from '@temporalio/common'
import type { Sql } from '../../src/db/client.ts'
import type { LeakScanner } from './leak-scan.ts'

/** Everything that a running Casbah leaves behind, handed to a scanner. */

const ROWS_AT_ONCE = 500

/** Every column of every table that is wanted, as text; `bytea` is hex in it. Returns the names of the tables. */
export async function scanDatabase(
  scanner: LeakScanner,
  sql: Sql,
  isWanted: (table: string) => boolean = () => true,
): Promise<string[]> {
  const columns = await sql<{ schema: string; table: string; column: string }[]>`
    select c.table_schema as schema, c.table_name as table, c.column_name as column
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3`
  for (const { schema, table, column } of columns) {
    if (!isWanted(table)) continue
    const rows = sql`select ${sql(column)}::text as value from ${sql(schema)}.${sql(table)}`.cursor(
      ROWS_AT_ONCE,
    )
    await scanner.scanStream(`table ${table}.${column}`, valuesOf(rows))
  }
  return [...new Set(columns.map(({ table }) => table))].filter(isWanted)
}

async function* valuesOf(
  pages: AsyncIterable<readonly { readonly value?: unknown }[]>,
): AsyncGenerator<Buffer> {
  for await (const rows of pages) {
    yield Buffer.from(rows.map(({ value }) => `${typeof value === 'string' ? value : ''}\n`).join(''))
  }
}

/** All files below a folder but those named, with their names. */
export async function scanFolder(
  scanner: LeakScanner,
  folder: string,
  except: readonly string[],
): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !except.includes(entry.name))
  for (const { parentPath, name } of files) {
    scanner.scan(`name of file ${name}`, name)
    await scanner.scanStream(`file ${name}`, createReadStream(join(parentPath, name)))
  }
  return files.map(({ name }) => name)
}

/** Command lines of all processes: secrets in one of them can be read by every user of the machine. */
export async function scanProcessList(scanner: LeakScanner): Promise<number> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  for (const pid of pids) {
    // A process that has ended since is none.
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    scanner.scan('process list', line.replaceAll('\0', ' '))
  }
  return pids.length
}

export interface TemporalTraces {
  readonly workflows: number
  readonly payloads: number
  /** Payloads that crossed in clear and should not have: `where` of each. */
  readonly inClear: readonly string[]
}

/**
 * Histories of all workflows and what the server holds beside them (memos, search attributes, user metadata,
 * heartbeats of pending activities, Schedules, current details), with all payloads decoded by our codec.
 */
export async function scanTemporal(scanner: LeakScanner, client: Client): Promise<TemporalTraces> {
  const reader = new PayloadReader(scanner, codecOf(client))
  let workflows = 0
  for await (const { workflowId, runId, type, status } of client.workflow.list()) {
    workflows += 1
    const handle = client.workflow.getHandle(workflowId, runId)
    const where = `${type} workflow`
    scanner.scan(`${where}: id`, workflowId)
    await reader.read(`${where}: history`, await handle.fetchHistory())
    await reader.read(`${where}: description`, (await handle.describe()).raw)
    if (status.name === 'RUNNING')
      await reader.read(`${where}: details`, await handle.query('__temporal_workflow_metadata'))
  }
  for await (const { scheduleId } of client.schedule.list()) {
    await reader.read('schedule', (await client.schedule.getHandle(scheduleId).describe()).raw)
  }
  return { workflows, payloads: reader.payloads, inClear: [...reader.inClear] }
}

/** What open workflows and their activities say of themselves at this moment: gone once they have ended. */
export async function scanOpenWorkflows(scanner: LeakScanner, client: Client): Promise<void> {
  const reader = new PayloadReader(scanner, codecOf(client))
  for await (const { workflowId, type } of client.workflow.list({ query: 'ExecutionStatus="Running"' })) {
    const described = await client.workflow.getHandle(workflowId).describe()
    await reader.read(`${type} workflow: while open`, described.raw)
  }
}

function codecOf(client: Client): PayloadCodec {
  const [codec] = client.options.loadedDataConverter.payloadCodecs
  if (codec === undefined) throw new Error('This client has no codec: nothing could be decoded with it.')
  return codec
}

const ENCRYPTED = 'binary/encrypted'

/**
 * Search attributes, which the server must read, and the marker of a patch, which the SDK writes past every codec: it
 * holds the patch's name and nothing else.
 */
const IN_CLEAR_BY_DESIGN = ['searchAttributes', 'indexedFields', 'patch-data'] as const

class PayloadReader {
  payloads = 0
  readonly inClear = new Set<string>()
  readonly #scanner: LeakScanner
  readonly #codec: PayloadCodec

  constructor(scanner: LeakScanner, codec: PayloadCodec) {
    this.#scanner = scanner
    this.#codec = codec
  }

  /** Reads the whole of it, then scans once: many small texts in one are found as well, and faster. */
  async read(where: string, value: unknown): Promise<void> {
    const found: Found = { clear: [], decoded: [] }
    await this.#walk(where, value, [], found)
    this.#scanner.scan(`${where}, in clear`, lines(found.clear))
    this.#scanner.scan(`${where}, payload`, lines(found.decoded))
  }

  async #walk(where: string, value: unknown, path: readonly string[], found: Found): Promise<void> {
    if (typeof value === 'string' || value instanceof Uint8Array) {
      found.clear.push(Buffer.from(value as Uint8Array))
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (isPayload(value)) return this.#decode(where, value, path, found)
    for (const [name, inner] of Object.entries(value)) {
      found.clear.push(Buffer.from(name))
      await this.#walk(where, inner, [...path, name], found)
    }
  }

  async #decode(where: string, payload: Payload, path: readonly string[], found: Found): Promise<void> {
    this.payloads += 1
    const encoding = Buffer.from(payload.metadata?.encoding ?? []).toString('utf8')
    if (encoding !== ENCRYPTED && !IN_CLEAR_BY_DESIGN.some((name) => path.includes(name))) {
      this.inClear.add(`${where}, ${path.filter((name) => !/^\d+$/.test(name)).join('.')} (${encoding})`)
    }
    // What is in clear is read as it is: our codec would refuse it.
    const readable = encoding === ENCRYPTED ? await this.#codec.decode([payload]) : [payload]
    for (const decoded of readable) {
      const parts = [...Object.values(decoded.metadata ?? {}), decoded.data ?? new Uint8Array()]
      found.decoded.push(...parts.map((part) => Buffer.from(part)))
    }
  }
}

interface Found {
  readonly clear: Buffer[]
  readonly decoded: Buffer[]
}

const NEWLINE = Buffer.from('\n')
const lines = (parts: readonly Buffer[]): Buffer => Buffer.concat(parts.flatMap((part) => [part, NEWLINE]))

const isPayload = (value: object): value is Payload =>
  'metadata' in value &&
  typeof value.metadata === 'object' &&
  value.metadata !== null &&
  'encoding' in value.metadata
