import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Report } from '../../src/cli/up/report.ts'
import { findFreePort } from '../../src/embedded/network.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { CliResult, RunningCli } from '../support/cli.ts'
import { processesNaming, runCli, startCli, untilNothingRuns, untilSaid } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'

// Each start brings up every service; on a machine that others use as well that takes a while.
const START_TIMEOUT_MS = 300_000

const SIZE = ['--users', '12', '--gpts', '8', '--projects', '3', '--messages', '200']
const LIMITS = ['--rate-factor', '1000']

let folder: Awaited<ReturnType<typeof scratchFolder>>
let first: CliResult
let report: Report

const up = (...args: string[]) => ['up', '--data', folder.path, ...LIMITS, ...args]

/** Ports of its own, since several tests may run at once. */
let started: RunningCli | undefined
function start(): RunningCli {
  started = startCli(up('--port', '0', '--temporal-port', '0', '--temporal-ui-port', '0'))
  return started
}

// A test that failed half-way leaves its start running; the leashes end what that had started.
afterEach(async () => {
  started?.process.kill('SIGKILL')
  await started?.ended
  await untilNothingRuns(folder.path)
}, START_TIMEOUT_MS)

beforeAll(async () => {
  folder = await scratchFolder('up')
  first = await runCli(up('--once', '--json', ...SIZE))
  expect(first.stderr).not.toContain('next:')
  expect(first.code).toBe(0)
  report = JSON.parse(first.stdout)
}, START_TIMEOUT_MS)

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]()
})

test('one command goes from nothing to findings of all of Cloudflare’s types but those of files', () => {
  const types = Object.values(CATALOGUE)
    .filter(({ comesWith }) => comesWith === null)
    .flatMap((rule) => rule.cloudflareFindingTypeId ?? [])
  expect(types).toHaveLength(12)
  for (const type of types) expect(report.findings.by_finding_type_id[type]).toBeGreaterThan(0)
  expect(report.not_evaluated.map(({ rule_id, reason }) => `${rule_id}: ${reason}`)).toEqual([
    'user.unusual_activity: warming_up',
    'nhi.woke_up: warming_up',
    'dlp.conversation_file: no_dlp_profile',
    'dlp.gpt_file: no_dlp_profile',
    'dlp.project_file: no_dlp_profile',
  ])
  expect(report.runs.map(({ kind, state }) => [kind, state])).toEqual([
    ['full', 'completed'],
    ['incremental', 'completed'],
  ])
})

test('every stream holds what a perfect collector would', () => {
  expect(Object.keys(report.streams).sort()).toEqual([...STREAM_NAMES].sort())
  const compared = Object.entries(report.truth ?? {})
  expect(compared.map(([stream]) => stream).sort()).toEqual([...STREAM_NAMES].sort())
  expect(compared.filter(([, one]) => !one.matches)).toEqual([])
})

test('keys and tokens are kept for their owner alone, and shown nowhere', async () => {
  for (const name of ['master-key', 'token', 'tenant.json']) {
    expect((await stat(join(folder.path, name))).mode & 0o777).toBe(0o600)
  }
  const secrets = [await read('master-key'), await read('token'), await read('postgres/password')]
  const said = [first.stdout, first.stderr, ...(await logs())].join('\n')
  for (const secret of secrets) expect(said).not.toContain(secret)
  expect(said).not.toMatch(/\bsk-[\w-]{8,}/)
})

test('nothing is left running', async () => {
  expect(await processesNaming(folder.path)).toEqual([])
})

test('another tenant is refused in the same folder, with what to do', async () => {
  const { code, stderr } = await runCli(up('--once', '--users', '13'))
  expect(code).toBe(2)
  expect(stderr).toContain('users 12, not 13')
  expect(stderr).toContain('--data DIR')
})

test('a second start goes on with the data, serves, and ends with Ctrl-C', {
  timeout: START_TIMEOUT_MS,
}, async () => {
  const running = start()
  await untilSaid(running, 'Ctrl-C stops everything')
  expect(running.said()).toContain('is there')

  const env = { CASBAH_DATA: folder.path }
  const listed = await runCli(['integrations', 'list', '--json'], env)
  expect(JSON.parse(listed.stdout).map(({ id }: { id: string }) => id)).toEqual([report.integration.id])
  const findings = await runCli(['findings', '--json'], env)
  expect(JSON.parse(findings.stdout)).toHaveLength(report.findings.open)

  const doctor = await runCli(['doctor', '--json', '--port', String(await findFreePort())], env)
  const broken = JSON.parse(doctor.stdout).checks.filter(({ state }: { state: string }) => state === 'broken')
  expect(broken).toEqual([])
  expect(doctor.code).toBe(0)

  running.process.kill('SIGINT')
  const { code, stderr } = await running.ended
  expect(stderr).toContain('stopping')
  expect(code).toBe(0)
  expect(await processesNaming(folder.path)).toEqual([])
})

test('when it is killed, what it started ends by itself', { timeout: START_TIMEOUT_MS }, async () => {
  const running = start()
  await untilSaid(running, 'read projects, their members and keys')
  const before = await processesNaming(folder.path)
  expect(before.filter((line) => line.includes('main.ts simulate'))).toHaveLength(1)
  running.process.kill('SIGKILL')
  await running.ended
  await untilNothingRuns(folder.path)
})

test('when Postgres dies, it says so and stops the rest', { timeout: START_TIMEOUT_MS }, async () => {
  const running = start()
  await untilSaid(running, 'read projects, their members and keys')
  process.kill(Number(await read('postgres/server.pid')), 'SIGKILL')
  const { code, stderr } = await running.ended
  expect(code).toBe(3)
  expect(stderr).toContain('A service that everything needs is gone')
  expect(stderr).toContain('PostgreSQL ended by itself (signal SIGKILL)')
  await untilNothingRuns(folder.path)
})

const read = async (name: string) => (await readFile(join(folder.path, name), 'utf8')).trim()

const logs = () =>
  Promise.all(['api', 'worker', 'simulator'].map((name) => read(join('logs', `${name}.log`))))
