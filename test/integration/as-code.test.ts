import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Plan } from '../../src/cli/as-code/plan.ts'
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

/** A document is planned, applied and written, by the command line against the API and Postgres. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let folder: Awaited<ReturnType<typeof scratchFolder>>
let file: string
let name: string

beforeAll(async () => {
  folder = await scratchFolder('as-code')
  file = join(folder.path, 'casbah.yaml')
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  served = await serveApi(api)
  name = String((await api.call('GET', `/api/v1/integrations/${tenant.integrationId}`)).json.display_name)
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
  await folder?.[Symbol.asyncDispose]()
})

const [OK, ERROR, USAGE, CHANGES] = [0, 1, 2, 6]
const URL_OF_HOOK = 'https://hooks.example.com/services/secret-k3yZ'
const casbah = (...args: string[]) => runCli(args, { ...served.env, HOOK: URL_OF_HOOK })
const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)

interface Doc {
  version: number
  integrations: Record<string, unknown>[]
  exceptions: Record<string, unknown>[]
  destinations: Record<string, unknown>[]
}

async function exported(): Promise<Doc> {
  const { code, stdout, stderr } = await casbah('export', 'config')
  expect(code, stderr).toBe(OK)
  return parse(stdout) as Doc
}
const write = (document: object) => writeFile(file, stringify(document))
const audit = async (): Promise<number> => {
  const [row] = await fresh.database.sql<{ n: number }[]>`select count(*)::int as n from audit_log`
  return row?.n ?? -1
}
async function planned(): Promise<Pick<Plan, 'steps' | 'same'> & { readonly not_in_document: string[] }> {
  const { code, stdout, stderr } = await casbah('plan', '-f', file, '--json')
  expect(code, stderr).toBe(OK)
  return JSON.parse(stdout)
}

/** As somebody would write it who begins. */
const written = async (): Promise<Doc> => {
  const document = await exported()
  const [integration = {}] = document.integrations
  return {
    ...document,
    integrations: [
      {
        ...integration,
        own_domains: ['example.com', 'example.org'],
        rules: {
          'key.admin_not_rotated': { parameters: { maxAgeDays: 60 } },
          'gpt.public_link': { severity: 'medium', enabled: false },
        },
        custom_rules: [
          {
            id: 'custom.owners',
            kind: 'platform.user',
            title: 'An owner',
            severity: 'low',
            expression: 'asset.role == "owner"',
          },
        ],
      },
    ],
    exceptions: [
      {
        ...{ key: 'browsing', integration: name, rule: 'gpt.web_browsing' },
        ...{ reason: 'Allowed here.', owner: 'Ada', until },
      },
    ],
    destinations: [
      ...document.destinations.filter(({ key }) => key !== 'soc'),
      { key: 'soc', url: { from_env: 'HOOK' }, secret_to_file: 'soc.secret', least_severity: 'high' },
    ],
  }
}

test('what exists is written as a document, of which a plan says that nothing changes', async () => {
  const { code, stdout } = await casbah('export', 'config', '--out', file)
  expect([code, stdout]).toEqual([OK, ''])
  const before = await audit()
  const { steps, not_in_document } = await planned()
  expect([steps, not_in_document]).toEqual([[], []])
  expect((await casbah('plan', '-f', file, '--detailed-exitcode')).code).toBe(OK)
  expect((await casbah('apply', '-f', file, '--yes')).code).toBe(OK)
  expect(await audit()).toBe(before)
})

test('a plan names each change and no secret, and changes nothing', async () => {
  await write(await written())
  const before = await audit()
  const { code, stdout, stderr } = await casbah('plan', '-f', file, '--detailed-exitcode')
  expect(code, stderr).toBe(CHANGES)
  for (const line of [
    `~ integration ${name}`,
    'own_domains:',
    `~ rule key.admin_not_rotated of ${name}`,
    'parameters.maxAgeDays: 90 → 60',
    'severity: none → medium',
    `+ rule custom.owners of ${name}`,
    '+ exception browsing',
    '+ destination soc',
    'url: given',
    '3 to create, 3 to change, 0 to remove',
  ]) {
    expect(stdout).toContain(line)
  }
  expect(stdout + stderr).not.toContain('secret-k3yZ')
  expect(await audit()).toBe(before)
})

test('nobody is asked where nobody is, and nothing is changed then', async () => {
  const before = await audit()
  const { code, stderr } = await casbah('apply', '-f', file)
  expect([code, stderr]).toEqual([USAGE, expect.stringContaining('--yes')])
  expect(await audit()).toBe(before)
})

test('it is applied, and a second time changes nothing: no row of the audit log comes', async () => {
  const { code, stdout, stderr } = await casbah('apply', '-f', file, '--yes')
  expect(code, stderr).toBe(OK)
  expect(stdout).toContain('6 done.')
  expect(await readFile(join(folder.path, 'soc.secret'), 'utf8')).toMatch(/^whsec_\S+\n$/)
  expect(stdout + stderr).not.toMatch(/whsec_|secret-k3yZ/)
  const after = await audit()
  const again = await casbah('apply', '-f', file, '--yes', '--detailed-exitcode')
  expect([again.code, again.stdout]).toEqual([OK, expect.stringContaining('0 to create, 0 to change')])
  expect(await audit()).toBe(after)
  const there = await exported()
  expect(there.exceptions).toMatchObject([{ key: 'browsing', rule: 'gpt.web_browsing', owner: 'Ada' }])
  expect(there.destinations.at(-1)).toMatchObject({ key: 'soc', least_severity: 'high' })
  expect(there.integrations[0]?.rules).toEqual({
    'key.admin_not_rotated': { parameters: { maxAgeDays: 60 } },
    'gpt.public_link': { severity: 'medium', enabled: false },
  })
})

test('what is written without secrets and read again asks for nothing', async () => {
  await write(await exported())
  const { code, stdout, stderr } = await runCli(['plan', '-f', file, '--json'], served.env)
  expect(code, stderr).toBe(OK)
  expect(JSON.parse(stdout)).toMatchObject({
    steps: [],
    not_in_document: [],
    notes: expect.arrayContaining([expect.stringContaining('CASBAH_WEBHOOK_SOC is not set')]),
  })
})

test('what is not in the document is left alone, unless exactly so many are asked to go', async () => {
  const document = await written()
  const [integration = {}] = document.integrations
  await write({
    ...document,
    integrations: [{ ...integration, rules: {}, custom_rules: [] }],
    exceptions: [],
  })
  const { steps, not_in_document } = await planned()
  expect(steps).toEqual([])
  expect(not_in_document).toHaveLength(4)
  expect((await casbah('apply', '-f', file, '--yes')).code).toBe(OK)
  const before = await audit()
  const wrong = await casbah('apply', '-f', file, '--yes', '--prune', '3')
  expect([wrong.code, wrong.stderr]).toEqual([USAGE, expect.stringContaining('4 would be removed')])
  expect(await audit()).toBe(before)
  const pruned = await casbah('apply', '-f', file, '--yes', '--prune', '4')
  expect([pruned.code, pruned.stdout]).toEqual([
    OK,
    expect.stringContaining('- exception browsing (disabled)'),
  ])
  expect((await exported()).exceptions).toEqual([])
  const { steps: left, not_in_document: over } = await planned()
  expect([left, over]).toEqual([[], []])
})

test('what somebody changed since the plan is refused and not overwritten; the rest is said, and done by a second run', async () => {
  const document = await written()
  const [integration = {}] = document.integrations
  const { custom_rules: _rules, ...settings } = integration
  await write({ ...document, integrations: [{ ...settings, own_domains: ['example.net'] }] })
  const slow = await changedWhilePlanned(async () => {
    const path = `/api/v1/integrations/${tenant.integrationId}/rule-settings/key.admin_not_rotated`
    expect((await api.call('PUT', path, { body: { parameters: { maxAgeDays: 45 } } })).status).toBe(200)
  })
  expect(slow.code).toBe(ERROR)
  expect(slow.stdout).toContain(`changed integration ${name}`)
  expect(slow.stderr).toContain('It is not as it was read')
  expect(slow.stderr).toContain('1 of 4 done. Not done after it: rule gpt.public_link')
  expect(slow.stderr).toContain('exception browsing')
  const [row] = await fresh.database.sql<{ days: number }[]>`
    select (parameters->>'maxAgeDays')::int as days from rule_settings
    where integration_id = ${tenant.integrationId} and rule_id = 'key.admin_not_rotated'`
  expect(row?.days).toBe(45)
  const again = await casbah('apply', '-f', file, '--yes')
  expect([again.code, again.stdout]).toEqual([OK, expect.stringContaining('3 done.')])
  expect(again.stdout).toContain('parameters.maxAgeDays: 45 → 60')
})

/** Somebody's change comes after everything was read and before the first thing is written. */
async function changedWhilePlanned(change: () => Promise<void>) {
  const { fetch } = api.app
  let isFirst = true
  const slow = await serveApi({
    ...api,
    app: {
      ...api.app,
      fetch: async (request: Request, ...more: never[]) => {
        if (isFirst && request.method !== 'GET') {
          isFirst = false
          await change()
        }
        return fetch(request, ...more)
      },
    } as never,
  })
  try {
    return await runCli(['apply', '-f', file, '--yes'], { ...slow.env, HOOK: URL_OF_HOOK })
  } finally {
    await slow.close()
  }
}

test('an exception is changed by its key, its end is put off, and what it is about never changes', async () => {
  const document = await written()
  const [exception = {}] = document.exceptions
  await write({ version: 1, exceptions: [{ ...exception, owner: 'Bob' }] })
  expect((await planned()).steps).toMatchObject([{ changes: [{ field: 'owner', from: 'Ada', to: 'Bob' }] }])
  expect((await casbah('apply', '-f', file, '--yes')).code).toBe(OK)
  await write({ version: 1, exceptions: [{ ...exception, rule: 'gpt.public_link' }] })
  const other = await casbah('plan', '-f', file)
  expect([other.code, other.stderr]).toEqual([USAGE, expect.stringContaining('another key')])
})

test('a destination is switched off and on by the document', async () => {
  const [hook] = (await exported()).destinations.filter(({ key }) => key === 'soc')
  const quiet = { ...hook, key: 'quiet', url: URL_OF_HOOK, secret_to_file: 'quiet.secret', disabled: true }
  const others = (await exported()).destinations
  await write({ version: 1, destinations: [...others, quiet] })
  expect((await casbah('apply', '-f', file, '--yes')).code).toBe(OK)
  expect((await exported()).destinations.at(-1)).toMatchObject({ key: 'quiet', disabled: true })
  expect((await planned()).steps).toEqual([])
  await write({ version: 1, destinations: [...others, { ...quiet, disabled: false }] })
  expect((await casbah('apply', '-f', file, '--yes')).stdout).toContain('disabled: true → false')
  expect((await exported()).destinations.at(-1)).not.toHaveProperty('disabled')
})

test('a digest may leave out what is so by default, and is compared as it is kept', async () => {
  const others = (await exported()).destinations
  const settings = { from: 'a@example.com', to: ['b@example.com'], digest: { weekday: 'monday' } }
  const mailbox = { key: 'weekly', kind: 'email', url: 'smtp://mail.example', settings }
  await write({ version: 1, destinations: [...others, mailbox] })
  const { code, stderr } = await casbah('apply', '-f', file, '--yes')
  expect(code, stderr).toBe(OK)
  expect((await planned()).steps).toEqual([])
  const digest = { weekday: 'monday', hour: 8, time_zone: 'UTC' }
  expect((await exported()).destinations.at(-1)).toMatchObject({ key: 'weekly', settings: { digest } })
  const later = { ...settings, digest: { weekday: 'monday', hour: 9 } }
  await write({ version: 1, destinations: [...others, { ...mailbox, settings: later }] })
  const [step] = (await planned()).steps
  expect(step?.changes).toEqual([{ field: 'settings.digest', from: digest, to: { ...digest, hour: 9 } }])
  expect((await casbah('apply', '-f', file, '--yes')).code).toBe(OK)
  expect((await planned()).steps).toEqual([])
})

test('the API keeps keys apart, and a disabled exception gives its key back', async () => {
  const body = { key: 'once', integration_id: null, rule_id: 'gpt.web_browsing', reason: 'r', owner: 'o' }
  const ends = { ...body, expires_at: `${until}T00:00:00Z` }
  const make = () => api.call('POST', '/api/v1/exceptions', { body: ends })
  const made = await make()
  expect([made.status, made.json.key]).toEqual([201, 'once'])
  const taken = await make()
  expect([taken.status, taken.json.type]).toEqual([409, '/docs/problems/key-taken'])
  const path = `/api/v1/exceptions/${String(made.json.id)}`
  const change = (revision: unknown, owner: string) =>
    api.call('PATCH', path, { body: { owner }, headers: { 'If-Match': `"${String(revision)}"` } })
  const changed = await change(made.json.revision, 'p')
  expect(changed.status).toBe(200)
  expect((await change(made.json.revision, 'q')).json.type).toBe('/docs/problems/changed-meanwhile')
  const disable = (revision: unknown) =>
    api.call('POST', `${path}/disable`, { body: {}, headers: { 'If-Match': `"${String(revision)}"` } })
  expect((await disable(made.json.revision)).status).toBe(412)
  expect((await disable(changed.json.revision)).status).toBe(200)
  expect((await make()).status).toBe(201)
  const hook = { key: 'soc', url: 'https://hooks.example.com/other' }
  expect((await api.call('POST', '/api/v1/destinations', { body: hook })).json.type).toBe(
    '/docs/problems/key-taken',
  )
  const idLike = { ...ends, key: '0199a6a2-0000-7000-8000-000000000001' }
  expect((await api.call('POST', '/api/v1/exceptions', { body: idLike })).status).toBe(400)
})

test('a document that cannot be says in which line, and quotes no secret', async () => {
  await writeFile(
    file,
    'version: 1\nintegrations:\n  - name: A\n    credentials:\n      admin_key: sk-admin-abcdef\n',
  )
  const { code, stdout, stderr } = await casbah('apply', '-f', file, '--yes')
  expect([code, stderr]).toEqual([
    USAGE,
    expect.stringContaining('line 5: integrations.0.credentials.admin_key'),
  ])
  expect(stdout + stderr).not.toContain('sk-admin')
})
