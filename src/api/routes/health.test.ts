import { expect, test } from 'vitest'
import type { ApiDeps } from '../deps.ts'
import { healthRoutes } from './health.ts'

test('a flood of /readyz, which needs no token, asks each service once', async () => {
  const asked = { postgres: 0, temporal: 0 }
  const sql = async () => {
    asked.postgres += 1
    throw new Error('away')
  }
  const getSystemInfo = async () => {
    asked.temporal += 1
  }
  const temporal = {
    connection: { workflowService: { getSystemInfo } },
    withDeadline: (_deadline: number, ask: () => Promise<unknown>) => ask(),
  }
  const routes = healthRoutes({ database: { sql }, temporal } as unknown as Pick<
    ApiDeps,
    'database' | 'temporal'
  >)
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      routes.request(index % 2 === 0 ? '/readyz' : '/readyz?verbose'),
    ),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
  // Postgres is asked for itself and for its migrations.
  expect(asked).toEqual({ postgres: 2, temporal: 1 })
  expect(await answers[1]?.json()).toMatchObject({ status: 'unavailable', checks: expect.any(Array) })
  expect(await answers[0]?.json()).toEqual({ status: 'unavailable' })
})
