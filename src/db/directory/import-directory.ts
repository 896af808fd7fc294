import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { holdLivingTx } from '../integrations/hold-living.ts'
import type { DirectoryRow } from './import-statements.ts'
import {
  countFilePeople,
  countFileStatuses,
  lockDirectory,
  putFilePeople,
  removeFilePeople,
} from './import-statements.ts'

/**
 * Puts a file in place of the one before, whole or not at all: one transaction, so that no evaluation sees half a
 * company gone. A dry run does the same and takes it back, so that its counts are those of the real one. The
 * integration's row is held only at the end, for as long as the commit takes: an import of a large company takes longer
 * than anybody should wait who changes the integration. Disconnected before: nothing stays (`IntegrationGone`); after:
 * the purge finds what was written.
 */
export interface DirectoryImport {
  readonly integrationId: IntegrationId
  readonly rows: readonly DirectoryRow[]
  /** External ids of rows that could not be read: what is known of those people stays. */
  readonly unread: readonly string[]
  /** Whether people whom the file does not name go. */
  readonly replaces: boolean
  /** Whether more than half of them may, or more than half of those who work there may count as having left. */
  readonly mayShrink: boolean
  readonly isDryRun: boolean
}

export interface DirectoryCounts {
  readonly active: number
  readonly left: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unchanged: number
}

export type DirectoryImported =
  | { readonly state: 'done'; readonly counts: DirectoryCounts }
  /** Nothing was changed: the file names less than half as many people as the one before. */
  | { readonly state: 'would_shrink'; readonly before: number; readonly after: number }
  /** Nothing was changed: less than half as many people would work there as before, which the rules take for a mass exit. */
  | { readonly state: 'would_leave'; readonly before: number; readonly after: number }

/** Ends the transaction without an effect, with what it would have had. */
class TakenBack extends Error {
  readonly imported: DirectoryImported

  constructor(imported: DirectoryImported) {
    super('taken back')
    this.imported = imported
  }
}

/** Rows a statement: some milliseconds each, and far from the most parameters' bytes. */
const ROWS_A_STATEMENT = 2_000
const HALF = 0.5

export async function importDirectory(sql: Sql, wanted: DirectoryImport): Promise<DirectoryImported> {
  try {
    const imported = await quietly(sql.begin((tx) => replaceIn(tx, wanted)))
    return imported as DirectoryImported
  } catch (error) {
    if (error instanceof TakenBack) return error.imported
    throw error
  }
}

async function replaceIn(tx: Tx, wanted: DirectoryImport): Promise<DirectoryImported> {
  const { integrationId, rows, unread, replaces } = wanted
  await lockDirectory(tx, integrationId)
  const before = await countFilePeople(tx, integrationId, unread)
  const after = rows.length + before.among
  if (replaces && !wanted.mayShrink && after < before.all * HALF) {
    throw new TakenBack({ state: 'would_shrink', before: before.all, after })
  }
  const { active: worked } = await countFileStatuses(tx, integrationId)
  const { added, changed } = await putAll(tx, integrationId, rows)
  const named = [...rows.map(({ externalId }) => externalId), ...unread]
  const removed = replaces ? await removeFilePeople(tx, integrationId, named) : 0
  const statuses = await countFileStatuses(tx, integrationId)
  if (!wanted.mayShrink && statuses.active < worked * HALF) {
    throw new TakenBack({ state: 'would_leave', before: worked, after: statuses.active })
  }
  const counts = { ...statuses, added, changed, removed, unchanged: rows.length - added - changed }
  if (wanted.isDryRun) throw new TakenBack({ state: 'done', counts })
  await holdLivingTx(tx, integrationId)
  return { state: 'done', counts }
}

async function putAll(tx: Tx, integrationId: IntegrationId, rows: readonly DirectoryRow[]) {
  let [added, changed] = [0, 0]
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const put = await putFilePeople(tx, integrationId, rows.slice(from, from + ROWS_A_STATEMENT))
    added += put.added
    changed += put.changed
  }
  return { added, changed }
}
