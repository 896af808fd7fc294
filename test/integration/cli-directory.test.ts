import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { runCli } from '../support/cli.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** The commands about the directory against the API over HTTP; they need no Temporal. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let env: NodeJS.ProcessEnv
let folder: Awaited<ReturnType<typeof scratchFolder>>
let integrationId: IntegrationId

beforeAll(async () => {
  folder = await scratchFolder('cli-directory')
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  served = await serveApi(api)
  env = { ...served.env, CASBAH_DATA: folder.path }
  const { sql } = fresh.database
  integrationId = await plantIntegration(sql)
  const self = await plantPerson(sql, integrationId, 'user:u-1', 'ada@example.com')
  await plantAsset(sql, integrationId, {
    kind: 'platform.user',
    externalId: 'u-1',
    attributes: { role: 'owner' },
    people: { self },
  })
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
  await folder?.[Symbol.asyncDispose]()
})

const directory = (...args: string[]) =>
  runCli(['directory', ...args, '--integration', `planted ${integrationId}`], env)

async function file(name: string, ...rows: string[]): Promise<string> {
  const path = join(folder.path, name)
  await writeFile(path, `${['email,status', ...rows].join('\n')}\n`)
  return path
}

test('a file is tried, imported and shown; what is wrong is told by line', async () => {
  const none = await directory('show')
  expect(none.stderr).toContain(`/scim/v2/${integrationId}`)
  const people = await file('people.csv', 'ada@example.com,left', 'bob@example.com,active')
  const tried = await directory('import', people, '--dry-run')
  expect(tried.stdout).toContain('2 added, 0 changed, 0 removed, 0 unchanged. Nothing was changed.')
  const imported = await directory('import', people)
  expect(imported.code, imported.stderr).toBe(0)
  expect(imported.stdout).toContain('There are 1 who work here and 1 who have left.')
  const shown = await directory('show', '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({ loaded: true, active: 1, left: 1 })
  expect((await directory('show')).stdout).toContain('CSV file')

  const bad = await file('bad.csv', 'ada@example.com,left', 'CANARY,active', 'cy@example.com,active')
  const refused = await directory('import', bad)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('line 3, column email')
  expect(refused.stderr).toContain('--skip-bad-rows')
  expect(refused.stderr).not.toMatch(/skip_bad_rows|\/lines\//)
  const skipped = await directory('import', bad, '--skip-bad-rows', '--no-replace')
  expect(skipped.stdout).toContain('1 added, 0 changed, 0 removed, 1 unchanged, 1 skipped.')
  expect(skipped.stderr).toContain('skipped: line 3')
  expect(refused.stderr + skipped.stderr).not.toContain('CANARY')

  const few = await file('few.csv', 'ada@example.com,left')
  const shrunk = await directory('import', few)
  expect(shrunk.stderr).toContain('has 3 people from files, and would have 1')
  expect(shrunk.stderr).toMatch(/next: .*--accept-shrink/)
  const bare = join(folder.path, 'bare.csv')
  await writeFile(bare, 'email\nada@example.com\nbob@example.com\ncy@example.com\n')
  const returned = await directory('import', bare)
  expect(returned.code).not.toBe(0)
  expect(returned.stderr).toContain('1 of its people had left, and all would work here again')
  expect((await directory('import', few, '--accept-shrink')).stdout).toContain('2 removed')
  expect((await directory('import', join(folder.path, 'none.csv'))).code).toBe(2)
})

test('one human is shown by address, in any letter case, or by id', async () => {
  const shown = await runCli(['identities', 'show', 'ADA@example.com'], env)
  expect(shown.code, shown.stderr).toBe(0)
  expect(shown.stdout).toContain('API platform: u-1, owner, enabled, never seen')
  expect(shown.stdout).toContain('! left the company but still has 1 enabled account')
  const { data } = JSON.parse((await runCli(['identities', 'show', 'ada@example.com', '--json'], env)).stdout)
  const byId = await runCli(['identities', 'show', data[0].id], env)
  expect(byId.stdout).toBe(shown.stdout)
  const nobody = await runCli(['identities', 'show', 'ada@example'], env)
  expect(nobody.stderr).toContain('Nobody has this e-mail address')
})

test('erasing asks first', async () => {
  const { sql } = fresh.database
  await sql`update integrations set display_name = ${'Ac\u202eme\u001b[2J'} where id = ${integrationId}`
  const erase = (...args: string[]) =>
    runCli(['directory', 'erase', '--integration', integrationId, ...args], env)
  const asked = await erase()
  expect(asked.code).toBe(2)
  const erased = await erase('--yes')
  expect(erased.code).toBe(0)
  for (const { stderr } of [asked, erased]) expect(stderr).toContain('Ac·me·[2J')
  await sql`update integrations set display_name = ${`planted ${integrationId}`} where id = ${integrationId}`
  expect((await directory('show')).stderr).toContain('There is no directory.')
})
