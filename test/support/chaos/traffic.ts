import type { Sql } from '../../../src/db/client.ts'
import { BATCH_LIMITS, BATCHES_IN_HAND } from '../../../src/model/core/slices.ts'
import { LOG_STREAM_NAMES } from '../../../src/model/core/streams/logs.ts'
import type { StreamName } from '../../../src/model/core/streams.ts'

/**
 * What upstream was asked for against what was committed. A run counts its pages in the transaction that commits
 * them, and the simulated tenant counts what it answers: the difference was fetched and lost.
 */
export interface Source {
  readonly routes: readonly string[]
  readonly streams: readonly StreamName[]
}

const PLATFORM = 'GET /v1/organization'
const ORGANIZATION = 'GET /v1/compliance/organizations/{organization_id}'
const WORKSPACE = 'GET /v1/compliance/workspaces/{workspace_id}'

const source = (route: string, ...streams: readonly StreamName[]): Source => ({ routes: [route], streams })

export const SOURCES: readonly Source[] = [
  source(`${PLATFORM}/users`, 'platform.users'),
  source(`${PLATFORM}/invites`, 'platform.invites'),
  source(`${PLATFORM}/projects`, 'platform.projects'),
  source(`${PLATFORM}/projects/{project_id}/users`, 'platform.project_users'),
  source(`${PLATFORM}/projects/{project_id}/service_accounts`, 'platform.service_accounts'),
  source(`${PLATFORM}/projects/{project_id}/api_keys`, 'platform.project_keys'),
  source(`${PLATFORM}/admin_api_keys`, 'platform.admin_keys'),
  source(`${PLATFORM}/audit_logs`, 'platform.audit_logs'),
  source(`${WORKSPACE}/users`, 'chatgpt.users'),
  source(`${WORKSPACE}/gpts`, 'chatgpt.gpts'),
  source(`${WORKSPACE}/gpts/{gpt_id}/configs`, 'chatgpt.gpt_configs'),
  source(`${WORKSPACE}/gpts/{gpt_id}/shared_users`, 'chatgpt.gpt_shared_users'),
  source(`${WORKSPACE}/projects`, 'chatgpt.projects'),
  source(`${WORKSPACE}/projects/{project_id}/configs`, 'chatgpt.project_configs'),
  source(`${WORKSPACE}/projects/{project_id}/shared_users`, 'chatgpt.project_shared_users'),
  {
    routes: [`${WORKSPACE}/logs`, `${WORKSPACE}/logs/{log_file_id}`],
    streams: LOG_STREAM_NAMES.filter((stream) => stream !== 'logs.COSTS'),
  },
  {
    routes: [`${ORGANIZATION}/logs`, `${ORGANIZATION}/logs/{log_file_id}`],
    streams: ['logs.COSTS'],
  },
]

/**
 * Pages of a stream that may be read and not committed where each answer takes at least so many milliseconds: those that are
 * gathered while a batch is not due and the one that makes it so, in all the batches that may be in hand.
 */
export const pagesInHand = (latencyMs: number): number =>
  BATCHES_IN_HAND * (Math.ceil(BATCH_LIMITS.durationMs / latencyMs) + 1)

/** Pages an integration's runs have committed, by stream. */
export async function committedPages(sql: Sql, integrationId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ stream: string; pages: number }[]>`
    select s.stream, sum(s.pages)::bigint as pages from run_streams s join runs r on r.id = s.run_id
    where r.integration_id = ${integrationId} group by 1`
  return new Map(rows.map(({ stream, pages }) => [stream, pages]))
}

/** Pages that were answered and are not committed, in the order of `SOURCES`. */
export function uncommitted(
  answered: ReadonlyMap<string, number>,
  committed: ReadonlyMap<string, number>,
): readonly number[] {
  const sum = (of: ReadonlyMap<string, number>, names: readonly string[]) =>
    names.reduce((total, name) => total + (of.get(name) ?? 0), 0)
  return SOURCES.map(({ routes, streams }) => sum(answered, routes) - sum(committed, streams))
}
