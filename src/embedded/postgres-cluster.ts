import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedServiceError, reasonOf } from './errors.ts'
import { commandLine, isAlive, readPid } from './leftover.ts'
import type { PostgresAccount } from './postgres-account.ts'

/** The cluster's superuser, and its owner in every sense: nothing else uses this PostgreSQL. */
export const SUPERUSER = 'casbah'

/** Bytes of randomness in the superuser's password. */
const PASSWORD_BYTES = 24

const run = promisify(execFile)

export interface Cluster {
  readonly data: string
  readonly password: string
}

/**
 * The data folder, made at first use. It is made under another name and renamed when it is whole, so that a
 * start that was cut off leaves nothing that looks like a database.
 */
export async function ensureCluster(account: PostgresAccount, log: (line: string) => void): Promise<Cluster> {
  const data = join(account.folder, 'data')
  const passwordFile = join(account.folder, 'password')
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version === undefined) {
    log('making a new PostgreSQL database …')
    await initialise(account, data, passwordFile)
  } else {
    await checkVersion(account, data, version.trim())
    await dropForeignPid(data)
  }
  return { data, password: await readPassword(passwordFile, account.folder) }
}

async function initialise(account: PostgresAccount, data: string, passwordFile: string): Promise<void> {
  const unfinished = `${data}.new`
  await rm(unfinished, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, randomBytes(PASSWORD_BYTES).toString('hex'), { mode: 0o600 })
  if (account.ids) await chown(passwordFile, account.ids.uid, account.ids.gid)
  const [command = '', ...args] = [
    ...account.prefix,
    account.binaries.initdb,
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own collation: the same order on every machine, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]
  try {
    await run(command, args, { ...(account.ids ?? {}), cwd: account.folder })
  } catch (error) {
    throw new EmbeddedServiceError(
      `PostgreSQL could not make its data folder ${data}: ${reasonOf(error)}. ` +
        'Check that the disk has room and that this user may write there.',
    )
  }
  await rename(unfinished, data)
}

async function checkVersion(account: PostgresAccount, data: string, version: string): Promise<void> {
  const { stdout } = await run(account.binaries.postgres, ['--version'])
  const program = /(\d+)\.\d+/.exec(stdout)?.[1]
  if (program === version) return
  throw new EmbeddedServiceError(
    `The data in ${data} was written by PostgreSQL ${version}, and this is PostgreSQL ${program ?? '(unknown)'}. ` +
      'Dump it with the version that wrote it, or move the folder away to start anew.',
  )
}

/**
 * PostgreSQL will not start while the pid in postmaster.pid lives, whichever program has that pid by now. Our
 * own leftovers are stopped before this, so a living process that is not PostgreSQL is a reused pid.
 */
async function dropForeignPid(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  const pid = await readPid(file)
  if (pid === undefined || !isAlive(pid)) return
  if (!(await commandLine(pid)).includes('postgres')) await rm(file, { force: true })
}

async function readPassword(file: string, folder: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    throw new EmbeddedServiceError(
      `The database in ${folder} is there, but its password is not readable (${reasonOf(error)}). ` +
        'Put the file back, or move the folder away to start anew.',
    )
  }
}
