import type { IntegrationId } from '../../model/core/ids.ts'
import { DIRECTORY_RULE_IDS } from '../../model/core/rule-ids.ts'
import type { Sql } from '../client.ts'
import { takeBackManagers } from '../findings/take-back-managers.ts'
import { deleteInBatches } from '../purge/delete-in-batches.ts'
import { purgeFindingsLocked } from '../purge/purge-findings.ts'

/**
 * Takes a directory away as a whole, wherever its people came from, and then what was found by it, and managers
 * whom routes made assignees. In this order: an evaluation that had read the directory opens nothing once it is gone
 * (`insertFindings`), and what it opened or assigned before that is found here. Safe to repeat from any point.
 */
export async function eraseDirectory(sql: Sql, integrationId: IntegrationId): Promise<void> {
  const where = sql`integration_id = ${integrationId}`
  await deleteInBatches(sql, { table: 'directory_people', where }, {})
  await purgeFindingsLocked(sql, { integrationId, ruleIds: DIRECTORY_RULE_IDS })
  await takeBackManagers(sql, integrationId)
}
