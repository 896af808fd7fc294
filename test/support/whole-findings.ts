import { inArray } from 'drizzle-orm'
import type { Db } from '../../src/db/client.ts'
import type { FindingFilter } from '../../src/db/findings/finding-filter.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { listFindings } from '../../src/db/findings/list-findings.ts'
import { findings } from '../../src/db/schema/meaning.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'

/** As lists show them, each with what it was judged on. */
export async function wholeFindings(db: Db, filter: FindingFilter, limit: number): Promise<Finding[]> {
  const { rows } = await listFindings(db, ALL_INTEGRATIONS, filter, { limit })
  const { id, parameters, judged } = findings
  const ids = rows.map((row) => row.id)
  const inputs = await db.select({ id, parameters, judged }).from(findings).where(inArray(id, ids))
  const inputsOf = new Map(inputs.map((row) => [row.id, row]))
  return rows.flatMap((row) => {
    const known = inputsOf.get(row.id)
    return known === undefined ? [] : [{ ...row, ...known }]
  })
}
