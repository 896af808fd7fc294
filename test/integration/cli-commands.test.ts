import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreePort } from '../../src/embedded/network.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'
import { runCli } from '../support/cli.ts'
import { putOffTicks } from '../support/put-off-ticks.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/** The command line against a whole stack: what people type, in the order in which they type it. */

let stack: Stack
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  stack = await startStack()
  env = {
    CASBAH_URL: stack.api.url,
    CASBAH_TOKEN_FILE: join(stack.folder, 'token'),
    CASBAH_DATA: stack.folder,
  }
})
afterAll(async () => {
  await stack?.close()
})

test('add reads its keys from files, tests the connection and shows no key', async () => {
  const { keys, organizationId, workspaceId } = stack.simulator
  const admin = join(stack.folder, 'admin-key')
  await writeFile(admin, `${keys.admin}\n`)
  const args = [
    '--organization-id',
    organizationId,
    '--workspace-id',
    workspaceId,
    '--own-domain',
    'example.com',
  ]
  const { code, stdout, stderr } = await runCli(['integrations', 'add', '--name', 'Acme', ...args], {
    ...env,
    OPENAI_ADMIN_KEY_FILE: admin,
    OPENAI_COMPLIANCE_KEY: keys.compliance,
  })
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('Acme')
  expect(stdout).toContain('✓ read GPTs')
  expect(stdout).toContain(`…${keys.admin.slice(-4)}`)
  for (const secret of [keys.admin, keys.compliance]) expect(stdout + stderr).not.toContain(secret)
  const { stdout: added } = await runCli(['integrations', 'get', 'Acme', '--json'], env)
  await putOffTicks(stack.temporal, asIntegrationId((JSON.parse(added) as { id: string }).id))
})

test('a second one of that name is refused with why', async () => {
  const { keys, organizationId } = stack.simulator
  const { code, stderr } = await runCli(
    ['integrations', 'add', '--name', 'Acme', '--organization-id', organizationId],
    { ...env, OPENAI_ADMIN_KEY: keys.admin },
  )
  expect(code).toBe(1)
  expect(stderr).toContain('why:')
})

test('collect --follow stays to the end, and findings come as table, JSON and CSV', async () => {
  const collected = await runCli(['integrations', 'collect', 'Acme', '--follow', '--json'], env)
  expect(collected.code, collected.stderr).toBe(0)
  const runs = JSON.parse(collected.stdout) as { state: string }[]
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])

  const table = await runCli(['findings', '--integration', 'Acme', '--severity', 'high', 'critical'], env)
  expect(table.stdout).toContain('High')
  expect(table.stdout).not.toContain('Low')
  const json = JSON.parse((await runCli(['findings', '--json'], env)).stdout) as unknown[]
  const csv = (await runCli(['export', 'findings', '--format', 'csv'], env)).stdout.trimEnd().split('\r\n')
  expect(csv).toHaveLength(json.length + 1)
})

test('--fail-on makes the exit code 3 when something stands at or above it', async () => {
  const one = ['findings', '--json', '--rule', 'invite.stale']
  expect((await runCli([...one, '--fail-on', 'low'], env)).code).toBe(3)
  expect((await runCli([...one, '--fail-on', 'critical'], env)).code).toBe(0)
})

test('rules say how many of how many; runs are listed newest first', async () => {
  const rules = await runCli(['rules', '--integration', 'Acme'], env)
  expect(rules.stdout).toMatch(/gpt\.public_link.*\d+ of \d+/)
  const runs = JSON.parse((await runCli(['runs', 'list', '--json'], env)).stdout) as {
    run_no: number
    kind: string
    id: string
  }[]
  // Both lanes of one Collect Now begin in the same moment; the connection test came before them.
  expect(
    runs
      .map(({ kind }) => kind)
      .slice(0, 2)
      .sort(),
  ).toEqual(['full', 'incremental'])
  expect(runs.at(-1)?.kind).toBe('connection_test')
  const run = await runCli(['runs', 'get', runs[0]?.id ?? ''], env)
  expect(run.stdout).toContain(`Run ${runs[0]?.run_no}`)
})

test('a key that OpenAI does not know ends the test with exit code 4 and names the fix', async () => {
  const replaced = await runCli(
    ['integrations', 'replace-credential', 'Acme', 'admin_key'],
    env,
    'sk-admin-unknown-0001\n',
  )
  expect(replaced.stdout).toContain('OpenAI does not know the admin key')
  expect(replaced.stdout + replaced.stderr).not.toContain('sk-admin-unknown-0001')
  const tested = await runCli(['integrations', 'test', 'Acme'], env)
  expect(tested.code).toBe(4)
  const mended = await runCli(['integrations', 'replace-credential', 'Acme', 'admin_key'], {
    ...env,
    OPENAI_ADMIN_KEY: stack.simulator.keys.admin,
  })
  expect(mended.stdout).toContain('✓ read projects, their members and keys')
})

test('the access request names the key by its last four characters', async () => {
  const { code, stdout } = await runCli(['integrations', 'access-request', 'Acme'], env)
  expect(code).toBe(0)
  expect(stdout).toContain(stack.simulator.organizationId)
  expect(stdout).toContain(stack.simulator.keys.compliance.slice(-4))
  expect(stdout).not.toContain(stack.simulator.keys.compliance)
  expect(stdout).toContain('Scope: read')
})

test('probe shows shapes without values, and stores nothing', async () => {
  const { keys, organizationId, workspaceId, platformUrl, complianceUrl } = stack.simulator
  const count = async () =>
    (await stack.database.sql<{ n: number }[]>`select count(*) as n from assets`)[0]?.n
  const before = await count()
  const { code, stdout } = await runCli(
    ['probe', '--shape-report', '--json', '--organization-id', organizationId, '--workspace-id', workspaceId],
    {
      OPENAI_PLATFORM_URL: platformUrl,
      OPENAI_COMPLIANCE_URL: complianceUrl,
      OPENAI_ADMIN_KEY: keys.admin,
      OPENAI_COMPLIANCE_KEY: keys.compliance,
      CASBAH_RATE_FACTOR: '1000',
    },
  )
  expect(code).toBe(0)
  const { streams } = JSON.parse(stdout) as {
    streams: { stream: string; records: number; failure: string | null }[]
  }
  expect(streams).toHaveLength(STREAM_NAMES.length)
  expect(streams.filter(({ failure }) => failure !== null)).toEqual([])
  const emails = await stack.database.sql<
    { email: string }[]
  >`select email from people where email is not null`
  expect(emails.length).toBeGreaterThan(5)
  for (const { email } of emails) expect(stdout).not.toContain(email)
  expect(await count()).toBe(before)
})

test('set-mode wants a reason for more, and waits until what may not stay is gone', async () => {
  const set = (...args: string[]) => runCli(['integrations', 'set-mode', 'Acme', ...args], env)
  const unexplained = await set('content')
  expect(unexplained.code).toBe(2)
  expect(unexplained.stderr).toContain('collection_mode_reason')
  const pasted = await set('content', '--reason', 'sk-admin-0123456789abcdef')
  expect(pasted.stderr).toContain('must hold no key')
  expect(pasted.stderr).not.toContain('sk-admin')
  expect((await set('content', '--reason', 'Case 7')).stderr).toContain('kept from')
  expect((await set('none')).stderr).toContain('nothing is left that it does not allow')
  const { stdout } = await runCli(['integrations', 'get', 'Acme', '--json'], env)
  expect(JSON.parse(stdout)).toMatchObject({
    collection_mode: 'none',
    mode_change: { from: 'content', to: 'none', reason: null, data_from: null },
  })
  expect((await set('metadata', '--reason', 'Case 7 is closed')).code).toBe(0)
})

test('pause, resume and delete; delete wants a yes', async () => {
  expect((await runCli(['integrations', 'pause', 'Acme', '--note', 'audit'], env)).stderr).toContain('Paused')
  expect((await runCli(['integrations', 'resume', 'Acme'], env)).code).toBe(0)
  const refused = await runCli(['integrations', 'delete', 'Acme'], env)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('--yes')
  expect((await runCli(['integrations', 'delete', 'Acme', '--yes'], env)).code).toBe(0)
})

test('exit codes tell a missing token, a wrong one, a missing API and a wrong name apart', async () => {
  const run = (more: NodeJS.ProcessEnv, ...args: string[]) => runCli(args, { ...env, ...more })
  const missing = await run({ CASBAH_TOKEN_FILE: '/nowhere/token' }, 'integrations', 'list')
  expect([missing.code, missing.stderr]).toEqual([4, expect.stringContaining('CASBAH_TOKEN_FILE')])
  const wrong = await run({ CASBAH_TOKEN: 'cbh_live_wrong' }, 'integrations', 'list')
  expect([wrong.code, wrong.stderr]).toEqual([4, expect.stringContaining('next:')])
  expect(wrong.stderr).not.toContain('cbh_live_wrong')
  const away = await run({ CASBAH_URL: `http://127.0.0.1:${await findFreePort()}` }, 'findings')
  expect([away.code, away.stderr]).toEqual([1, expect.stringContaining('ECONNREFUSED')])
  const unknown = await run({}, 'integrations', 'get', 'Nobody')
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('no integration "Nobody"')])
})
