import { expect, test } from 'vitest'
import type { ActivityDeps } from './deps.ts'
import { keepHouse } from './keep-house.ts'

test('a duty that fails is told, and neither keeps the other from being done nor stops the run', async () => {
  const told: unknown[] = []
  const refuse = () => {
    throw new Error('no')
  }
  const deps = {
    database: { sql: refuse, drizzle: { delete: refuse } },
    logger: { warn: (facts: { duty: string }) => told.push(facts.duty) },
  } as unknown as Pick<ActivityDeps, 'database' | 'logger'>
  await keepHouse(deps)
  expect(told).toEqual(['making month partitions', 'forgetting used idempotency keys'])
})
