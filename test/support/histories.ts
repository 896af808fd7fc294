import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { Client } from '@temporalio/client'

/** Where recorded histories are; they are committed, and every change of a workflow is replayed against them. */
export const HISTORIES = new URL('../histories/', import.meta.url)

/**
 * Keeps a workflow's history as a fixture for the replay tests, when asked to by CASBAH_RECORD_HISTORIES=on.
 * A change that breaks replay needs `patched()`; one that adds a path needs a recording more.
 */
export async function recordHistory(
  client: Client,
  name: string,
  workflowId: string,
  runId?: string,
): Promise<void> {
  if (process.env.CASBAH_RECORD_HISTORIES !== 'on') return
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
  await mkdir(HISTORIES, { recursive: true })
  await writeFile(new URL(`${name}.json`, HISTORIES), `${JSON.stringify(plain(history))}\n`)
}

export async function readHistory(file: string): Promise<unknown> {
  return revive(JSON.parse(await readFile(new URL(file, HISTORIES), 'utf8')))
}

interface Long {
  readonly low: number
  readonly high: number
  readonly unsigned: boolean
}

const isLong = (value: object): value is Long => 'low' in value && 'high' in value && 'unsigned' in value

/** The message as JSON: bytes as base64 under a name of their own, 64-bit numbers (all far below 2^53) as numbers. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if (isLong(value)) return Number(String(value))
  const filled = Object.entries(value).filter(([, field]) => field !== null && field !== undefined)
  return Object.fromEntries(filled.map(([name, field]) => [name, plain(field)]))
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  if ('$bytes' in value) return new Uint8Array(Buffer.from(String(value.$bytes), 'base64'))
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, revive(field)]))
}
