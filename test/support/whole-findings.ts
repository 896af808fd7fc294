import type { Db } from '../../src/db/client.ts'
import type { FindingFilter } from '../../src/db/findings/finding-filter.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { getFinding, listFindings } from '../../src/db/findings/list-findings.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'

/** As lists show them, each with what it was judged on. */
export async function wholeFindings(db: Db, filter: FindingFilter, limit: number): Promise<Finding[]> {
  const rows = await listFindings(db, ALL_INTEGRATIONS, filter, { limit })
  const whole = await Promise.all(rows.map(({ id }) => getFinding(db, ALL_INTEGRATIONS, id)))
  return whole.filter((finding) => finding !== null)
}
