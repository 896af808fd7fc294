import { readFileSync } from 'node:fs'
import { startEmbeddedPostgres } from '../../embedded/postgres.ts'
import { startEmbeddedTemporal } from '../../embedded/temporal.ts'
import { resolveTemporalBinary } from '../../embedded/temporal-binary.ts'
import { SEARCH_ATTRIBUTES } from '../../model/core/names.ts'
import { openTemporal } from '../../temporal/client.ts'
import { registerSearchAttributes } from '../../temporal/search-attributes.ts'
import type { Io } from '../io.ts'
import type { Places } from '../place.ts'
import { programCache } from '../place.ts'
import type { Ports } from './ports.ts'
import { settleAll } from './settle-all.ts'

/** Postgres and Temporal: ours, in the data folder, unless the environment names others. */
export interface Services {
  /** With a password: a secret. */
  readonly databaseUrl: string
  readonly temporalAddress: string
  readonly temporalUi: string
  readonly namespace: string
  /** Resolves to words when a service of ours ends without having been asked. */
  readonly broken: Promise<string>
}

const EMBEDDED_NAMESPACE = 'default'

interface ServicesContext {
  readonly io: Io
  readonly places: Places
  readonly ports: Ports
  readonly say: (line: string) => void
  /** Takes what must be stopped, last started first. */
  readonly stack: AsyncDisposableStack
}

export async function startServices(context: ServicesContext): Promise<Services> {
  const broken = Promise.withResolvers<string>()
  const [database, temporal] = await settleAll(postgres(context), temporalServer(context))
  watch(broken.resolve, 'PostgreSQL', database)
  watch(broken.resolve, "Temporal's dev server", temporal)
  return {
    databaseUrl: database.url,
    temporalAddress: temporal.address,
    temporalUi: temporal.uiUrl,
    namespace: temporal.namespace,
    broken: broken.promise,
  }
}

function watch(
  say: (words: string) => void,
  what: string,
  service: { readonly exited?: Promise<string> | undefined; readonly logFile?: string | undefined },
): void {
  void service.exited?.then((how) => say(`${what} ended by itself (${how}). Its log: ${service.logFile}`))
}

async function postgres({ io, places, say, stack }: ServicesContext) {
  const given = settingOf(io.env, 'DATABASE_URL')
  if (given) return { url: given, exited: undefined, logFile: undefined }
  const server = await startEmbeddedPostgres({ dataDir: places.postgres, log: say })
  stack.defer(() => server.stop())
  return server
}

async function temporalServer({ io, places, ports, say, stack }: ServicesContext) {
  const given = settingOf(io.env, 'TEMPORAL_ADDRESS')
  if (given) {
    const uiUrl = settingOf(io.env, 'TEMPORAL_UI_URL') ?? ''
    const namespace = settingOf(io.env, 'TEMPORAL_NAMESPACE') ?? EMBEDDED_NAMESPACE
    return { address: given, uiUrl, namespace, exited: undefined, logFile: undefined }
  }
  const { path } = await resolveTemporalBinary({ cacheDir: programCache(io.env), env: io.env, log: say })
  const server = await startEmbeddedTemporal({
    binary: path,
    dataDir: places.temporal,
    namespace: EMBEDDED_NAMESPACE,
    searchAttributes: Object.fromEntries(Object.values(SEARCH_ATTRIBUTES).map((name) => [name, 'Keyword'])),
    uiCodecEndpoint: `http://127.0.0.1:${ports.codec.port}`,
    ...(ports.temporal === undefined ? {} : { port: ports.temporal }),
    ...(ports.temporalUi === undefined ? {} : { uiPort: ports.temporalUi }),
    log: say,
  })
  stack.defer(() => server.stop())
  return { ...server, namespace: EMBEDDED_NAMESPACE }
}

/** A server that the environment named may not know our search attributes; our own is started with them. */
export async function prepareTemporal(io: Io, services: Services, masterKey: string): Promise<void> {
  if (settingOf(io.env, 'TEMPORAL_ADDRESS') === undefined) return
  const temporal = openTemporal({
    TEMPORAL_ADDRESS: services.temporalAddress,
    TEMPORAL_NAMESPACE: services.namespace,
    CASBAH_MASTER_KEY: masterKey,
  })
  try {
    await registerSearchAttributes(temporal.connection, services.namespace)
  } finally {
    await temporal.close()
  }
}

/** A variable or its `_FILE` twin; the other settings of `up` are its flags. */
function settingOf(env: Io['env'], name: string): string | undefined {
  const file = env[`${name}_FILE`]
  return env[name] || (file ? readFileSync(file, 'utf8').trim() : undefined)
}
