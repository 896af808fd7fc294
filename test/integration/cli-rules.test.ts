import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { runCli } from '../support/cli.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'
import { plantEvents } from '../support/plant-events.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** The commands about rules against the API over HTTP; they need no Temporal. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let env: NodeJS.ProcessEnv
let folder: Awaited<ReturnType<typeof scratchFolder>>
let id: IntegrationId

beforeAll(async () => {
  folder = await scratchFolder('cli-rules')
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  served = await serveApi(api)
  env = { ...served.env, CASBAH_DATA: folder.path }
  id = await plantIntegration(fresh.database.sql)
  for (const no of [1, 2, 3])
    await plantAsset(fresh.database.sql, id, {
      kind: 'platform.service_account',
      externalId: `proj_1/svc_${no}`,
      attributes: { name: `bot ${no}`, role: no === 3 ? 'member' : 'owner' },
    })
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
  await folder?.[Symbol.asyncDispose]()
})

const casbah = (...args: string[]) => runCli(['rules', ...args], env)
const RULE = 'custom.owning_bots'

test('a rule from a file: tried out, saved, changed, switched off and on, deleted', async () => {
  const file = join(folder.path, 'rule.yaml')
  await writeFile(
    file,
    'kind: platform.service_account\ntitle: Bots that own\nseverity: high\nexpression: asset.role == "owner"\n',
  )
  const would = await casbah('custom', 'backtest', id, '--file', file)
  expect(would).toMatchObject({ code: 0, stdout: expect.stringContaining('would open 2, resolve 0') })
  expect(would.stdout).toContain('bot 1')
  const made = await casbah('custom', 'create', id, RULE, '--file', file)
  expect(made).toMatchObject({ code: 0, stdout: `${RULE}, version 1, on: opened 2, resolved 0\n` })
  expect((await casbah('custom', 'list', id)).stdout).toContain('2 of 3')
  const edited = await casbah('custom', 'edit', id, RULE, '--expression', 'asset.name == "bot 1"')
  expect(edited.stdout).toBe(`${RULE}, version 2, on: opened 0, resolved 1\n`)
  const same = await casbah(
    'custom',
    'edit',
    id,
    RULE,
    '--file',
    file,
    '--expression',
    'asset.name == "bot 1"',
  )
  expect(same, 'the file names its kind').toMatchObject({ code: 0 })
  const moved = await casbah('custom', 'edit', id, RULE, '--kind', 'chatgpt.user', '--expression', 'true')
  expect(moved).toMatchObject({ code: 2, stderr: expect.stringContaining('never changes') })
  expect((await casbah('custom', 'show', id, RULE)).stdout).toContain('asset.name == "bot 1"')
  expect((await casbah('custom', 'disable', id, RULE)).stdout).toContain('off')
  expect((await casbah('custom', 'enable', id, RULE)).stdout).toContain('on')
  expect((await runCli(['findings', '--rule', RULE], env)).stdout).toContain('Bots that own')
  expect((await casbah('custom', 'delete', id, RULE)).code).toBe(0)
  expect(JSON.parse((await casbah('custom', 'list', id, '--json')).stdout)).toEqual([])
})

test('an expression that is wrong is refused with its place', async () => {
  const kind = ['--kind', 'platform.service_account']
  const refused = await casbah('custom', 'backtest', id, ...kind, '--expression', 'asset.rol == "owner"')
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain('line 1, column 7')
  expect((await casbah('custom', 'backtest', id, '--file', '/nowhere.yaml')).stderr).toContain(
    'cannot be read',
  )
})

test('settings and presets are tried out before they are set', async () => {
  const would = await casbah('backtest', id, 'user.inactive', 'maxIdleDays=30')
  expect(would).toMatchObject({ code: 0, stdout: expect.stringContaining('would open 0, resolve 0') })
  const dry = await casbah('preset', id, 'strict', '--dry-run')
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('maxAgeDays 60') })
  const set = await casbah('preset', id, 'strict', '--json')
  expect(JSON.parse(set.stdout)).toMatchObject({ preset: 'strict', dry_run: false })
  expect((await casbah('preset', id, 'loose')).code).not.toBe(0)
})

test('settings of a rule change one by one, and go back to the defaults when that is asked for', async () => {
  const rule = 'gpt.public_link'
  const setting = async () => JSON.parse((await casbah('show', rule, id, '--json')).stdout).setting
  const listed = await casbah('set', id, rule, 'approvedGpts=["g-1"]')
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining('approvedGpts ["g-1"]; ') })
  await casbah('set', id, rule, '--severity', 'low')
  await casbah('set', id, rule, '--off')
  expect(await setting()).toMatchObject({
    enabled: false,
    severity: 'low',
    parameters: { approvedGpts: ['g-1'] },
  })
  expect((await casbah('set', id, rule, '--on')).stdout).toMatch(/: on, .*severity low; /)
  const shown = await casbah('show', rule, id)
  expect(shown.stdout).toContain('approvedGpts=["g-1"] (by default []): GPTs that people have approved')
  await casbah('set', id, rule, '--reset')
  expect(await setting()).toMatchObject({ enabled: true, severity: null, parameters: { approvedGpts: [] } })
  expect((await casbah('set', id, rule)).stderr).toContain('Nothing is named that is to change')
  expect((await casbah('set', id, rule, '--on', '--off')).code).toBe(2)
})

test('a default that nobody has set is not stored with what they set', async () => {
  await casbah('set', id, 'user.dormant_admin', '--reset', 'requireFullCoverage=true')
  await casbah('set', id, 'user.dormant_admin', '--severity', 'low')
  const [row] = await fresh.database.sql<{ parameters: unknown }[]>`
    select parameters from rule_settings where integration_id = ${id} and rule_id = 'user.dormant_admin'`
  expect(row?.parameters).toEqual({ requireFullCoverage: true })
})

test('what a rule that is switched off has found stays, and it is said how much', async () => {
  const { sql } = fresh.database
  const rule = 'key.admin_not_rotated'
  const created = Math.floor(Date.now() / 1_000) - 400 * 86_400
  await plantAsset(sql, id, {
    kind: 'platform.admin_key',
    externalId: 'key_old',
    attributes: { name: 'old', created_at: created },
  })
  expect((await casbah('set', id, rule, 'maxAgeDays=60')).stdout).toContain('; opened 1, resolved 0')
  // Tried out as it would be set: with the sixty days that hold.
  const tried = await casbah('backtest', id, rule, '--severity', 'low')
  expect(tried.stdout).toContain('would open 0, resolve 0, change the severity of 1')
  const off = await casbah('set', id, rule, '--off')
  expect(off.stdout).toContain(
    `What it has found stays, 1 open: casbah findings --integration ${id} --rule ${rule}`,
  )
})

test('a setting that does not fit is refused with the names there are, an example, and a command', async () => {
  const rule = 'gpt.public_link'
  const unlisted = await casbah('set', id, rule, 'approvedGpts=g-5f2a')
  expect(unlisted.code).toBe(2)
  expect(unlisted.stderr).toContain('expected array, received string; for example ["g-AbC123"]')
  expect(unlisted.stderr).toContain(`next: casbah rules show ${rule}`)
  const unknown = await casbah('set', id, rule, 'bogus=1')
  expect(unknown.stderr).toContain('it knows: approvedGpts')
  expect(unlisted.stderr + unknown.stderr).not.toContain('GET /')
  expect((await casbah('set', id, 'no.rule', '--off')).stderr).toContain('There is no rule "no.rule"')
  expect((await casbah('show', RULE)).stderr).toContain('casbah rules custom --help')
})

test('a name that is too short for a custom rule is refused with what it must be', async () => {
  const short = ['--kind', 'platform.service_account', '--title', 'x', '--severity', 'low']
  const { code, stderr } = await casbah('custom', 'create', id, 'custom.x', ...short, '--expression', 'true')
  expect(code).toBe(2)
  expect(stderr).toContain('2 to 40 lower-case letters, digits and _, a letter first')
})

test('a rule over events: tried out, saved, shown with what it listens to', async () => {
  const events = [
    '--events',
    'logs.AUDIT_LOG:DOMAIN_CREATE,DOMAIN_DELETE',
    '--events',
    'logs.AUTH_LOG:login_success',
  ]
  const text = ['--title', 'Domains', '--severity', 'low', '--expression', 'event.actor.kind == "person"']
  const person = await plantPerson(fresh.database.sql, id, 'user:u-ada', 'ada@example.com')
  await plantEvents(fresh.database.sql, id, 'logs.AUDIT_LOG', [
    { eventId: 'd1', at: new Date('2026-11-20T12:00:00Z'), deed: 'DOMAIN_CREATE', actor: person },
  ])
  const would = await casbah(
    'custom',
    'backtest',
    id,
    ...events,
    '--expression',
    'event.actor.kind == "person"',
  )
  expect(would).toMatchObject({ code: 0, stdout: expect.stringContaining('would open 1, resolve 0') })
  expect(would.stdout).toMatch(/chatgpt.workspace .* 2026-11-20 .* ada@example.com .* 1 /)
  const made = await casbah('custom', 'create', id, 'custom.domains', ...events, ...text)
  expect(made.stdout).toBe('custom.domains, version 1, on: opened 1, resolved 0\n')
  const edited = await casbah('custom', 'edit', id, 'custom.domains', '--at-least', '2')
  expect(edited.stdout).toBe('custom.domains, version 2, on: opened 0, resolved 1\n')
  expect((await casbah('custom', 'show', id, 'custom.domains')).stdout).toContain(
    'judges events of logs.AUDIT_LOG (DOMAIN_CREATE, DOMAIN_DELETE), logs.AUTH_LOG (login_success), 2 a day or more',
  )
  expect((await casbah('custom', 'list', id)).stdout).toMatch(/custom\.domains .* 2 .* events/)
  expect((await casbah('custom', 'backtest', id, '--events', 'DOMAIN_CREATE')).code).not.toBe(0)
})
