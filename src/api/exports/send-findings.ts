import type { Db } from '../../db/client.ts'
import type { FindingFilter } from '../../db/findings/finding-filter.ts'
import type { ListedFinding } from '../../db/findings/list-findings.ts'
import { beginWalk, walkOn } from '../../db/findings/walk-findings.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import { findingView } from '../schemas/finding.ts'
import { integrationPages } from './all-integrations.ts'
import type { ExportFormat } from './export-format.ts'
import { KnownPeople } from './known-people.ts'
import type { Sending, SentExport, SnapshotJob } from './send-snapshot.ts'
import { sendSnapshot } from './send-snapshot.ts'

/** Findings in one format: one page is in memory and the next one on its way, whatever the number of findings. */

/** Findings that are read at a time: some hundred kilobytes, few enough to be forgotten while they are young. */
const PAGE = 250

export interface FindingExport extends SnapshotJob {
  readonly scope: Scope
  readonly filter: FindingFilter
  readonly format: ExportFormat
  /** The last finding that an export brought which is taken up again; null: from the beginning. */
  readonly after: FindingId | null
  /** How many at most; null: all. */
  readonly most: number | null
  readonly version: string
  /** Findings at a time. Default 250. */
  readonly page?: number
}

/** Resolves once the first page was read: what is wrong until then is answered as a problem. */
export const sendFindings = (job: FindingExport): Promise<SentExport> =>
  sendSnapshot(job, (sending) => send(job, sending))

async function send(job: FindingExport, { snapshot, asOf, begun, look, give }: Sending): Promise<void> {
  const names = await namesOf(snapshot, job.scope)
  const writing = job.format.begin({ asOf, names, version: job.version })
  const encoder = new TextEncoder()
  const people = new KnownPeople(snapshot, job.scope)
  let head = job.after === null ? writing.head : ''
  for await (const rows of pages(job, snapshot)) {
    begun()
    await look()
    const known = await people.of(rows)
    await give(encoder.encode(head + writing.page(rows.map((row) => findingView(row, known)))))
    head = ''
  }
  await give(encoder.encode(head + writing.end()))
}

/** At least one page, if an empty one. The next is asked for while this one is written. */
async function* pages(
  { scope, filter, after, most, page = PAGE }: FindingExport,
  snapshot: Db,
): AsyncIterable<readonly ListedFinding[]> {
  let left = most ?? Number.POSITIVE_INFINITY
  const read = (): Promise<readonly ListedFinding[]> => {
    const rows = walkOn(snapshot, Math.min(page, left))
    // Whoever stops early leaves it to nobody; whoever goes on meets its failure at `await`.
    rows.catch(() => undefined)
    return rows
  }
  await beginWalk(snapshot, scope, filter, after)
  let coming = read()
  for (;;) {
    const rows = await coming
    left -= rows.length
    const isLast = rows.length < page || left <= 0
    if (!isLast) coming = read()
    yield rows
    if (isLast) return
  }
}

async function namesOf(snapshot: Db, scope: Scope): Promise<ReadonlyMap<IntegrationId, string>> {
  const names = new Map<IntegrationId, string>()
  for await (const rows of integrationPages(snapshot, scope)) {
    for (const { id, displayName } of rows) names.set(id, displayName)
  }
  return names
}
