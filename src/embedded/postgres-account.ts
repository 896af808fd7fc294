import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chown, cp, lstat, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedServiceError } from './errors.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'

/**
 * Under which account PostgreSQL runs. It refuses to be root, for good reason, and root is what containers and
 * build machines start us as. Three ways, first that works:
 *
 * - `own`: we are not root; it runs as us.
 * - `namespace`: we are root; `unshare` maps root to an ordinary user inside a user namespace. To the files
 *   nothing changes, so a private 0700 folder works.
 * - `nobody`: user namespaces are refused (as container engines often do); it runs as the user `nobody`, with
 *   data, and if need be programs, in places which that user can reach.
 */
export interface PostgresAccount {
  readonly kind: 'own' | 'namespace' | 'nobody'
  readonly binaries: PostgresBinaries
  /** Where data, password and log live. */
  readonly folder: string
  readonly ids?: { readonly uid: number; readonly gid: number }
  /** Words that go before a command. */
  readonly prefix: readonly string[]
}

export interface AccountRequest {
  readonly binaries: PostgresBinaries
  readonly folder: string
  readonly log: (line: string) => void
  /** Overrides the choice, for tests of the last way. */
  readonly rootAs?: 'namespace' | 'nobody'
}

/** Where the `nobody` way puts what it cannot leave in place; kept over restarts of the machine. */
const REACHABLE = '/var/tmp'

/** Others may pass through a folder. */
const OTHERS_MAY_ENTER = 0o001

const HASH_LENGTH = 16

const run = promisify(execFile)

export async function choosePostgresAccount(request: AccountRequest): Promise<PostgresAccount> {
  const { binaries, folder, log } = request
  if (process.getuid?.() !== 0) return { kind: 'own', binaries, folder, prefix: [] }
  const nobody = await findNobody()
  const prefix = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`, '--']
  if (request.rootAs !== 'nobody' && (await works([...prefix, 'true']))) {
    log('running as root: PostgreSQL runs as an ordinary user inside a user namespace')
    return { kind: 'namespace', binaries, folder, prefix }
  }
  return asNobody(request, nobody)
}

async function asNobody(
  { binaries, folder, log }: AccountRequest,
  ids: { uid: number; gid: number },
): Promise<PostgresAccount> {
  const place = (await isReachable(dirname(folder))) ? folder : placeFor('casbah-postgres', folder)
  await makeFolder(place, 0o700, [0, ids.uid])
  await chown(place, ids.uid, ids.gid)
  const home = (await isReachable(binaries.home)) ? binaries.home : await copyPrograms(binaries)
  log(
    `running as root without user namespaces: PostgreSQL runs as the user nobody, with its data in ${place}`,
  )
  return { kind: 'nobody', binaries: at(home), folder: place, ids, prefix: [] }
}

async function copyPrograms(binaries: PostgresBinaries): Promise<string> {
  const home = placeFor('casbah-postgres-programs', binaries.home)
  await makeFolder(home, 0o755, [0])
  await cp(binaries.home, home, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  return home
}

/** Anybody may make a folder in /var/tmp before we do; one that is not ours is not used. */
async function makeFolder(path: string, mode: number, owners: readonly number[]): Promise<void> {
  await mkdir(path, { recursive: true, mode })
  const found = await lstat(path)
  if (found.isDirectory() && owners.includes(found.uid)) return
  throw new EmbeddedServiceError(
    `${path} belongs to somebody else. Remove it, or start Casbah as an ordinary user.`,
  )
}

const at = (home: string): PostgresBinaries => ({
  home,
  initdb: join(home, 'bin', 'initdb'),
  postgres: join(home, 'bin', 'postgres'),
})

/** A folder name that stays the same for the same original, so that a restart finds its data. */
function placeFor(name: string, original: string): string {
  const hash = createHash('sha256').update(original).digest('hex').slice(0, HASH_LENGTH)
  return join(REACHABLE, `${name}-${hash}`)
}

async function isReachable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && (found.mode & OTHERS_MAY_ENTER) === 0) return false
    if (path === dirname(path)) return true
  }
}

/** The user that exists to own nothing. PostgreSQL looks its own account up, so it must have an entry. */
async function findNobody(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const fields = lines.find((line) => line.startsWith('nobody:'))?.split(':') ?? []
  const [uid, gid] = [Number(fields[2]), Number(fields[3])]
  if (!(uid > 0 && gid > 0)) {
    throw new EmbeddedServiceError(
      'PostgreSQL does not run as root, and there is no user "nobody" to run it as. ' +
        'Start Casbah as an ordinary user, or set DATABASE_URL to a PostgreSQL that you run yourself.',
    )
  }
  return { uid, gid }
}

async function works([command = '', ...args]: readonly string[]): Promise<boolean> {
  return run(command, [...args]).then(
    () => true,
    () => false,
  )
}
