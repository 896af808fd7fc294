import { afterAll, beforeAll, expect, test } from 'vitest'
import { LeakScanner } from '../support/leak-scan.ts'
import type { PlantingProxy } from '../support/planting-proxy.ts'
import { startPlantingProxy } from '../support/planting-proxy.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { scanDatabase, scanFolder, scanTemporal } from '../support/traces.ts'

/** The search itself is on trial here: a build that leaks on purpose must be caught, wherever and however it leaks. */

const MARKER = 'wvxqjzkf'
const LEAKY_BUILD = new URL('../support/leaky-build.ts', import.meta.url).href

let proxy: PlantingProxy
let stack: Stack

beforeAll(async () => {
  stack = await startStack({
    simulate: { messages: 60 },
    env: async ({ env, simulator }) => {
      proxy = await startPlantingProxy(simulator, MARKER)
      return {
        OPENAI_PLATFORM_URL: proxy.platformUrl,
        OPENAI_COMPLIANCE_URL: proxy.complianceUrl,
        NODE_OPTIONS: `${env.NODE_OPTIONS ?? ''} --import=${LEAKY_BUILD}`,
      }
    },
  })
  await stack.scenario({ canary: MARKER })
  const { id } = await stack.integrate()
  const { full, incremental } = await stack.collect(id)
  await stack.ended(full.run_id, incremental.run_id)
})
afterAll(async () => {
  await stack?.close()
  await proxy?.close()
})

const marked = () => new LeakScanner([{ name: 'text', value: MARKER }])

test('a text in a log line is caught', async () => {
  const scanner = marked()
  await scanFolder(scanner, stack.folder, ['token', 'simulator.log'])
  expect(scanner.leaks).toContainEqual({ needle: 'text', form: 'raw', where: 'file worker-1.log' })
})

test('a text beside an asset’s attributes is caught, packed as it is', async () => {
  const scanner = marked()
  await scanDatabase(scanner, stack.database.sql)
  const where = 'table assets.attributes'
  expect(scanner.leaks).toContainEqual({ needle: 'text', form: 'base64 > gzip > raw', where })
})

test('a text in the result of an activity is caught, though Temporal holds it encrypted', async () => {
  const scanner = marked()
  await scanTemporal(scanner, stack.temporal)
  const where = 'stream workflow: history, payload'
  expect(scanner.leaks).toContainEqual({ needle: 'text', form: 'hex', where })
})
