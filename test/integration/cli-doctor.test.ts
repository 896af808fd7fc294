import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { NamedResult } from '../../src/cli/doctor/check.ts'
import { checkMasterKey } from '../../src/db/seal/check-master-key.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { findFreePort } from '../../src/embedded/network.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { emptyDatabase, freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'

const masterKey = randomBytes(32).toString('base64')

let database: FreshDatabase
let folder: Awaited<ReturnType<typeof scratchFolder>>

beforeAll(async () => {
  database = await freshDatabase()
  await checkMasterKey(database.database.drizzle, openMasterKey(masterKey))
  folder = await scratchFolder('doctor')
})
afterAll(async () => {
  await database?.drop()
  await folder?.[Symbol.asyncDispose]()
})

/** A set-up in which everything that is looked at is well; each test breaks one thing. */
const wellSetUp = async () => ({
  CASBAH_DATA: folder.path,
  DATABASE_URL: database.url,
  CASBAH_MASTER_KEY: masterKey,
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  CASBAH_API_PORT: String(await findFreePort()),
})

async function doctor(env: NodeJS.ProcessEnv) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], env)
  const { checks } = JSON.parse(stdout) as { checks: NamedResult[] }
  const find = (name: string) => checks.find((check) => check.name === name)
  return { code, find, said: stdout + stderr }
}

test('a port that another program holds is named with its holder', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  try {
    const { code, find } = await doctor({ ...(await wellSetUp()), CASBAH_API_PORT: String(port) })
    const check = find('port of the API')
    expect(check).toMatchObject({
      state: 'broken',
      detail: expect.stringContaining(`process ${process.pid}`),
    })
    expect(check).toMatchObject({ next: expect.stringContaining('--port') })
    expect(code).toBe(1)
  } finally {
    server.close()
  }
})

test('Postgres that is down is named by host and port, without its password', async () => {
  const port = await findFreePort()
  const url = `postgres://casbah:a-secret-password@127.0.0.1:${port}/casbah`
  const { code, find, said } = await doctor({ ...(await wellSetUp()), DATABASE_URL: url })
  expect(find('Postgres')).toMatchObject({
    state: 'broken',
    detail: expect.stringContaining(`127.0.0.1:${port}/casbah does not answer`),
    next: expect.stringContaining('DATABASE_URL'),
  })
  expect(said).not.toContain('a-secret-password')
  expect(code).toBe(1)
})

test('a Temporal server that is down is named with its address', async () => {
  const port = await findFreePort()
  const { code, find } = await doctor({ ...(await wellSetUp()), TEMPORAL_ADDRESS: `127.0.0.1:${port}` })
  expect(find("Temporal's server")).toMatchObject({
    state: 'broken',
    detail: expect.stringContaining(`127.0.0.1:${port}`),
    next: expect.stringContaining('TEMPORAL_ADDRESS'),
  })
  expect(code).toBe(1)
})

test('a Temporal program that is missing is named with the three ways to have it', async () => {
  const { TEMPORAL_ADDRESS: _, ...env } = await wellSetUp()
  const { code, find } = await doctor({
    ...env,
    CASBAH_TEMPORAL_CACHE: join(folder.path, 'empty'),
    PATH: '/nowhere',
  })
  const check = find("Temporal's program")
  expect(check).toMatchObject({ state: 'broken', detail: expect.stringContaining('not on this machine') })
  for (const way of ['HTTPS', 'pip', 'Go', 'TEMPORAL_CLI_PATH']) {
    expect(check).toMatchObject({ next: expect.stringContaining(way) })
  }
  expect(code).toBe(1)
})

test('a wrong master key is told by its id, with and without a database at hand', async () => {
  const other = randomBytes(32).toString('base64')
  const { code, find, said } = await doctor({ ...(await wellSetUp()), CASBAH_MASTER_KEY: other })
  expect(find('master key')).toMatchObject({
    state: 'broken',
    detail: expect.stringContaining(openMasterKey(masterKey).id),
    next: expect.stringContaining('Put back the key'),
  })
  expect(code).toBe(1)
  expect(said).not.toContain(other)

  const stopped = join(folder.path, 'stopped')
  await mkdir(stopped, { mode: 0o700 })
  await writeFile(join(stopped, 'master-key'), other, { mode: 0o600 })
  await writeFile(join(stopped, 'master-key.id'), openMasterKey(masterKey).id, { mode: 0o600 })
  const second = await doctor({ CASBAH_DATA: stopped })
  expect(second.find('master key')).toMatchObject({
    state: 'broken',
    detail: expect.stringContaining('wrong'),
  })
})

test('missing migrations and search attributes lead to casbah migrate', async () => {
  await using empty = await emptyOne()
  const env = { ...(await wellSetUp()), DATABASE_URL: empty.url }
  expect((await doctor(env)).find('database schema')).toMatchObject({
    state: 'broken',
    next: expect.stringContaining('casbah migrate'),
  })
  const migrated = await runCli(['migrate'], env)
  expect(migrated.code).toBe(0)
  const after = await doctor(env)
  expect(after.find('database schema')?.state).toBe('ok')
  expect(after.find('search attributes')?.state).toBe('ok')
  expect(after.find('master key')?.state).toBe('ok')
})

async function emptyOne() {
  const { url, drop } = await emptyDatabase()
  return { url, [Symbol.asyncDispose]: drop }
}

test('bad settings are all named at once', async () => {
  const { find } = await doctor({ ...(await wellSetUp()), DATABASE_POOL: 'many', CASBAH_RATE_FACTOR: '-1' })
  const check = find('settings')
  expect(check).toMatchObject({ state: 'broken', detail: expect.stringContaining('DATABASE_POOL') })
  expect(check?.detail).toContain('CASBAH_RATE_FACTOR')
})
