import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { ensureMonthPartitions } from '../../src/db/partitions/ensure-month-partitions.ts'
import type { EmbeddedPostgres } from '../../src/embedded/postgres.ts'
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts'
import { bundleWorkflows } from '../../src/temporal/workflow-bundle.ts'
import type { Feed } from './feed.ts'
import { buildFeed } from './feed.ts'

/** A feed that is being served. */
export interface ServedFeed {
  readonly feed: Feed
  readonly url: string
}

/** What all variants of a benchmark share: one Postgres as the product starts it, durable, and a served feed a size. */
export interface BenchPlace {
  readonly folder: string
  readonly postgres: EmbeddedPostgres
  /** Makes the feed of that size, once, and serves it. */
  feedOf(messages: number): Promise<ServedFeed>
  freshDatabase(): Promise<FreshDatabase>
  /** File of the workflows, bundled once: a worker that bundles by itself takes twice the memory for it. */
  workflowBundle(): Promise<string>
  /** Closes what was opened for it, last first. */
  readonly opened: AsyncDisposableStack
}

export interface FreshDatabase {
  readonly url: string
  readonly database: Database
  drop(): Promise<void>
}

export async function openPlace(say: (line: string) => void): Promise<BenchPlace> {
  const opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'casbah-bench-'))
  // Postgres may run as another user, who must reach its own folder in here.
  await chmod(folder, 0o711)
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: () => undefined })
  opened.defer(() => postgres.stop())
  let bundle: Promise<string> | undefined
  const writeBundle = async (): Promise<string> => {
    const file = join(folder, 'workflows.js')
    await writeFile(file, (await bundleWorkflows()).code)
    return file
  }
  const feeds = new Map<number, Promise<ServedFeed>>()
  const serve = async (messages: number): Promise<ServedFeed> => {
    say(`building the feed of ${messages.toLocaleString('en')} messages …`)
    const feed = await buildFeed(join(folder, `feed-${messages}`), messages)
    const url = await serveFeed(feed, opened)
    return { feed, url }
  }
  return {
    folder,
    postgres,
    opened,
    feedOf(messages) {
      const known = feeds.get(messages) ?? serve(messages)
      feeds.set(messages, known)
      return known
    },
    freshDatabase: () => freshDatabase(postgres.url),
    workflowBundle() {
      bundle ??= writeBundle()
      return bundle
    },
  }
}

async function serveFeed(feed: Feed, opened: AsyncDisposableStack): Promise<string> {
  const child = fork(fileURLToPath(new URL('./feed-server.ts', import.meta.url)), [feed.folder])
  opened.defer(async () => {
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return `http://127.0.0.1:${port}/v1`
}

async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `bench_${randomBytes(4).toString('hex')}`
  const server = openDatabase(serverUrl, { max: 1 })
  await server.sql.unsafe(`create database ${name}`)
  const url = serverUrl.replace(/\/\w+$/, `/${name}`)
  await migrate(url, () => undefined)
  const database = openDatabase(url, { max: 4 })
  await ensureMonthPartitions(database.sql)
  return {
    url,
    database,
    async drop() {
      await database.close()
      await server.sql.unsafe(`drop database ${name} with (force)`)
      await server.close()
    },
  }
}
