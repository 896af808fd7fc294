import type { Db } from '../../db/client.ts'
import type { Integration } from '../../db/integrations/list-integrations.ts'
import { listIntegrations } from '../../db/integrations/list-integrations.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'

const INTEGRATIONS_A_PAGE = 1_000

/** Those of a scope that are not disconnected, page by page. */
export async function* integrationPages(snapshot: Db, scope: Scope): AsyncGenerator<readonly Integration[]> {
  for (let after: IntegrationId | undefined; ; ) {
    const rows = await listIntegrations(snapshot, scope, { after, limit: INTEGRATIONS_A_PAGE })
    yield rows
    after = rows.at(-1)?.id
    if (rows.length < INTEGRATIONS_A_PAGE) return
  }
}
