import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeIntegration } from '../../src/cli/integrations/describe.ts'
import type { IntegrationDetail } from '../../src/cli/run-view.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/**
 * OpenAI keeps logs for thirty days. A tenant that was not read for longer has lost what lies between, and everybody
 * must see that nobody looked.
 */
const DAY_MS = 86_400_000
const AWAY_SINCE = new Date(Date.now() - 40 * DAY_MS).toISOString()
/** Days of history that upstream still has; the rest of the forty is lost. */
const RETENTION_DAYS = 30

let stack: Stack
let id: string
beforeAll(async () => {
  stack = await startStack()
  ;({ id } = await stack.integrate())
})
afterAll(() => stack?.close())

const collect = async (): Promise<IntegrationDetail> => {
  const { full, incremental } = await stack.collect(id)
  await stack.ended(full.run_id, incremental.run_id)
  return stack.api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
}

const lastRead = (stream: string, cursor: Readonly<Record<string, unknown>>) =>
  stack.database.sql`update checkpoints set cursor = ${JSON.stringify(cursor)}::text::jsonb
    where integration_id = ${id} and stream = ${stream}`

test('history that upstream had deleted before it was read is a gap, once, and shown', async () => {
  expect((await collect()).collection_gaps).toEqual([])

  await lastRead('logs.AUDIT_LOG', { after: AWAY_SINCE, polled: AWAY_SINCE })
  await lastRead('platform.audit_logs', { covered: Math.floor(Date.parse(AWAY_SINCE) / 1_000), window: null })
  // Nothing new since then, and asked for yesterday: nothing is lost.
  const yesterday = new Date(Date.now() - DAY_MS).toISOString()
  await lastRead('logs.AUTH_LOG', { after: AWAY_SINCE, polled: yesterday })
  const began = Date.now()
  const detail = await collect()
  const tookMs = Date.now() - began

  const gaps = detail.collection_gaps
  expect(gaps.map(({ stream }) => stream).sort()).toEqual(['logs.AUDIT_LOG', 'platform.audit_logs'])
  for (const { lost_from, lost_until } of gaps) {
    expect(Math.abs(Date.parse(lost_from) - Date.parse(AWAY_SINCE))).toBeLessThan(1_000)
    const kept = Date.now() - Date.parse(lost_until)
    expect(Math.abs(kept - RETENTION_DAYS * DAY_MS)).toBeLessThan(120_000 + tookMs)
  }
  const shown = describeIntegration(detail, (_, text) => text).filter((line) => line.includes('gap'))
  expect(shown).toHaveLength(2)
  expect(shown.join()).toContain('deleted upstream before it was read')

  expect((await collect()).collection_gaps).toEqual(gaps)
  expect(await stack.mismatches(id)).toEqual([])
})
