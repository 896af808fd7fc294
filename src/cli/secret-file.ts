import type { FileHandle } from 'node:fs/promises'
import { open, rm } from 'node:fs/promises'
import { CliError } from './cli-error.ts'

/** A new file that only its owner can read, for a signing secret that is shown once. */
export interface SecretFile {
  readonly file: string
  /** What names it, as its user has written it. */
  readonly namedBy: string
}

/** What was made has a secret of ours; null where the request was answered before, and the first answer was lost. */
interface Made {
  readonly id: string
  readonly secret: string | null
}

/**
 * The file first, and then what is asked of the API: a secret that is shown once would be lost where the file is there
 * already or cannot be written. It is removed where nothing came of it, else it would stand in the way of the next attempt.
 */
export async function intoSecretFile<T extends Made>(place: SecretFile, make: () => Promise<T>): Promise<T> {
  const handle = await reserve(place)
  try {
    const made = await make()
    await keep(handle, place, made)
    return made
  } catch (error) {
    await rm(place.file, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

async function reserve({ file, namedBy }: SecretFile): Promise<FileHandle> {
  try {
    return await open(file, 'wx', OWNER_ALONE)
  } catch (error) {
    const code = codeOf(error)
    throw new CliError(`${file} cannot be written (${code}). Nothing was asked of the API.`, {
      next: code === 'ENOENT' ? `Make its folder, or name another: ${namedBy}.` : newFile(namedBy),
    })
  }
}

const newFile = (namedBy: string): string =>
  `${namedBy} names a new file, which only you can read; remove the old one, or name another.`

async function keep(handle: FileHandle, { file }: SecretFile, { id, secret }: Made): Promise<void> {
  if (secret === null) throw lost(id, 'The answer that held it was lost on its way.')
  try {
    await handle.writeFile(`${secret}\n`)
    await handle.sync()
  } catch (error) {
    throw lost(id, `${file} cannot be written (${codeOf(error)}).`)
  }
}

const lost = (id: string, why: string): CliError =>
  new CliError('The secret was made, and is not shown again.', {
    why,
    next: `Make a new one: casbah destinations rotate-secret ${id} --secret-file FILE`,
  })

const OWNER_ALONE = 0o600
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error'
