import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts'
import { startEmbeddedTemporal } from '../../src/embedded/temporal.ts'

/** Run by embedded-child.ts: starts one server, tells where it is, and waits to be killed. */
const [service = '', dataDir = '', binary = ''] = process.argv.slice(2)
const log = (): void => undefined

const server =
  service === 'postgres'
    ? await startEmbeddedPostgres({ dataDir, log, durable: false })
    : await startEmbeddedTemporal({ binary, dataDir, namespace: 'casbah', searchAttributes: {}, log })

process.send?.({ ...server, exited: undefined })
await server.exited
