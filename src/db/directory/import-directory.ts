import type { DirectoryFact } from '../../model/core/directory.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { holdLivingTx } from '../integrations/hold-living.ts'
import type { FileRow } from './import-statements.ts'
import { countFileStatuses, lockDirectory, putFilePeople, removeFilePeople } from './import-statements.ts'
import type { Before } from './match-file.ts'
import { idsOfUnread, lookBefore, nameByAddress } from './match-file.ts'

/**
 * Puts a file in place of the one before, whole or not at all: one transaction, so that no evaluation sees half a
 * company gone. A dry run does the same and takes it back, so that its counts are those of the real one. The
 * integration's row is held only at the end, for as long as the commit takes: an import of a large company takes longer
 * than anybody should wait who changes the integration. Disconnected before: nothing stays (`IntegrationGone`); after:
 * the purge finds what was written.
 */
export interface DirectoryImport {
  readonly integrationId: IntegrationId
  readonly rows: readonly FileRow[]
  /** What the file has no column of. */
  readonly saysNothingOf: readonly DirectoryFact[]
  /** Ids, or addresses, of rows that could not be read: what is known of those people stays. */
  readonly unread: readonly string[]
  /** Whether people whom the file does not name go. */
  readonly replaces: boolean
  /** Whether that may take back what is known of many (`Refusal`). */
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
  | { readonly state: 'refused'; readonly refusal: Refusal }

/** Nothing was changed, since a wrong file does such things more often than a company. */
export type Refusal =
  /** The file names less than half as many people as the one before. */
  | { readonly because: 'shrinks'; readonly before: number; readonly after: number }
  /** Less than half as many people would work there as before, which the rules take for a mass exit. */
  | { readonly because: 'leave'; readonly before: number; readonly after: number }
  /** It has no column of what is known of this many of its people. */
  | { readonly because: 'says_nothing_of'; readonly fact: DirectoryFact; readonly people: number }
  /** More than half of those of its people who had left would work there again. */
  | { readonly because: 'return'; readonly left: number; readonly returning: number }

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
  const { integrationId, replaces, mayShrink } = wanted
  await lockDirectory(tx, integrationId)
  const rows = await nameByAddress(tx, integrationId, wanted.rows)
  const unread = await idsOfUnread(tx, integrationId, wanted.unread)
  const before = await lookBefore(tx, integrationId, rows)
  if (!mayShrink) refuse(takesBack(wanted, before, rows.length + unread.length))
  const { added, changed } = await putAll(tx, integrationId, rows)
  const named = [...rows.map(({ externalId }) => externalId), ...unread]
  const removed = replaces ? await removeFilePeople(tx, integrationId, named) : 0
  const statuses = await countFileStatuses(tx, integrationId)
  if (!mayShrink && statuses.active < before.active * HALF) {
    refuse({ because: 'leave', before: before.active, after: statuses.active })
  }
  const counts = { ...statuses, added, changed, removed, unchanged: rows.length - added - changed }
  if (wanted.isDryRun) throw new TakenBack({ state: 'done', counts })
  await holdLivingTx(tx, integrationId)
  return { state: 'done', counts }
}

function refuse(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new TakenBack({ state: 'refused', refusal })
}

/** What can be told before anything is written. A column that is missing is told before what comes of that. */
function takesBack(wanted: DirectoryImport, before: Before, after: number): Refusal | undefined {
  const { replaces, saysNothingOf } = wanted
  if (replaces && after < before.all * HALF) return { because: 'shrinks', before: before.all, after }
  const fact = saysNothingOf.find((one) => before.told[one] > 0)
  if (fact !== undefined) return { because: 'says_nothing_of', fact, people: before.told[fact] }
  // Who is not named goes with a whole file; a file that only adds leaves their departures as they are.
  const left = replaces ? before.leftNamed : before.left
  if (before.returning > left * HALF) return { because: 'return', left, returning: before.returning }
  return undefined
}

async function putAll(tx: Tx, integrationId: IntegrationId, rows: readonly FileRow[]) {
  let [added, changed] = [0, 0]
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const put = await putFilePeople(tx, integrationId, rows.slice(from, from + ROWS_A_STATEMENT))
    added += put.added
    changed += put.changed
  }
  return { added, changed }
}
