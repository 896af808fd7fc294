import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import type { EmbeddedPostgresOptions } from '../../src/embedded/postgres.ts'
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts'
import { startInChild } from '../support/embedded-child.ts'
import { scratchFolder } from '../support/scratch.ts'

const quiet = (): void => undefined

const start = (dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}) =>
  startEmbeddedPostgres({ dataDir, log: quiet, durable: false, ...options })

async function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1 })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

const isRoot = process.getuid?.() === 0

describe('embedded PostgreSQL', () => {
  test('keeps its data over a restart, its password private, and listens on loopback only', async () => {
    await using folder = await scratchFolder('postgres')
    const dataDir = join(folder.path, 'postgres')

    const first = await start(dataDir)
    await query(first.url, (sql) => sql`create table kept as select 42 as n`)
    const [settings] = await query(
      first.url,
      (sql) => sql`select current_setting('listen_addresses') as addresses, version() as version`,
    )
    await first.stop()
    expect(settings).toMatchObject({
      addresses: '127.0.0.1',
      version: expect.stringContaining('PostgreSQL 18'),
    })
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600)

    const second = await start(dataDir)
    const rows = await query(second.url, (sql) => sql`select n from kept`)
    await second.stop()
    expect([...rows]).toEqual([{ n: 42 }])
  })

  test('refuses a wrong password', async () => {
    await using folder = await scratchFolder('postgres')
    const server = await start(folder.path)
    const wrong = new URL(server.url)
    wrong.password = 'wrong'
    const failed = query(wrong.href, (sql) => sql`select 1`)
    await expect(failed).rejects.toThrow(/password authentication failed/)
    await server.stop()
  })

  test('writes no statement and no value into its log', async () => {
    await using folder = await scratchFolder('postgres')
    const server = await start(folder.path)
    await query(server.url, async (sql) => {
      await sql`create table secrets (word text primary key)`
      await sql`insert into secrets values ('hush-42')`
      await sql`insert into secrets values ('hush-42')`.catch(quiet)
      await sql.unsafe("select 'hush-42' from nowhere").catch(quiet)
    })
    await server.stop()
    const log = await readFile(server.logFile, 'utf8')
    expect(log).toContain('duplicate key')
    expect(log).not.toContain('hush-42')
  })

  test('a second start in the same folder is told who runs there', async () => {
    await using folder = await scratchFolder('postgres')
    const first = await start(folder.path)
    await expect(start(folder.path)).rejects.toThrow(/already runs in .*process \d+, since/)
    await first.stop()
    const second = await start(folder.path)
    await second.stop()
  })

  test('dies with its owner, even one that is killed, and the next start recovers the data', async () => {
    await using folder = await scratchFolder('postgres')
    const child = await startInChild('postgres', folder.path)
    const { url, pid } = child.said as { url: string; pid: number }
    await query(url, (sql) => sql`create table kept as select 7 as n`)
    await child.kill()
    await child.gone(pid)

    const next = await start(folder.path)
    const rows = await query(next.url, (sql) => sql`select n from kept`)
    await next.stop()
    expect([...rows]).toEqual([{ n: 7 }])
  })

  test('recovers from its own SIGKILL, which leaves postmaster.pid behind', async () => {
    await using folder = await scratchFolder('postgres')
    const first = await start(folder.path)
    await query(first.url, (sql) => sql`create table kept as select 8 as n`)
    process.kill(first.pid, 'SIGKILL')
    expect(await first.exited).toBe('signal SIGKILL')
    await first.stop()

    const second = await start(folder.path)
    const rows = await query(second.url, (sql) => sql`select n from kept`)
    await second.stop()
    expect([...rows]).toEqual([{ n: 8 }])
  })

  test('starts although the pid in postmaster.pid belongs to another program by now', async () => {
    await using folder = await scratchFolder('postgres')
    await (await start(folder.path)).stop()
    await writeFile(join(folder.path, 'data', 'postmaster.pid'), `${process.pid}\n${folder.path}\n`)
    const server = await start(folder.path)
    await server.stop()
  })

  test('a start that was cut off while making the database leaves nothing in the way', async () => {
    await using folder = await scratchFolder('postgres')
    await mkdir(join(folder.path, 'data.new', 'base'), { recursive: true })
    const server = await start(folder.path)
    await server.stop()
  })

  test('names the port that is taken', async () => {
    await using folder = await scratchFolder('postgres')
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as { port: number }
    await expect(start(folder.path, { port })).rejects.toThrow(
      new RegExp(`Port ${port}, wanted for PostgreSQL, is taken`),
    )
    await new Promise((resolve) => holder.close(resolve))
  })

  test('a broken program is shown with the end of its log', async () => {
    await using folder = await scratchFolder('postgres')
    await (await start(folder.path)).stop()
    const broken = join(folder.path, 'broken')
    await writeFile(
      broken,
      '#!/bin/sh\n[ "$1" = --version ] && echo "postgres (PostgreSQL) 18.4" || { echo "no such library"; exit 9; }\n',
    )
    await chmod(broken, 0o755)
    const failed = start(folder.path, { binaries: { home: folder.path, initdb: broken, postgres: broken } })
    await expect(failed).rejects.toThrow(/did not start \(exit code 9\)[\s\S]*no such library/)
  })

  test('data without its password is refused, not replaced', async () => {
    await using folder = await scratchFolder('postgres')
    await (await start(folder.path)).stop()
    await rm(join(folder.path, 'password'))
    await expect(start(folder.path)).rejects.toThrow(/password is not readable/)
  })

  test('as root without user namespaces it runs as nobody and keeps its data too', async (context) => {
    if (!isRoot) context.skip('needs root: the way as nobody exists for root alone')
    await using folder = await scratchFolder('postgres')
    const said: string[] = []
    const asNobody = { rootAs: 'nobody' as const, log: (line: string) => said.push(line) }
    const dataDir = join(folder.path, 'postgres')
    const first = await start(dataDir, asNobody)
    await query(first.url, (sql) => sql`create table kept as select 9 as n`)
    await first.stop()
    const second = await start(dataDir, asNobody)
    const rows = await query(second.url, (sql) => sql`select n from kept`)
    await second.stop()
    const place = /its data in (.*)$/.exec(said[0] ?? '')?.[1]
    expect(place).toMatch(/^\/var\/tmp\/casbah-postgres-/)
    await rm(place ?? '', { recursive: true })
    expect([...rows]).toEqual([{ n: 9 }])
  })
})
