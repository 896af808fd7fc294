import { createWriteStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CliError } from './cli-error.ts'

/**
 * A new file that only its owner can read. Not over one that is there: what was exported before may be all that is left of
 * what it tells.
 */
export async function intoFile(file: string, pieces: AsyncGenerator<Uint8Array>): Promise<void> {
  // Looked at twice: an export that is made for nothing keeps its place at the API until that notices.
  if (existsSync(file)) throw notWritten(file, 'EEXIST')
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
    throw notWritten(file, (error as NodeJS.ErrnoException).code)
  }
}

const notWritten = (file: string, code: string | undefined): CliError =>
  new CliError(`${file} cannot be written (${code ?? 'error'}).`, {
    next:
      code === 'EEXIST'
        ? 'It is there already: name another, or remove it.'
        : 'Name a file that you may write.',
  })
