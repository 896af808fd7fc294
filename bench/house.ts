import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programCache } from '../src/cli/place.ts'
import type { EmbeddedPostgres } from '../src/embedded/postgres.ts'
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts'
import type { EmbeddedTemporal } from '../src/embedded/temporal.ts'
import { startEmbeddedTemporal } from '../src/embedded/temporal.ts'
import { resolveTemporalBinary } from '../src/embedded/temporal-binary.ts'
import { SEARCH_ATTRIBUTES } from '../src/model/core/names.ts'
import { bundleWorkflows } from '../src/temporal/workflow-bundle.ts'
import { databaseOn } from '../test/support/postgres.ts'
import type { StackServers } from '../test/support/stack.ts'
import { namespaceOn } from '../test/support/temporal.ts'

const silent = (): void => undefined

/** One server that a fault may kill and that comes back where it was, with its data. */
class Restartable<Server extends { readonly pid: number; stop(): Promise<void> }> {
  readonly #start: (before: Server | undefined) => Promise<Server>
  current: Server

  private constructor(start: (before: Server | undefined) => Promise<Server>, first: Server) {
    this.#start = start
    this.current = first
  }

  static async of<Server extends { readonly pid: number; stop(): Promise<void> }>(
    start: (before: Server | undefined) => Promise<Server>,
  ): Promise<Restartable<Server>> {
    return new Restartable(start, await start(undefined))
  }

  /** As power failing under it: nothing is written, nobody is told. */
  kill(): void {
    process.kill(this.current.pid, 'SIGKILL')
  }

  async restart(): Promise<void> {
    const before = this.current
    await before.stop()
    this.current = await this.#start(before)
  }
}

/** The servers of a bench: Postgres and Temporal as the product starts them, both of which faults may kill. */
export interface House {
  readonly postgres: Restartable<EmbeddedPostgres>
  readonly temporal: Restartable<EmbeddedTemporal>
  readonly servers: StackServers
  close(): Promise<void>
}

export async function openHouse(): Promise<House> {
  const opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'casbah-chaos-'))
  // Postgres may run as another user, who must reach its own folder in here.
  await chmod(folder, 0o711)
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const postgres = await Restartable.of<EmbeddedPostgres>((before) =>
    startEmbeddedPostgres({
      dataDir: join(folder, 'postgres'),
      log: silent,
      ...(before === undefined ? {} : { port: before.port }),
    }),
  )
  opened.defer(() => postgres.current.stop())
  const { path: binary } = await resolveTemporalBinary({
    cacheDir: programCache(process.env),
    env: process.env,
    log: silent,
  })
  const temporal = await Restartable.of<EmbeddedTemporal>((before) =>
    startEmbeddedTemporal({
      binary,
      dataDir: join(folder, 'temporal'),
      namespace: 'default',
      searchAttributes: Object.fromEntries(Object.values(SEARCH_ATTRIBUTES).map((name) => [name, 'Keyword'])),
      log: silent,
      ...(before === undefined ? {} : { port: portOf(before.address), uiPort: portOf(before.uiUrl) }),
    }),
  )
  opened.defer(() => temporal.current.stop())
  const workflowBundle = join(folder, 'workflows.js')
  await writeFile(workflowBundle, (await bundleWorkflows()).code)
  return {
    postgres,
    temporal,
    servers: {
      freshDatabase: () => databaseOn(postgres.current.url),
      freshNamespace: () => namespaceOn(temporal.current.address),
      workflowBundle,
    },
    close: () => opened.disposeAsync(),
  }
}

const portOf = (address: string): number => Number(/:(\d+)\/?$/.exec(address)?.[1])
