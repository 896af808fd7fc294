import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import type { CollectionPlanSchema } from '../../src/api/schemas/plan.ts'
import type { IntegrationDetail, RunDetail } from '../../src/cli/run-view.ts'
import { runCli } from '../support/cli.ts'
import { KeyRing, ownIds } from '../support/credentials.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

type Plan = z.infer<typeof CollectionPlanSchema>

/** The basic recipe: what Casbah's guide asks an admin key to be given. */
const BASIC_SCOPES = ['api.management.read', 'api.audit_logs.read']

let stack: Stack
let integration: IntegrationDetail

beforeAll(async () => {
  stack = await startStack()
  integration = await stack.integrate()
})
afterAll(() => stack?.close())

const plan = (id = integration.id) => stack.api.get<Plan>(`/api/v1/integrations/${id}/plan`)

async function collectFully(id: string): Promise<readonly [full: RunDetail, incremental: RunDetail]> {
  const { full, incremental } = await stack.collect(id)
  const [read, tailed] = await stack.ended(full.run_id, incremental.run_id)
  if (read === undefined || tailed === undefined) throw new Error('two runs were asked for')
  return [read, tailed]
}

test('before the first collection there is a least and no most', async () => {
  const { requests, seconds, streams } = await plan()
  expect(requests.from).toBeGreaterThan(0)
  expect([requests.to, seconds.to]).toEqual([null, null])
  expect(streams.length).toBeGreaterThan(30)
})

test('an open run says what it will still cost; once it has ended the next one is known within its range', async () => {
  await stack.scenario({ latencyMs: 300 })
  const { full } = await stack.collect(integration.id)
  const remaining = await eventually('the run says what is left', async () => {
    const run = await stack.api.get<RunDetail>(`/api/v1/runs/${full.run_id}`)
    if (run.remaining === null) throw new Error('it says nothing yet')
    return run.remaining
  })
  expect(remaining.requests.from).toBeGreaterThan(0)
  expect(Date.parse(remaining.earliest)).toBeGreaterThan(0)
  await stack.scenario({ latencyMs: 0 })
  const [first] = await stack.ended(full.run_id)
  expect(first).toMatchObject({ state: 'completed', remaining: null })

  const { requests, streams } = await plan()
  expect(requests.from).toBe(first?.totals.pages)
  expect(streams.every(({ basis }) => basis === 'last_collection')).toBe(true)
  const [second] = await collectFully(integration.id)
  expect(second.totals.pages).toBeGreaterThanOrEqual(requests.from)
  expect(second.totals.pages).toBeLessThanOrEqual(requests.to ?? 0)

  const shown = await runCli(['integrations', 'plan', integration.id], {
    CASBAH_URL: stack.api.url,
    CASBAH_TOKEN: stack.token,
  })
  expect(shown.stdout).toMatch(/A full collection takes [\d,]+ to [\d,]+ requests/)
})

test('a key of the basic recipe reads no usage and no costs, and nothing is missing for it', async () => {
  const keys = new KeyRing(stack)
  const ids = ownIds()
  const basic = await stack.integrate({
    organization_id: ids.organizationId,
    workspace_id: ids.workspaceId,
    credentials: {
      admin_key: { secret: await keys.admin(ids, BASIC_SCOPES) },
      compliance_key: { secret: await keys.compliance(ids) },
    },
  })
  expect(basic).toMatchObject({ phase: 'idle' })
  const usage = basic.capabilities.find(({ capability }) => capability === 'platform.usage_read')
  expect(usage).toMatchObject({ state: 'denied', result_code: 'missing_scope' })
  expect(usage?.detail).toContain('api.usage.read')
  const [, incremental] = await collectFully(basic.id)
  expect(incremental).toMatchObject({ state: 'completed', outcome: { gaps: [] } })
  const streams = incremental.streams.map(({ stream }) => stream)
  expect(streams).toContain('platform.audit_logs')
  expect(streams).not.toContain('platform.usage')
  expect(streams).not.toContain('platform.costs')
})

test('with the scope every settled day is there as the tenant tells it', async () => {
  expect(await stack.mismatches(integration.id, ['platform.usage', 'platform.costs'])).toEqual([])
  const [row] = await stack.database.sql<{ events: number; days: number }[]>`
    select count(*)::int as events, count(distinct occurred_at)::int as days from events
    where integration_id = ${integration.id} and stream = 'platform.usage'`
  expect(row?.days).toBeGreaterThan(20)
  expect(row?.events).toBeGreaterThan(row?.days ?? 0)
})
