import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isPortForbidden, isPortFree, portOwner } from '../../embedded/network.ts'
import { PROJECT_ROOT } from '../place.ts'
import type { Check, CheckResult } from './check.ts'
import { broken, ok, skipped } from './check.ts'
import type { SetUp } from './set-up.ts'

/** What Casbah needs of the machine itself. */
const LEAST_NODE = 24

export const machineChecks = (setUp: SetUp): Check[] => [
  { name: 'Node.js', look: async () => node(process.versions.node) },
  { name: 'packages', look: async () => packages(PROJECT_ROOT) },
  { name: 'settings', look: async () => settings(setUp.problems) },
  { name: 'data folder', look: async () => dataFolder(setUp) },
  { name: 'port of the API', look: () => apiPort(setUp) },
]

export function node(version: string): CheckResult {
  const major = Number(version.split('.')[0])
  if (major >= LEAST_NODE) return ok(`Node.js ${version}`)
  return broken(
    `Node.js ${version}, and ${LEAST_NODE} is needed`,
    'Start through "npm start" or "npx casbah", which bring their own Node.js 24.',
  )
}

interface Manifest {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** Versions are pinned, so what is installed must be exactly what package.json names. */
export function packages(root: string): CheckResult {
  const wanted = Object.entries(readManifest(root).dependencies ?? {})
  const wrong = wanted.flatMap(([name, version]) => {
    const there = installedVersion(root, name)
    return there === version ? [] : [`${name} (${there ?? 'missing'}, wanted ${version})`]
  })
  if (wrong.length === 0) return ok(`${wanted.length} packages as package.json names them`)
  return broken(`not as package.json names them: ${wrong.join(', ')}`, 'Install them: npm ci')
}

function installedVersion(root: string, name: string): string | undefined {
  try {
    return readManifest(join(root, 'node_modules', name)).version
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function settings(problems: readonly string[]): CheckResult {
  if (problems.length === 0) return ok('no bad variable in the environment')
  return broken(problems.join('; '), 'Set these variables as src/config.ts describes them.')
}

/** Group and others: the folder holds the master key and the token. */
const OTHERS = 0o077

function dataFolder({ places, fromEnvironment }: SetUp): CheckResult {
  if (fromEnvironment) return skipped('the environment names a database; nothing is kept in a folder')
  const wide = [places.folder, places.masterKey, places.token].filter((path) => {
    const mode = modeOf(path)
    return mode !== undefined && (mode & OTHERS) !== 0
  })
  if (modeOf(places.folder) === undefined) return skipped(`${places.folder} is made by the first "npm start"`)
  if (wide.length === 0) return ok(places.folder)
  return broken(
    `others than you may read ${wide.join(', ')}`,
    `Take that away: chmod -R go-rwx ${places.folder}`,
  )
}

function modeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mode
}

async function apiPort({ apiPort: port, running, api }: SetUp): Promise<CheckResult> {
  if (await isPortFree(port)) return ok(`${port} is free`)
  const ours = [running?.api, api.at].some((url) => url !== undefined && new URL(url).port === String(port))
  if (ours) return ok(`${port} is held by this set-up's API`)
  if (await isPortForbidden(port)) {
    return broken(
      `${port} is not for this account: ports below 1024 are the system's`,
      'Give the API a higher port: npm start -- --port 8797 (or CASBAH_API_PORT).',
    )
  }
  const owner = (await portOwner(port)) ?? 'another program'
  return broken(
    `${port} is taken by ${owner}`,
    'Stop that program, or give the API another port: npm start -- --port 8797 (or CASBAH_API_PORT).',
  )
}
