import { readBudgets } from '../db/budgets/read-budgets.ts'
import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import type { Database } from '../db/client.ts'
import { listCredentials } from '../db/credentials/list-credentials.ts'
import type { Integration } from '../db/integrations/list-integrations.ts'
import { lastCompleteStreams } from '../db/run-streams/last-complete-streams.ts'
import { organizationScope, workspaceScope } from '../model/core/budget-scopes.ts'
import type { CollectionPlan, Limit, Standing } from '../model/core/collection-plan.ts'
import { planCollection } from '../model/core/collection-plan.ts'
import type { Plane } from '../model/core/planes.ts'
import { planStreams } from '../model/core/planned-streams.ts'
import type { RunRow, RunStreamRow } from './schemas/run.ts'

/** Gathers what the estimate of a full collection needs: what the last ones cost, how far this one is, the limits. */

/** What a full collection would cost that began now. */
export async function planOf(database: Database, integration: Integration): Promise<CollectionPlan> {
  const db = database.drizzle
  const [capabilities, earlier, limits] = await Promise.all([
    listCapabilities(db, integration.id),
    earlierStreams(database, integration),
    limitsOf(database, integration),
  ])
  const streams = planStreams('full', integration.collectionMode, capabilities)
    .filter(({ verdict }) => verdict === 'read')
    .map(({ stream }) => stream)
  return planCollection({ streams, standings: [], earlier, limits })
}

/** What is left of a full run; null where it has not planned yet or has ended, or is of a kind that knows no end. */
export async function planOfRun(
  database: Database,
  integration: Integration,
  run: Pick<RunRow, 'kind' | 'endedAt'>,
  rows: readonly RunStreamRow[],
  now: Date,
): Promise<CollectionPlan | null> {
  if (run.kind !== 'full' || run.endedAt !== null || rows.length === 0) return null
  const [earlier, limits] = await Promise.all([
    earlierStreams(database, integration),
    limitsOf(database, integration),
  ])
  const standings = rows.map((row) => standingOf(row, now))
  return planCollection({ streams: rows.map(({ stream }) => stream), standings, earlier, limits })
}

const MS_A_SECOND = 1_000

const standingOf = (row: RunStreamRow, now: Date): Standing => ({
  stream: row.stream,
  state: row.state,
  requests: row.pages,
  records: row.records,
  parentsTotal: row.parentsTotal,
  parentsDone: row.parentsDone,
  elapsedS: row.startedAt === null ? null : (now.getTime() - Date.parse(row.startedAt)) / MS_A_SECOND,
})

async function earlierStreams({ sql }: Database, { id }: Integration) {
  const rows = await lastCompleteStreams(sql, id)
  return rows.map(({ pages, parentsTotal, ...row }) => ({ ...row, requests: pages, parents: parentsTotal }))
}

async function limitsOf(
  { drizzle }: Database,
  integration: Integration,
): Promise<Partial<Record<Plane, Limit>>> {
  const { platform, chatgpt } = await budgetScopesOf(drizzle, integration)
  const budgets = await readBudgets(drizzle, [...platform, ...chatgpt])
  const limit = (scopes: readonly string[]): Limit | undefined => {
    const rows = budgets.filter(({ scope, route }) => scopes.includes(scope) && !DOWNLOADS.test(route))
    if (rows.length === 0) return undefined
    return {
      known: Math.max(...rows.map(({ knownPerSecond }) => knownPerSecond)) * SECONDS_A_MINUTE,
      present: Math.min(...rows.map(({ refillPerSecond }) => refillPerSecond)) * SECONDS_A_MINUTE,
    }
  }
  const [ofPlatform, ofChatgpt] = [limit(platform), limit(chatgpt)]
  return {
    ...(ofPlatform === undefined ? {} : { platform: ofPlatform }),
    ...(ofChatgpt === undefined ? {} : { chatgpt: ofChatgpt }),
  }
}

const SECONDS_A_MINUTE = 60
/** Downloads of log files have a limit of their own, and are no part of a full collection. */
const DOWNLOADS = /\{log_file_id\}$/

/** Whose limits an integration's requests count against. */
export async function budgetScopesOf(
  db: Database['drizzle'],
  { id, workspaceId, organizationId }: Integration,
): Promise<Readonly<Record<Plane, readonly string[]>>> {
  const credentials = organizationId === null ? await listCredentials(db, id) : []
  return {
    platform:
      organizationId === null
        ? credentials.map((credential) => organizationScope(null, credential.id))
        : [`organization:${organizationId}`],
    chatgpt: workspaceId === null ? [] : [workspaceScope(workspaceId)],
  }
}
