import type { Period } from '../../../model/core/period.ts'
import type { Scope } from '../../../model/core/scope.ts'
import type { SentExport, SnapshotJob } from '../send-snapshot.ts'
import { sendSnapshot } from '../send-snapshot.ts'
import type { Sealed } from './pack.ts'
import { Pack } from './pack.ts'
import { writeAuditLog, writeTables } from './tables.ts'

/** Rows that are read at a time, and stand in one file: findings are about a megabyte. */
const PAGE = 1_000

export interface EvidenceJob extends SnapshotJob {
  /** What the pack is of. */
  readonly scope: Scope
  readonly period: Period
  /** Null: the audit log is in it. Else why it is not. */
  readonly noAuditLog: string | null
  readonly version: string
  /** Default 1,000. */
  readonly page?: number
  /** Before the end is sent: a pack that has its end was told of. */
  readonly sealed: (sealed: Sealed) => Promise<void>
}

/** Resolves before the first table is read, since there is always something to send. */
export const sendEvidence = (job: EvidenceJob): Promise<SentExport> =>
  sendSnapshot(job, async ({ snapshot: { db: snapshot, asOf }, begun, look, give }) => {
    const { scope, period, noAuditLog } = job
    const pack = new Pack(give)
    const read = { snapshot, scope, period, page: job.page ?? PAGE, look }
    begun()
    await writeTables(pack, read)
    if (noAuditLog === null) await writeAuditLog(pack, read)
    const sealed = await pack.seal({
      casbah: job.version,
      as_of: asOf,
      period: { from: period.from, until: period.until },
      integrations: scope.integrationIds === 'all' ? 'all' : scope.integrationIds.toSorted(),
      left_out: noAuditLog === null ? [] : [{ what: 'audit-log', why: noAuditLog }],
    })
    await job.sealed(sealed)
    await pack.end()
  })
