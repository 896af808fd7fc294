import { ensureBootstrapToken } from '../api/authenticate.ts'
import { startApi, startCodec } from '../api/server.ts'
import { readSettings } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { checkMasterKey } from '../db/seal/check-master-key.ts'
import { openMasterKey } from '../db/seal/master-key.ts'
import { DEFAULT_ENTITY_TIMINGS } from '../model/core/commands.ts'
import { createLogger } from '../telemetry/logger.ts'
import { openTemporal } from '../temporal/client.ts'
import { createShowingCodec } from '../temporal/codec.ts'
import { payloadKey } from '../temporal/payload-key.ts'
import type { Io } from './io.ts'
import { runRole } from './role.ts'

export interface ApiReady {
  readonly url: string
  /** The endpoint that decodes payloads for Temporal's UI; null where no UI's origin is set. */
  readonly codecUrl: string | null
}

export function serveApi(io: Io): Promise<void> {
  return runRole<ApiReady>(
    io,
    'api',
    () => startApiRole(io),
    ({ url }) => `listening at ${url}; API docs at ${url}/docs`,
  )
}

async function startApiRole(io: Io) {
  const settings = readSettings(io.env)
  const log = createLogger(settings, 'api')
  await using stack = new AsyncDisposableStack()
  const database = openDatabase(settings.DATABASE_URL, {
    max: settings.DATABASE_POOL,
    applicationName: 'casbah api',
  })
  stack.defer(() => database.close())
  await checkMasterKey(database.drizzle, openMasterKey(settings.CASBAH_MASTER_KEY))
  if (settings.CASBAH_BOOTSTRAP_TOKEN !== undefined) {
    await ensureBootstrapToken(database.drizzle, settings.CASBAH_BOOTSTRAP_TOKEN)
  }
  const temporal = openTemporal(settings)
  stack.defer(() => temporal.close())
  const codec = createShowingCodec(payloadKey(settings.CASBAH_MASTER_KEY))
  const timings = {
    ...DEFAULT_ENTITY_TIMINGS,
    accessProbeEveryMs: settings.CASBAH_ACCESS_PROBE_SECONDS * 1_000,
  }
  const api = await startApi(settings, { database, temporal: temporal.client, codec, log, timings })
  stack.defer(() => api.close())
  const codecServer =
    settings.CASBAH_CODEC_ORIGIN === undefined
      ? null
      : await startCodec({ ...settings, uiOrigin: settings.CASBAH_CODEC_ORIGIN }, codec)
  if (codecServer !== null) stack.defer(() => codecServer.close())
  const running = stack.move()
  return {
    ready: { url: api.url, codecUrl: codecServer?.url ?? null },
    stop: () => running.disposeAsync(),
  }
}
