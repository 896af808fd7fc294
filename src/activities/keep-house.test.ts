import { expect, test } from 'vitest'
import type { ActivityDeps } from './deps.ts'
import { keepHouse } from './keep-house.ts'

test('a duty that fails is told, and neither keeps the others from being done nor stops the run', async () => {
  const told: unknown[] = []
  const refuse = () => {
    throw new Error('no')
  }
  const deps = {
    database: { sql: refuse, drizzle: { delete: refuse } },
    settings: { CASBAH_CONTENT_RETENTION_DAYS: 90 },
    logger: { warn: (facts: { duty: string }) => told.push(facts.duty) },
  } as unknown as Pick<ActivityDeps, 'database' | 'logger' | 'settings'>
  await keepHouse(deps)
  expect(told).toEqual([
    'making month partitions',
    'ending content that was kept its time',
    'ending counts of days that were kept their time',
    'ending what closed findings counted',
    'forgetting what never became a finding',
    'ending deliveries that were kept their time',
    'forgetting used idempotency keys',
  ])
})
