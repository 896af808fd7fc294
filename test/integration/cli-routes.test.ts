import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** `casbah routes` against the API over HTTP; needs no Temporal. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let env: NodeJS.ProcessEnv
let folder: Awaited<ReturnType<typeof scratchFolder>>
let tenant: SeededTenant

beforeAll(async () => {
  folder = await scratchFolder('cli-routes')
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  served = await serveApi(api)
  env = { ...served.env, CASBAH_DATA: folder.path }
  tenant = await seededTenant(fresh.database)
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
  await folder?.[Symbol.asyncDispose]()
})

const routes = (command: string, ...args: string[]) =>
  runCli(['routes', command, tenant.integrationId, ...args], env)

async function file(name: string, text: string): Promise<string> {
  const path = join(folder.path, name)
  await writeFile(path, text)
  return path
}

test('routes are tried, saved, applied and shown; what was shown may be saved again', async () => {
  expect((await routes('list')).stderr).toContain('There are no routes.')
  const path = await file(
    'routes.yaml',
    `- name: Keys
  match:
    categories: [API keys]
    least_severity: high
  assignee: platform@example.com
- name: Theirs
  match: { departments: [Sales, R&D] }
  assign_to: manager
`,
  )
  const tried = await routes('preview', '--file', path)
  expect(tried.code, tried.stderr).toBe(0)
  expect(tried.stdout).toMatch(/would assign [1-9]\d* of \d+ open findings without an assignee/)
  expect(tried.stdout).toContain('platform@example.com')
  const { matched } = JSON.parse((await routes('preview', '--file', path, '--json')).stdout)

  const saved = await routes('set', '--file', path)
  expect(saved.stdout).toContain('2 routes in effect')
  const applied = await routes('set', '--file', path, '--apply')
  expect(applied.code, applied.stderr).toBe(0)
  expect(applied.stdout).toContain(`2 routes in effect, ${matched} open findings assigned`)

  const shown = await routes('list')
  expect(shown.stdout).toContain('category API keys, severity high or above')
  expect(shown.stdout).toContain('the owner’s manager')
  const listed = await routes('list', '--json')
  const again = await routes('set', '--file', await file('again.json', listed.stdout), '--json')
  expect(again.code, again.stderr).toBe(0)
  expect(JSON.parse(again.stdout).routes).toEqual(JSON.parse(listed.stdout).routes)
})

test('a file that holds no routes, or wrong ones, is refused in words', async () => {
  const missing = await routes('set', '--file', join(folder.path, 'none.yaml'))
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('cannot be read')])
  const text = await routes('preview', '--file', await file('text.yaml', 'hello'))
  expect([text.code, text.stderr]).toEqual([2, expect.stringContaining('no list of routes')])
  const wrong = await routes('set', '--file', await file('wrong.json', '[{"name":"x","match":{"team":[]}}]'))
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('/routes/0')])
})
