import { hkdfSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Client } from '@temporalio/client'
import type { PayloadCodec } from '@temporalio/common'
import type { Hono } from 'hono'
import type { Settings, SignInVariables } from '../config.ts'
import type { Database } from '../db/client.ts'
import { openMasterKey } from '../db/seal/master-key.ts'
import type { EntityTimings } from '../model/core/commands.ts'
import { DEFAULT_ENTITY_TIMINGS } from '../model/core/commands.ts'
import { parseAllowedHosts } from '../model/schema/webhook-url.ts'
import { createApp } from './app.ts'
import { createCodecApp } from './codec.ts'
import { EntityCommands } from './commands.ts'
import type { ApiLog } from './context.ts'
import type { ApiDeps } from './deps.ts'
import type { RateSettings } from './rate-limits/rates.ts'
import { ratesOf } from './rate-limits/rates.ts'
import { signInSettings } from './sign-in/settings.ts'

export interface ApiServices {
  readonly database: Database
  /** With the payload codec, as `src/temporal` makes it. */
  readonly temporal: Client
  readonly codec: PayloadCodec
  readonly log: ApiLog
  /** Default: hours and days, as documented. Tests shorten them. */
  readonly timings?: EntityTimings
  /** What sessions go by. Default: the machine's clock. */
  readonly now?: () => Date
}

export interface Listening {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string
  /** Takes no new requests, lets the running ones end, and closes. */
  close(): Promise<void>
}

type ApiSettings = Pick<
  Settings,
  | 'CASBAH_MASTER_KEY'
  | 'CASBAH_API_HOST'
  | 'CASBAH_API_PORT'
  | 'TEMPORAL_UI_URL'
  | 'TEMPORAL_NAMESPACE'
  | 'CASBAH_WEBHOOK_ALLOW_HOSTS'
  | 'CASBAH_WEBHOOK_TIMEOUT_SECONDS'
  | 'CASBAH_ALLOW_PERMANENT_EXCEPTIONS'
  | 'CASBAH_PROXY_HOPS'
> &
  RateSettings &
  SignInVariables

const MS_A_SECOND = 1_000
/** Milliseconds that running requests have to end when the API closes. */
const DRAIN_MS = 5_000
const SECRET_BYTES = 32

export function makeApiDeps(settings: ApiSettings, services: ApiServices): ApiDeps & { codec: PayloadCodec } {
  return {
    database: services.database,
    master: openMasterKey(settings.CASBAH_MASTER_KEY),
    temporal: services.temporal,
    commands: new EntityCommands(services.temporal, services.timings ?? DEFAULT_ENTITY_TIMINGS),
    codec: services.codec,
    log: services.log,
    secret: apiSecret(settings.CASBAH_MASTER_KEY),
    temporalUiUrl: settings.TEMPORAL_UI_URL.replace(/\/+$/, ''),
    temporalNamespace: settings.TEMPORAL_NAMESPACE,
    allowPermanentExceptions: settings.CASBAH_ALLOW_PERMANENT_EXCEPTIONS,
    webhookAllowedHosts: parseAllowedHosts(settings.CASBAH_WEBHOOK_ALLOW_HOSTS),
    rates: ratesOf(settings),
    proxyHops: settings.CASBAH_PROXY_HOPS,
    webhookTimeoutMs: settings.CASBAH_WEBHOOK_TIMEOUT_SECONDS * MS_A_SECOND,
    signIn: signInSettings(settings),
    now: services.now ?? (() => new Date()),
  }
}

export async function startApi(settings: ApiSettings, services: ApiServices): Promise<Listening> {
  const app = createApp(makeApiDeps(settings, services))
  return listen(app, settings.CASBAH_API_HOST, settings.CASBAH_API_PORT)
}

/** The embedded codec endpoint, on loopback whatever the API's host is. */
export function startCodec(
  settings: { readonly CASBAH_CODEC_PORT: number; readonly uiOrigin: string },
  codec: PayloadCodec,
): Promise<Listening> {
  return listen(createCodecApp(codec, settings.uiOrigin), '127.0.0.1', settings.CASBAH_CODEC_PORT)
}

/** One purpose, one key: what signs cursors is derived from the master key and is never it. */
function apiSecret(masterKey: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey.trim(), '', 'casbah api', SECRET_BYTES))
}

function listen(app: Pick<Hono, 'fetch'>, hostname: string, port: number): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<Listening>()
  const server = serve({ fetch: app.fetch, hostname, port }, (address: AddressInfo) => {
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
    resolve({ url: `http://${host}:${address.port}`, close })
  })
  server.once('error', reject)

  async function close(): Promise<void> {
    const closed = Promise.withResolvers<void>()
    server.close(() => closed.resolve())
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    const force = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, DRAIN_MS)
    await closed.promise
    clearTimeout(force)
  }
  return promise
}
