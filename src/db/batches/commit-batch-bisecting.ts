import { createHash } from 'node:crypto'
import type { QuarantinedRecord } from '../../model/core/records.ts'
import { PLAIN_ID } from '../../model/core/records.ts'
import type { Retained, StreamRecord } from '../../privacy/retained.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { Sql } from '../client.ts'
import { DatabaseRefused } from '../errors.ts'
import type { Batch, BatchCounts } from './batch.ts'
import { addCounts, heldOf, NOTHING } from './batch.ts'
import { commitBatch } from './commit-batch.ts'

/**
 * A poison record never stops a stream. Where Postgres refuses a batch for what is in it, the batch is halved
 * until the refused record stands alone; that one goes to quarantine as a place without values, the others are
 * written. Halves are committed as they succeed, with the cursor where it was: if the process dies in between,
 * the batch comes again and changes nothing. Cursor, sweeps, progress and quarantine move with the last commit.
 *
 * Classes: 21 cardinality violation, 22 data exception (also `22P02`, a bad time, and `22P05`, a character that
 * does not exist), 54 a limit of Postgres (a value too big for an index). Anything else is not the record's fault.
 */
const POISON_CLASSES: ReadonlySet<string> = new Set(['21', '22', '54'])

export async function commitBatchBisecting(sql: Sql, batch: Batch): Promise<BatchCounts> {
  try {
    return await commitBatch(sql, batch)
  } catch (error) {
    if (!isPoison(error) || batch.records.length === 0) throw error
  }
  const found: Found = { counts: NOTHING, written: 0, poison: [] }
  await bisect(sql, batch, 0, batch.records.length, found)
  const quarantined = [...batch.quarantined, ...found.poison]
  const last = await commitBatch(
    sql,
    { ...batch, records: [], quarantined },
    { moves: true, writtenBefore: found.written },
  )
  return addCounts(found.counts, last)
}

interface Found {
  counts: BatchCounts
  written: number
  readonly poison: QuarantinedRecord[]
}

const isPoison = (error: unknown): boolean =>
  error instanceof DatabaseRefused && POISON_CLASSES.has(error.sqlState.slice(0, 2))

/** Writes what can be written of `records[from, to)`; the caller knows that the whole cannot. */
async function bisect(sql: Sql, batch: Batch, from: number, to: number, found: Found): Promise<void> {
  if (to - from === 1) {
    const record = batch.records[from]
    if (record) found.poison.push(quarantine(batch, record, from))
    return
  }
  const middle = from + Math.ceil((to - from) / 2)
  await tryHalf(sql, batch, from, middle, found)
  await tryHalf(sql, batch, middle, to, found)
}

async function tryHalf(sql: Sql, batch: Batch, from: number, to: number, found: Found): Promise<void> {
  const records = batch.records.slice(from, to)
  const half: Batch = { ...batch, records, completed: [], quarantined: [], drift: [], pages: 0 }
  try {
    const counts = await commitBatch(sql, half, { moves: false, writtenBefore: 0 })
    found.counts = addCounts(found.counts, counts)
    found.written += heldOf(counts)
  } catch (error) {
    if (!isPoison(error)) throw error
    await bisect(sql, batch, from, to, found)
  }
}

function quarantine(batch: Batch, record: Retained<StreamRecord>, index: number): QuarantinedRecord {
  const id = record.type === 'asset' ? record.externalId : record.eventId
  const file = batch.cursor.file
  const fileId = typeof file === 'object' && file !== null && 'id' in file ? file.id : null
  return {
    locator: {
      fileId: typeof fileId === 'string' ? fileId : null,
      pageCursor: null,
      index,
      // Below a parent an id is `<parent>/<id>`.
      recordId: id.split('/').every((part) => PLAIN_ID.test(part)) ? id : null,
      sha256: createHash('sha256').update(canonicalJson(record), 'utf8').digest('hex'),
    },
    reason: 'database_refused',
    path: '$',
  }
}
