import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FolderInUse } from './errors.ts'

/**
 * One process a folder. The lock is SQLite's exclusive lock on an empty database, because that is a lock of
 * the operating system: it ends with the process that holds it, by SIGKILL and power loss too, so there is no
 * stale lock to judge and no moment in which two starters both believe that they took one over. A file beside
 * it names the holder, for the message only.
 */
export interface FolderLock {
  release(): Promise<void>
}

const LOCK_FILE = 'lock.sqlite'
const HOLDER_FILE = 'lock.holder'

/** Takes `folder` (made if missing) for this process; throws `FolderInUse` naming the holder. */
export async function lockFolder(folder: string, what: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(folder, LOCK_FILE))
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    database.close()
    if (!String(error).includes('locked')) throw error
    const holder = await readFile(join(folder, HOLDER_FILE), 'utf8').catch(() => 'another process')
    throw new FolderInUse(
      `${what} already runs in ${folder} (${holder}). Use that one, stop it (Ctrl-C), or start from another folder.`,
    )
  }
  const holder = join(folder, HOLDER_FILE)
  await writeFile(holder, `process ${process.pid}, since ${new Date().toISOString()}`, { mode: 0o600 })
  return {
    async release() {
      await rm(holder, { force: true })
      if (database.isOpen) database.close()
    },
  }
}
