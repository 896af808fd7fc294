import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-codes.ts'
import type { SimulatorReady } from '../../src/cli/simulate-role.ts'
import type { Child } from '../../src/cli/up/child.ts'
import { startChild } from '../../src/cli/up/child.ts'
import { isPortFree } from '../../src/embedded/network.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { openTemporal } from '../../src/temporal/client.ts'
import { certificateFor } from '../support/certificate.ts'
import type { CliResult } from '../support/cli.ts'
import { processesNaming, runCli } from '../support/cli.ts'
import { emptyDatabase } from '../support/postgres.ts'
import type { Container, Production } from '../support/production.ts'
import { prepareProduction, whyNotReadOnly } from '../support/production.ts'
import type { Ran } from '../support/readme.ts'
import { commandsNamed, runAsWritten, shellBlocks } from '../support/readme.ts'
import { scratchFolder } from '../support/scratch.ts'
import { listenForSyslog } from '../support/syslog-collector.ts'

/** The production shape, from empty servers to findings: first as compose runs it, then as the README tells people. */

const opened = new AsyncDisposableStack()
let production: Production
let simulator: Child<SimulatorReady>
let api: Container
let worker: Container
/** What a person at a shell has set. */
let shell: NodeJS.ProcessEnv
let folder: string
let namespace: string
/** Words after `casbah` of everything that was run here. */
const ran: string[] = []

beforeAll(async () => {
  folder = opened.use(await scratchFolder('production')).path
  const { url, drop } = await emptyDatabase()
  opened.defer(drop)
  namespace = await emptyNamespace()
  const args = [
    '--users',
    '12',
    '--gpts',
    '8',
    '--projects',
    '3',
    '--messages',
    '200',
    '--rate-factor',
    '1000',
  ]
  simulator = await startChild<SimulatorReady>({
    name: 'simulated tenant',
    args: ['simulate', ...args],
    env: process.env,
    logFile: join(folder, 'simulator.log'),
  })
  opened.defer(() => simulator.stop(10_000))
  const upstream = {
    OPENAI_PLATFORM_URL: simulator.ready.platformUrl,
    OPENAI_COMPLIANCE_URL: simulator.ready.complianceUrl,
    CASBAH_RATE_FACTOR: '1000',
  }
  const temporalAddress = inject('temporalAddress')
  production = await prepareProduction(folder, {
    ...{ databaseUrl: url, temporalAddress, temporalNamespace: namespace, env: upstream },
  })
  shell = {
    ...upstream,
    CASBAH_URL: production.apiUrl,
    CASBAH_TOKEN_FILE: join(production.secrets, 'bootstrap_token'),
    CASBAH_DATA: join(folder, 'none'),
    OPENAI_COMPLIANCE_KEY: simulator.ready.keys.compliance,
    OPENAI_ADMIN_KEY: simulator.ready.keys.admin,
  }
})

afterAll(async () => {
  await Promise.all([api?.stop(), worker?.stop()])
  await opened.disposeAsync()
  expect(await processesNaming(folder)).toEqual([])
})

/** As deploy/temporal/namespace.sh leaves it: a name, and nothing of Casbah in it. */
async function emptyNamespace(): Promise<string> {
  const name = `production-${crypto.randomUUID()}`
  const address = { TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: name }
  const temporal = openTemporal({ ...address, CASBAH_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') })
  const day = 86_400
  await temporal.connection.workflowService.registerNamespace({
    namespace: name,
    workflowExecutionRetentionPeriod: { seconds: day as never },
  })
  await temporal.close()
  return name
}

const casbah = (...args: string[]): Promise<CliResult> => {
  ran.push(args.join(' '))
  return runCli(args, shell)
}

const start = (service: string): Container => {
  ran.push(service)
  return production.start(service)
}

test('migrate brings both servers to what is needed, and a second time changes nothing', async () => {
  const first = start('migrate')
  expect(await first.exited, first.said()).toBe(0)
  expect(first.said()).toContain('temporal: search attributes are registered')
  const second = start('migrate')
  expect(await second.exited, second.said()).toBe(0)
  expect(second.said()).toMatch(/0 of \d+ migrations applied|up to date/)
})

test('API and worker become healthy by the checks of docker-compose.yml, which fail before', async () => {
  api = start('api')
  worker = start('worker')
  expect([await api.checkHealth(), await worker.checkHealth()]).toContain(1)
  await Promise.all([api.untilHealthy(), worker.untilHealthy()])
})

test('the folder of the program cannot be written to meanwhile', async (context) => {
  const why = await whyNotReadOnly(folder)
  if (why !== undefined) context.skip(why)
  expect(await readdir(production.home)).toEqual([])
})

test('the commands that connect a tenant do what README.md says, as they stand there', async () => {
  const { organizationId, workspaceId, keys } = simulator.ready
  const block = shellBlocks(await readme()).find((one) => one.includes('integrations add'))
  const lines = await runAsWritten(block ?? '', {
    replace: { 'org-…': organizationId, '00000000-0000-4000-8000-000000000000': workspaceId },
    env: { ...shell, npm_config_cache: join(folder, 'npm'), npm_config_offline: 'true' },
    byNpm: true,
  })
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  const [add, tested, , findings] = lines
  expect(add?.stdout).toContain('✓ read GPTs')
  expect(tested?.stdout).toContain('✓ read projects, their members and keys')
  expect(findings?.stdout).toContain('Severity')
  for (const { stdout, stderr } of lines) {
    for (const key of [keys.admin, keys.compliance]) expect(stdout + stderr).not.toContain(key)
  }
}, 400_000)

test('rules are set as README.md has it, and go back to their defaults', async () => {
  const block = shellBlocks(await readme()).find((one) => one.includes('rules set'))
  const lines = await runAsWritten(block ?? '', { replace: {}, env: shell })
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  expect(lines[0]?.stdout).toContain('maxAgeDays 60')
  expect(lines[1]?.stdout).toContain('severity medium')
  expect(lines[2]?.stdout).toContain('off')
  const back = await casbah('rules', 'set', 'Acme', 'key.admin_not_rotated', '--reset')
  expect(back.stdout).toContain('maxAgeDays 90')
  const wrong = await casbah('rules', 'set', 'Acme', 'key.admin_not_rotated', 'maxAgeDays=soon')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('/parameters/maxAgeDays')])
  await Promise.all(
    ['gpt.public_link', 'user.inactive'].map((rule) => casbah('rules', 'set', 'Acme', rule, '--reset')),
  )
  const shown = await casbah('rules', '--integration', 'Acme')
  expect(shown.stdout).toContain('gpt.public_link')
})

test('every rule is listed with all that is known of it, and what it could judge is said', async () => {
  const listed = JSON.parse((await casbah('rules', 'list', '--json')).stdout) as Record<string, unknown>[]
  expect(listed.map(({ id }) => id).toSorted()).toEqual(RULE_IDS.toSorted())
  for (const rule of listed) {
    expect(rule).toMatchObject({ title: expect.any(String), risk: expect.any(String) })
    expect(Object.keys(rule.frameworks as object).length).toBeGreaterThan(0)
  }
  expect(listed.filter(({ comes_with }) => comes_with === 'dlp_profile')).toHaveLength(3)
  const { stdout } = await casbah('coverage', '--integration', 'Acme')
  ran.push('coverage')
  expect(stdout).toContain('it comes with DLP profiles, which this version has not')
  expect(stdout).toMatch(/\d+ found something, \d+ found nothing, \d+ could not judge/)
})

test('findings are triaged and tolerated as README.md has it', async () => {
  const all = JSON.parse((await casbah('findings', '--json')).stdout) as Found[]
  // One of a thing that OpenAI answers for by its id, so that it can be rechecked.
  const finding = all.find(({ rule_id }) => rule_id === 'gpt.custom_actions')
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  const why = ['--reason', 'To be disabled', '--owner', 'Ada', '--until', until]
  const made = await casbah('exceptions', 'add', '--finding', finding?.id ?? '', ...why)
  const block = shellBlocks(await readme()).find((one) => one.includes('findings triage'))
  const replace = { '0198…': finding?.id ?? '', '0199…': made.stdout.trim(), '2027-02-20': until }
  const lines = await runAsWritten(block ?? '', { replace, env: shell })
  const codeOf = (line: string): number => (line.includes('findings recheck') ? EXIT.findings : EXIT.ok)
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(codeOf(line))
  ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  expect(lines[0]?.stdout).toContain('what to do:')
  expect(lines[1]?.stderr).toContain('in review')
  expect(lines[4]?.stderr).toContain('still failing')
  expect(lines[7]?.stdout).toContain('A test key')
  const replayed = await casbah('findings', 'replay', finding?.id ?? '')
  expect([replayed.code, replayed.stdout]).toEqual([0, expect.stringContaining('same verdict')])
  const excepted = JSON.parse((await casbah('findings', '--excepted', 'only', '--json')).stdout) as Found[]
  expect(excepted).toContainEqual(expect.objectContaining({ id: finding?.id, state: finding?.state }))
})

test('a GPT is approved, days are shown and a rule is tried out as README.md has it', async () => {
  const [gpt] = JSON.parse((await casbah('gpts', 'list', '--json')).stdout) as {
    readonly external_id: string
    readonly definition: { readonly hash: string }
  }[]
  const blocks = shellBlocks(await readme()).filter((one) =>
    /gpts approve|casbah activity|custom backtest/.test(one),
  )
  const replace = {
    'g-5f2a': gpt?.external_id ?? '',
    '3c0d9a41': gpt?.definition.hash.slice(0, 8) ?? '',
    '2026-11-01': new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10),
  }
  const lines = (await Promise.all(blocks.map((one) => runAsWritten(one, { replace, env: shell })))).flat()
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  expect(lines).toHaveLength(5)
})

test('the directory is told and one human is shown as README.md has it', async () => {
  const file = join(folder, 'people.csv')
  await writeFile(file, 'email,status\nada.abara@example.com,active\n')
  const block = shellBlocks(await readme()).find((one) => one.includes('directory import'))
  const replace = { 'people.csv': `"${file}"`, 'ada@example.com': 'ada.abara@example.com' }
  const lines = await runAsWritten(block ?? '', { replace, env: shell })
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  expect(lines[0]?.stdout + (lines[0]?.stderr ?? '')).toContain('1')
  expect(lines[1]?.stdout).toContain('ada.abara@example.com')
})

test('tokens are made, used and revoked, and the audit log verified, as README.md has it', async () => {
  const page = await readFile(new URL('../../docs/reference/permissions.md', import.meta.url), 'utf8')
  const blocks = [...shellBlocks(await readme()), ...shellBlocks(page)].filter((one) =>
    /tokens|audit/.test(one),
  )
  expect(blocks).toHaveLength(3)
  for (const block of blocks) {
    const lines = await runAsWritten(block, { replace: {}, env: shell })
    for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
    ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  }
  const made = await casbah('tokens', 'create', 'reader', '--scope', 'findings:read', '--integration', 'Acme')
  const file = join(folder, 'reader-token')
  await writeFile(file, made.stdout, { mode: 0o600 })
  const asReader = { ...shell, CASBAH_TOKEN_FILE: file }
  expect((await runCli(['findings'], asReader)).code).toBe(0)
  const refused = await runCli(['runs', 'list'], asReader)
  expect([refused.code, refused.stderr]).toEqual([EXIT.auth, expect.stringContaining('runs:read')])
  expect((await casbah('tokens', 'revoke', 'reader')).code).toBe(0)
  expect((await runCli(['findings'], asReader)).code).toBe(EXIT.auth)
})

test('findings are exported as README.md and the page have it', async () => {
  const page = await readFile(new URL('../../docs/how-to/export.md', import.meta.url), 'utf8')
  const blocks = [...shellBlocks(await readme()), ...shellBlocks(page)].filter(
    (one) => /^npx casbah export/m.test(one) && !one.includes('--syslog'),
  )
  expect(blocks).toHaveLength(2)
  const file = join(folder, 'findings.csv')
  for (const block of blocks) {
    const lines = await runAsWritten(block, { replace: { 'findings.csv': `"${file}"` }, env: shell })
    for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
    ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
    expect(lines.at(-1)?.stdout).toContain('"class_uid":2003')
  }
  expect((await readFile(file, 'utf8')).split('\r\n').length).toBeGreaterThan(11)
  const again = await casbah('export', 'findings', '--out', file)
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('there already')])
})

test('findings go to a syslog collector, evidence is packed and verified, and Cloudflare’s are compared, as the pages have it', async () => {
  await using stack = new AsyncDisposableStack()
  const own = certificateFor()
  const authority = join(folder, 'ca.pem')
  await writeFile(authority, own.cert)
  const collector = await listenForSyslog((take) => createTlsServer(own, take))
  stack.defer(() => collector.close())
  const theirs = join(folder, 'casb-findings.ndjson')
  expect((await casbah('export', 'findings', '--format', 'cloudflare', '--out', theirs)).code).toBe(0)
  const replace = {
    'collector.example:6514': `127.0.0.1:${collector.port}`,
    'ca.pem': `"${authority}"`,
    'evidence.tar': `"${join(folder, 'evidence.tar')}"`,
    'casb-findings.ndjson': `"${theirs}"`,
    '2027-02-20': new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
  }
  const pages = ['export', 'evidence', 'move-from-cloudflare']
  const texts = await Promise.all(
    pages.map((name) => readFile(new URL(`../../docs/how-to/${name}.md`, import.meta.url), 'utf8')),
  )
  const blocks = texts.flatMap(shellBlocks).filter((one) => /--syslog|evidence|import/.test(one))
  const lines: Ran[] = []
  for (const block of blocks) lines.push(...(await runAsWritten(block, { replace, env: shell })))
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  expect(lines).toHaveLength(5)
  expect(collector.received[0]?.toString('utf8')).toContain('CEF:0|Casbah|Casbah|')
  expect(lines[2]?.stdout).toContain('each as it was written')
  expect(lines[3]?.stdout).toMatch(/\d+ on both sides, 0 only in the file, 0 only here; 0 missing here/)
})

test('runs, findings as JSON and CSV, rules and the access request answer', async () => {
  const runs = JSON.parse((await casbah('runs', 'list', '--json')).stdout) as { id: string; kind: string }[]
  const full = runs.find(({ kind }) => kind === 'full')
  const followed = await casbah('runs', 'get', full?.id ?? '', '--follow')
  expect(followed.stdout).toContain('Completed')
  const findings = JSON.parse((await casbah('findings', '--json')).stdout) as unknown[]
  expect(findings.length).toBeGreaterThan(11)
  const csv = (await casbah('export', 'findings', '--format', 'csv')).stdout.trimEnd().split('\r\n')
  expect(csv).toHaveLength(findings.length + 1)
  const request = await casbah('integrations', 'access-request', 'Acme')
  expect(request.stdout).toContain(simulator.ready.organizationId)
  expect(request.stdout).toContain('Scope: read')
})

test('the collection mode is changed, and said to be', async () => {
  const wider = await casbah('integrations', 'set-mode', 'Acme', 'content', '--reason', 'Case 7')
  expect(wider.stderr).toContain('"content" is in force')
  const stricter = await casbah('integrations', 'set-mode', 'Acme', 'metadata')
  expect(stricter.stderr).toContain('nothing is left that it does not allow')
})

test('what was set aside is listed and asked for, and other types of log file are named, as README.md has it', async () => {
  const blocks = shellBlocks(await readme()).filter((one) => /casbah quarantine|set-log-types/.test(one))
  for (const block of blocks) {
    const lines = await runAsWritten(block, { replace: {}, env: shell })
    for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
    ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
    expect(lines[0]?.stderr).toMatch(/Nothing is set aside|also CHATGPT_SOMETHING_LOG/)
  }
  expect(blocks).toHaveLength(2)
})

test('probe shows what the keys can read and in what shapes, as README.md has it', async () => {
  const { organizationId, workspaceId } = simulator.ready
  const ids = ['--organization-id', organizationId, '--workspace-id', workspaceId]
  const { code, stdout, stderr } = await casbah('probe', '--shape-report', ...ids)
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('✓ read GPTs')
  expect(stdout).toMatch(/platform\.users.*: \d+ records/)
})

test('settings are written as a document, planned and applied, as the page has it', async () => {
  const page = await readFile(new URL('../../docs/how-to/as-code.md', import.meta.url), 'utf8')
  const replace = { 'casbah.yaml': `"${join(folder, 'casbah.yaml')}"` }
  const lines = await runAsWritten(shellBlocks(page)[0] ?? '', { replace, env: shell })
  for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  ran.push(...lines.map(({ line }) => line.replace('npx casbah ', '')))
  expect(lines).toHaveLength(3)
  expect(lines[1]?.stdout).toContain('0 to create, 0 to change, 0 to remove')
})

test('completion is printed for a shell', async () => {
  expect((await casbah('completion', 'bash')).stdout).toContain('complete -o default -F _casbah casbah')
  ran.push('completion')
})

test('doctor finds nothing broken in it', async () => {
  const settings = {
    DATABASE_URL_FILE: join(folder, 'database_url'),
    CASBAH_MASTER_KEY_FILE: join(production.secrets, 'master_key'),
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    CASBAH_API_PORT: new URL(production.apiUrl).port,
  }
  ran.push('doctor')
  const { code, stdout } = await runCli(['doctor'], { ...shell, ...settings })
  expect(stdout).not.toContain('✗')
  expect(code, stdout).toBe(0)
})

test('every command that README.md names was run here', async () => {
  const named = commandsNamed(await readme())
  expect(named).toContain('integrations access-request')
  expect(named.filter((words) => !ran.some((line) => line.startsWith(words)))).toEqual([])
})

test('SIGTERM ends both in order, and they let go of their ports', async () => {
  expect(await Promise.all([api.stop(), worker.stop()])).toEqual([0, 0])
  for (const container of [api, worker]) expect(container.said()).toContain('stopped')
  expect(await isPortFree(Number(new URL(production.apiUrl).port))).toBe(true)
  expect(await readdir(production.home)).toEqual([])
})

interface Found {
  readonly id: string
  readonly state: string
  readonly rule_id: string
}

const readme = () => readFile('README.md', 'utf8')
