import { randomBytes } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { createApp } from '../../src/api/app.ts'
import { ensureBootstrapToken } from '../../src/api/authenticate.ts'
import type { ApiEnv } from '../../src/api/context.ts'
import type { RateSettings } from '../../src/api/rate-limits/rates.ts'
import { makeApiDeps } from '../../src/api/server.ts'
import { makeToken } from '../../src/api/tokens.ts'
import { readSome, SIGN_IN_SETTINGS } from '../../src/config.ts'
import type { Database } from '../../src/db/client.ts'
import { openTemporal } from '../../src/temporal/client.ts'
import { createShowingCodec } from '../../src/temporal/codec.ts'
import { payloadKey } from '../../src/temporal/payload-key.ts'
import { UNLIMITED } from './unlimited.ts'

interface TemporalSettings {
  readonly TEMPORAL_ADDRESS: string
  readonly TEMPORAL_NAMESPACE: string
  readonly CASBAH_MASTER_KEY: string
}

export interface TestApi {
  readonly app: OpenAPIHono<ApiEnv>
  readonly token: string
  readonly settings: TemporalSettings
  /** Every line that was logged, as JSON. */
  readonly logged: readonly string[]
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  close(): Promise<void>
}

export interface CallOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Null: none. */
  readonly token?: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

export type Json = { readonly [name: string]: Json } & readonly Json[] & (string | number | null)

/** Nothing listens there: for tests that need no Temporal, or that it be away. */
const NO_TEMPORAL = '127.0.0.1:1'

/** The whole API in this process, on a database and, where the test has one, on a Temporal namespace. */
export async function startTestApi(
  database: Database,
  options: {
    readonly temporal?: TemporalSettings
    readonly allowedHosts?: string
    readonly permanentExceptions?: boolean
    /** Default: no limits, since a test asks more than any program may. */
    readonly rates?: Partial<RateSettings>
    /** As in the environment: CASBAH_PUBLIC_URL, CASBAH_OIDC_… */
    readonly signIn?: Readonly<Record<string, string>>
    /** What sessions go by. */
    readonly now?: () => Date
  } = {},
): Promise<TestApi> {
  const settings = options.temporal ?? {
    TEMPORAL_ADDRESS: NO_TEMPORAL,
    TEMPORAL_NAMESPACE: 'default',
    CASBAH_MASTER_KEY: randomBytes(32).toString('base64'),
  }
  const logged: string[] = []
  const log = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }))
  const temporal = openTemporal(settings)
  const deps = makeApiDeps(
    {
      ...settings,
      ...readSome(options.signIn ?? {}, SIGN_IN_SETTINGS),
      CASBAH_API_HOST: '127.0.0.1',
      CASBAH_API_PORT: 0,
      TEMPORAL_UI_URL: 'http://127.0.0.1:8233/',
      CASBAH_ALLOW_PERMANENT_EXCEPTIONS: options.permanentExceptions ?? false,
      CASBAH_WEBHOOK_ALLOW_HOSTS: options.allowedHosts ?? '',
      CASBAH_PROXY_HOPS: 1,
      ...UNLIMITED,
      ...options.rates,
      CASBAH_WEBHOOK_TIMEOUT_SECONDS: 5,
    },
    {
      database,
      temporal: temporal.client,
      codec: createShowingCodec(payloadKey(settings.CASBAH_MASTER_KEY)),
      log: { info: log, warn: log, error: log },
      ...(options.now === undefined ? {} : { now: options.now }),
    },
  )
  const token = makeToken()
  await ensureBootstrapToken(database.drizzle, token)
  const app = createApp(deps)
  return {
    app,
    token,
    settings,
    logged,
    call: (method, path, call = {}) => request(app, method, path, { token, ...call }),
    close: () => temporal.close(),
  }
}

async function request(
  app: OpenAPIHono<ApiEnv>,
  method: string,
  path: string,
  call: CallOptions,
): Promise<Answer> {
  const { body } = call
  const response = await app.request(path, {
    method,
    headers: {
      ...(call.token ? { Authorization: `Bearer ${call.token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...call.headers,
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /[/+]json\b/.test(response.headers.get('Content-Type') ?? '') && text !== ''
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null }
}
