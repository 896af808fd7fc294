import type { Db } from '../../db/client.ts'
import type { FindingFilter } from '../../db/findings/finding-filter.ts'
import type { ListedFinding } from '../../db/findings/list-findings.ts'
import { walkFindingCells, walkFindings } from '../../db/findings/walk-findings.ts'
import { getPeople } from '../../db/people/get-people.ts'
import type { Cells } from '../../db/portal.ts'
import type { Snapshot } from '../../db/snapshot.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import { findingView } from '../schemas/finding.ts'
import { integrationPages } from './all-integrations.ts'
import type { ExportContext, ExportFormat, StoredFormat, Writing } from './export-format.ts'
import { KnownPeople } from './known-people.ts'
import { evidenceOf } from './ndjson.ts'
import type { Sending, SentExport, SnapshotJob } from './send-snapshot.ts'
import { sendSnapshot } from './send-snapshot.ts'

/** Findings in one format: one page is in memory and the next one on its way, whatever the number of findings. */

/** Findings that are read at a time: half a megabyte, of which a few are in memory at once. */
const PAGE = 500

export interface FindingExport extends SnapshotJob {
  readonly scope: Scope
  readonly filter: FindingFilter
  readonly format: ExportFormat
  /** The last finding that an export brought which is taken up again; null: from the beginning. */
  readonly after: FindingId | null
  /** How many at most; null: all. */
  readonly most: number | null
  readonly version: string
  /** Findings at a time. Default 500. */
  readonly page?: number
}

/** Resolves once the first page was read: what is wrong until then is answered as a problem. */
export const sendFindings = (job: FindingExport): Promise<SentExport> =>
  sendSnapshot(job, (sending) => send(job, sending))

async function send(job: FindingExport, { snapshot, begun, look, give }: Sending): Promise<void> {
  const names = await namesOf(snapshot.db, job.scope)
  const written = writtenBy(job, snapshot, { asOf: snapshot.asOf, names, version: job.version })
  let head = job.after === null ? written.head : ''
  for await (const page of written.pages) {
    begun()
    await look()
    await give(head === '' ? page : Buffer.concat([Buffer.from(head), page]))
    head = ''
  }
  begun()
  await give(Buffer.from(head + written.end()))
}

interface Written {
  readonly head: string
  readonly pages: AsyncIterable<Uint8Array>
  end(): string
}

function writtenBy({ format, ...job }: FindingExport, snapshot: Snapshot, context: ExportContext): Written {
  const { page: size = PAGE, scope } = job
  const people = new KnownPeople((ids) => snapshot.beside((db) => getPeople(db, scope, ids)))
  if (format.from === 'cells') {
    return {
      head: '',
      pages: storedPages(walkFindingCells(snapshot.db, { ...job, size }), format, people),
      end: () => '',
    }
  }
  const { head, page, end } = format.begin(context)
  return { head, pages: viewedPages(walkFindings(snapshot.db, { ...job, size }), page, people), end }
}

async function* viewedPages(
  pages: AsyncIterable<readonly ListedFinding[]>,
  write: Writing['page'],
  people: KnownPeople,
): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) {
    const known = await people.of(rows.map(({ evidence }) => evidence))
    yield Buffer.from(write(rows.map((row) => findingView(row, known))))
  }
}

async function* storedPages(
  pages: AsyncIterable<readonly Cells[]>,
  format: StoredFormat,
  people: KnownPeople,
): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) {
    const findings = rows.map((cells) => ({ cells, evidence: evidenceOf(cells) }))
    yield format.page(findings, await people.of(findings.map(({ evidence }) => evidence)))
  }
}

async function namesOf(snapshot: Db, scope: Scope): Promise<ReadonlyMap<IntegrationId, string>> {
  const names = new Map<IntegrationId, string>()
  for await (const rows of integrationPages(snapshot, scope)) {
    for (const { id, displayName } of rows) names.set(id, displayName)
  }
  return names
}
