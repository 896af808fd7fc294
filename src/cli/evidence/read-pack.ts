import type { Stats } from 'node:fs'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { readTarHeader, TAR_BLOCK, TAR_END_BLOCKS, tarPadding } from '../../model/schema/tar-header.ts'
import { usageError } from '../cli-error.ts'
import { ByteReader } from './byte-reader.ts'

/** One file of a pack, or what is wrong with the pack at a place. After damage nothing more can be told. */
export type PackPart =
  | { readonly name: string; readonly size: number; readonly content: AsyncIterable<Uint8Array> }
  | { readonly damage: string }

/** As it was written, or unpacked into a folder. */
export async function* readPack(place: string): AsyncGenerator<PackPart> {
  const found = await statOf(place)
  if (found.isDirectory()) yield* readFolder(place)
  else yield* readTar(createReadStream(place))
}

async function statOf(place: string): Promise<Stats> {
  try {
    return await stat(place)
  } catch (error) {
    throw usageError(`${place} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`)
  }
}

async function* readFolder(folder: string): AsyncGenerator<PackPart> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(join(folder, sep).length).replaceAll(sep, '/')
    yield { name, size: (await stat(path)).size, content: createReadStream(path) }
  }
}

/** Every byte is accounted for: headers are made again and compared, and what fills blocks must be empty. */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<PackPart> {
  const reader = new ByteReader(pieces)
  for (;;) {
    const at = reader.at
    const block = await reader.take(TAR_BLOCK)
    if (block.length < TAR_BLOCK) return yield { damage: `it ends at byte ${reader.at}, before its end` }
    if (isEmpty(block)) return yield* readEnd(reader)
    const header = readTarHeader(block)
    if (header === null) {
      return yield {
        damage: `the header at byte ${at} is not as it was written; what comes behind it was not looked at`,
      }
    }
    const { name, size } = header
    const end = reader.at + size
    yield { name, size, content: reader.parts(size) }
    // Whoever did not read it all, or could not.
    await reader.take(end - reader.at)
    const padding = await reader.take(tarPadding(size))
    if (padding.length < tarPadding(size)) return yield { damage: `it ends within ${name}` }
    if (!isEmpty(padding)) yield { damage: `something stands behind ${name} that was not written there` }
  }
}

async function* readEnd(reader: ByteReader): AsyncGenerator<PackPart> {
  const length = TAR_BLOCK * (TAR_END_BLOCKS - 1)
  const end = await reader.take(length)
  const more = await reader.take(1)
  if (end.length < length || !isEmpty(end) || more.length > 0)
    yield { damage: 'its end is not as it was written' }
}

const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)
