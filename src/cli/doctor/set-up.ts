import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../config.ts'
import { readSettings, SettingsError } from '../../config.ts'
import { SUPERUSER } from '../../embedded/postgres-cluster.ts'
import { usageError } from '../cli-error.ts'
import type { DoctorFlags } from '../doctor.ts'
import type { Io } from '../io.ts'
import type { Addresses, Places } from '../place.ts'
import { dataFolder, placesIn, readRunning } from '../place.ts'

/**
 * What there is to look at. Each service is either named by the environment (a production set-up, or one that
 * brings its own Postgres), or one that `casbah up` runs from its folder; and that may be stopped right now.
 */
export interface SetUp {
  readonly env: Io['env']
  readonly places: Places
  /** Of an `up` that runs now. */
  readonly running: Addresses | undefined
  readonly database: Target
  readonly temporal: Target
  readonly namespace: string
  readonly api: Target
  readonly apiPort: number
  /** The master key as it stands in the environment or the folder; undefined where there is none. */
  readonly masterKey: string | undefined
  /** True where the environment names services: a set-up of its own, not one of `casbah up`. */
  readonly fromEnvironment: boolean
  /** What is wrong with the settings themselves. */
  readonly problems: readonly string[]
}

/** Undefined `at`: it is not running, and `why` says so. */
export type Target =
  | { readonly at: string; readonly source: 'environment' | 'up' }
  | { readonly at: undefined; readonly why: string }

const DEFAULT_API_PORT = 8787
const DEFAULT_NAMESPACE = 'default'

const STOPPED: Target = { at: undefined, why: 'not running: "npm start" starts it' }

export function findSetUp(io: Io, flags: DoctorFlags): SetUp {
  const places = placesIn(dataFolder(io.env, flags.data))
  const running = readRunning(places.folder)
  const { settings, problems } = readEnvironment(io.env)
  const named = (value: string | undefined, up: string | undefined): Target => {
    if (value) return { at: value, source: 'environment' }
    return up === undefined ? STOPPED : { at: up, source: 'up' }
  }
  return {
    env: io.env,
    places,
    running,
    database: named(settings.DATABASE_URL, running && embeddedUrl(places, running)),
    temporal: named(io.env.TEMPORAL_ADDRESS, running?.temporal),
    namespace: settings.TEMPORAL_NAMESPACE ?? DEFAULT_NAMESPACE,
    api: named(io.env.CASBAH_URL, running?.api),
    apiPort: readPort(flags.port) ?? settings.CASBAH_API_PORT ?? DEFAULT_API_PORT,
    masterKey: settings.CASBAH_MASTER_KEY ?? readText(places.masterKey),
    fromEnvironment: settings.DATABASE_URL !== undefined,
    problems,
  }
}

/** Settings that are there, and what is wrong with those that are there; a missing one is no fault here. */
function readEnvironment(env: Io['env']): { settings: Partial<Settings>; problems: readonly string[] } {
  const complete = {
    ...env,
    ...(isSet(env, 'DATABASE_URL') ? {} : { DATABASE_URL: 'postgres://nowhere' }),
    ...(isSet(env, 'CASBAH_MASTER_KEY') ? {} : { CASBAH_MASTER_KEY: 'none' }),
  }
  try {
    const settings: Partial<Settings> = readSettings(complete)
    if (!isSet(env, 'DATABASE_URL')) delete settings.DATABASE_URL
    if (!isSet(env, 'CASBAH_MASTER_KEY')) delete settings.CASBAH_MASTER_KEY
    return { settings, problems: [] }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return { settings: {}, problems: error.problems }
  }
}

const isSet = (env: Io['env'], name: string): boolean => Boolean(env[name] || env[`${name}_FILE`])

function embeddedUrl({ postgres }: Places, { postgresPort }: Addresses): string | undefined {
  const password = readText(join(postgres, 'password'))
  return password === undefined
    ? undefined
    : `postgres://${SUPERUSER}:${password}@127.0.0.1:${postgresPort}/casbah`
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const MAX_PORT = 65_535

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port <= MAX_PORT) return port
  throw usageError(`--port must be a port from 1 to ${MAX_PORT}, not "${text}".`)
}
