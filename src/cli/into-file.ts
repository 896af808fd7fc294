import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CliError } from './cli-error.ts'

/**
 * A new file that only its owner can read. Not over one that is there: what was exported before may be all that is left of
 * what it tells.
 */
export async function intoFile(file: string, pieces: AsyncGenerator<Uint8Array>): Promise<void> {
  // A refusal comes with the first piece: no file is made for it, which would stand in the way of the next attempt.
  const first = await pieces.next()
  const all = async function* () {
    if (first.done !== true) yield first.value
    yield* pieces
  }
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  try {
    await pipeline(Readable.from(all()), target)
  } catch (error) {
    if (error instanceof CliError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new CliError(`${file} cannot be written (${code ?? 'error'}).`, {
      next:
        code === 'EEXIST'
          ? 'It is there already: name another, or remove it.'
          : 'Name a file that you may write.',
    })
  }
}
