import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where `casbah up` keeps what it made: one folder, `.casbah` beside the project unless CASBAH_DATA or `--data`
 * names another. Commands that speak to the API find its address and token there, so that on one machine nothing
 * has to be set.
 */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

export function dataFolder(env: Readonly<Record<string, string | undefined>>, given?: string): string {
  return resolve(given ?? (env.CASBAH_DATA || join(PROJECT_ROOT, '.casbah')))
}

/** Programs that were fetched; in the project's folder whatever `--data` says, so that each is fetched once. */
export const programCache = (env: Readonly<Record<string, string | undefined>>): string =>
  env.CASBAH_TEMPORAL_CACHE || join(PROJECT_ROOT, '.casbah', 'bin')

/** What Node makes of our code. With the packages that it goes with, and as safe to throw away. */
export const COMPILE_CACHE = join(PROJECT_ROOT, 'node_modules', '.cache', 'casbah')

export const placesIn = (folder: string) => ({
  folder,
  masterKey: join(folder, 'master-key'),
  /** First characters of its hash: tells a wrong key without a database at hand. */
  masterKeyId: join(folder, 'master-key.id'),
  token: join(folder, 'token'),
  tenant: join(folder, 'tenant.json'),
  /** Written while `up` runs: where everything listens. */
  addresses: join(folder, 'addresses.json'),
  postgres: join(folder, 'postgres'),
  temporal: join(folder, 'temporal'),
  simulatorCalls: join(folder, 'simulator-calls.json'),
  bundle: join(folder, 'workflows.cjs'),
  logs: join(folder, 'logs'),
})
export type Places = ReturnType<typeof placesIn>

/** What a running `up` tells other commands. No secret in here. */
export interface Addresses {
  readonly pid: number
  readonly startedAt: string
  readonly api: string
  readonly temporal: string
  readonly temporalUi: string
  readonly codec: string
  readonly simulator: string
  readonly postgresPort: number
  readonly workerHealth: string
}

/** Undefined where `up` has not run in that folder, or ended. */
export function readAddresses(folder: string): Addresses | undefined {
  try {
    return JSON.parse(readFileSync(placesIn(folder).addresses, 'utf8')) as Addresses
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The same, and only while that start lives: one that was killed leaves its addresses behind, and whoever takes its
 * port next is not to be sent a token.
 */
export function readRunning(folder: string): Addresses | undefined {
  const addresses = readAddresses(folder)
  return addresses !== undefined && isAlive(addresses.pid) ? addresses : undefined
}

function isAlive(pid: number): boolean {
  try {
    // Sends nothing: it asks whether it could.
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
