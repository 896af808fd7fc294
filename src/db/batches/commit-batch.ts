import type { AssetDraft } from '../../model/core/records.ts'
import { noteKeyUse } from '../activity/note-key-use.ts'
import type { Sql, Tx } from '../client.ts'
import { noteVersions } from '../definitions/note-versions.ts'
import { addDrift, DRIFT_PATHS } from '../drift/add-drift.ts'
import { quiet } from '../errors.ts'
import { noteGap } from '../gaps/note-gap.ts'
import { cleanRecord } from '../hygiene/clean.ts'
import { collapse } from '../hygiene/collapse.ts'
import { peopleCacheOf } from '../people/people-cache.ts'
import { insertQuarantine } from '../quarantine/insert-quarantine.ts'
import { settleQuarantine } from '../quarantine/settle-quarantine.ts'
import { settleRereads } from '../rereads/settle-rereads.ts'
import type { Batch, BatchCounts, Sorted } from './batch.ts'
import { heldOf, sortByType } from './batch.ts'
import type { Moved } from './move-checkpoint.ts'
import { moveCheckpoint } from './move-checkpoint.ts'
import { peopleOf } from './people-of.ts'
import { moveProgress } from './progress.ts'
import { resolvePeople } from './resolve-people.ts'
import { changedSettings, eventsOf, placeOfChanges, settingsBefore } from './setting-changes.ts'
import { sweep } from './sweep.ts'
import { writeAssets } from './write-assets.ts'
import { writeContents } from './write-contents.ts'
import { writeEvents } from './write-events.ts'
import { writeMessages } from './write-messages.ts'

/**
 * The hot path: one batch, one transaction. Its first statement takes the checkpoint (the fence, see
 * `checkpoints/claim-checkpoint.ts`) and keeps it locked, so rows, counters, progress and cursor become visible
 * together or not at all, and a stale attempt writes nothing. No network but Postgres' own is awaited inside:
 * everything that takes time was done before, and a server that finds the transaction idle ends it.
 *
 * Locks are taken in one order by every batch (checkpoint, people by ref, assets by key, sightings by id, definitions), so
 * that two lanes which write the same rows wait for each other and do not deadlock.
 *
 * `parts` exists for bisecting: a part writes records and leaves cursor, progress and sweeps to the last one.
 */
export interface Part {
  /** Whether the checkpoint's cursor moves, and everything that goes with that. */
  readonly moves: boolean
  /** Records that earlier parts held (`heldOf`), for the progress. */
  readonly writtenBefore: number
}

const WHOLE_BATCH: Part = { moves: true, writtenBefore: 0 }

/** The transaction was lost under its statements (the server ended it, the driver went on elsewhere). */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost'
  constructor() {
    super('The transaction ended under its statements; the batch is tried again from its checkpoint.')
  }
}

export async function commitBatch(sql: Sql, batch: Batch, part: Part = WHOLE_BATCH): Promise<BatchCounts> {
  const { records, collapsed, mended } = tidy(batch)
  const cache = peopleCacheOf(sql)
  const named = peopleOf(records)
  try {
    const { counts, people } = await sql.begin(async (tx) => {
      const moved = await moveCheckpoint(tx, batch, part.moves)
      const people = await resolvePeople(tx, batch.integrationId, named, cache)
      const written = await writeRecords(tx, batch, moved, sortByType(records), people)
      const counts = { ...written.counts, duplicates: written.counts.duplicates + collapsed }
      const notes = [
        { path: DRIFT_PATHS.mendedText, count: mended },
        { path: DRIFT_PATHS.movedEvent, count: written.moved },
      ]
      const swept = part.moves ? await sweep(tx, batch, moved.startedAt) : 0
      await noteVersions(tx, batch, written.assets, written.changedAssets)
      if (part.moves) await finish(tx, batch, moved, heldOf(counts) + part.writtenBefore, notes)
      else await addDrift(tx, batch, notes)
      return { counts: { ...counts, swept }, people }
    })
    cache.remember(batch.integrationId, people)
    return counts
  } catch (error) {
    throw quiet(error)
  }
}

function tidy(batch: Batch) {
  let mended = 0
  const clean = batch.records.map((record) => {
    const { value, replaced } = cleanRecord(record)
    mended += replaced
    return value
  })
  return { ...collapse(clean), mended }
}

interface WrittenRecords {
  readonly counts: BatchCounts
  /** Events of another time than the one they had. */
  readonly moved: number
  readonly assets: readonly AssetDraft[]
  readonly changedAssets: readonly AssetDraft[]
}

async function writeRecords(
  tx: Tx,
  batch: Batch,
  moved: Moved,
  { assets, events, messages }: Sorted,
  people: Awaited<ReturnType<typeof resolvePeople>>,
): Promise<WrittenRecords> {
  const before = await settingsBefore(tx, batch, assets)
  const { written, ...assetCounts } = await writeAssets(tx, batch, assets, people)
  await noteKeyUse(tx, batch.integrationId, assets)
  const changes = before === null ? [] : changedSettings(before, assets)
  if (before !== null && changes.length > 0) {
    const seq = await placeOfChanges(tx, batch, moved)
    // No record of upstream's, so in no count of records.
    await writeEvents(tx, batch, seq, eventsOf(changes, seq, before.at), people)
  }
  const fresh = await writeEvents(tx, batch, moved.seq, events, people)
  const versions = await writeMessages(tx, batch, moved.seq, messages, people)
  await writeContents(tx, batch, [...events, ...messages])
  const happened = fresh.fresh + versions.fresh
  return {
    counts: {
      inserted: assetCounts.inserted + happened,
      changed: assetCounts.changed,
      unchanged: assets.length - assetCounts.inserted - assetCounts.changed,
      duplicates: events.length + messages.length - happened,
      swept: 0,
    },
    moved: fresh.moved + versions.moved,
    assets,
    changedAssets: written,
  }
}

/** For the progress, which counts what need not be asked for any more; what may be swept is another question. */
const parentsDoneIn = ({ completed, passed }: Batch): number =>
  completed.filter((scope) => scope !== '').length + (passed ?? 0)

async function finish(
  tx: Tx,
  batch: Batch,
  moved: Moved,
  records: number,
  notes: readonly { path: string; count: number }[],
): Promise<void> {
  if (batch.reread !== undefined) await settleRereads(tx, batch, batch.reread)
  if (batch.gap) await noteGap(tx, batch, batch.gap)
  await insertQuarantine(tx, batch, batch.quarantined)
  if (batch.done && batch.reread === undefined) await settleQuarantine(tx, batch, moved.startedAt)
  await addDrift(tx, batch, [...batch.drift, ...notes])
  const transaction = await moveProgress(tx, batch, {
    records,
    quarantined: batch.quarantined.length,
    parentsDone: batch.reread === undefined ? parentsDoneIn(batch) : 0,
  })
  if (transaction !== moved.transaction) throw new TransactionLost()
}
