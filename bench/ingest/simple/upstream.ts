import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asCredentialId } from '../../../src/model/core/ids.ts'
import type { HttpPool } from '../../../src/openai/http-pool.ts'
import { openHttpPool } from '../../../src/openai/http-pool.ts'
import { createLocalBudget } from '../../../src/openai/local-budget.ts'
import type { Upstream } from '../../../src/openai/upstream.ts'
import { openUpstream } from '../../../src/openai/upstream.ts'
import type { Feed } from '../feed.ts'
import type { SimpleInput } from '../simple-process.ts'

const CREDENTIAL = asCredentialId('00000000-0000-7000-8000-000000000001')
const RATE_FACTOR = 1_000_000

/** The collector's own client of the served feed, without a database behind its budget. */
export function openFeed({ feedFolder, upstreamUrl }: SimpleInput): {
  feed: Feed
  upstream: Upstream
  pool: HttpPool
} {
  const feed = JSON.parse(readFileSync(join(feedFolder, 'feed.json'), 'utf8')) as Feed
  const pool = openHttpPool()
  const upstream = openUpstream(
    {
      platformUrl: upstreamUrl,
      complianceUrl: upstreamUrl,
      credentials: [{ id: CREDENTIAL, kind: 'compliance_key', secret: feed.complianceKey }],
      serving: { 'chatgpt.logs.CONVERSATION_MESSAGE': CREDENTIAL },
      ids: { organizationId: null, workspaceId: feed.workspaceId, projectId: null },
      budget: createLocalBudget(),
      rateFactor: RATE_FACTOR,
      signal: new AbortController().signal,
    },
    pool,
  )
  return { feed, upstream, pool }
}
