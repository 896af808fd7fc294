import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { CliError, usageError } from '../cli-error.ts'
import { linesOf } from '../lines.ts'
import type { BadLine, TheirFinding } from './logpush-line.ts'
import { readLine } from './logpush-line.ts'

export interface Logpush {
  /** Each once: of lines that tell the same instance of the same thing, the newest. */
  readonly findings: readonly TheirFinding[]
  readonly bad: readonly BadLine[]
  /** Lines that are not empty. */
  readonly lines: number
  /** Lines that tell again what another does. */
  readonly repeated: number
  /** Lines about what is not OpenAI's, by vendor. */
  readonly others: Readonly<Record<string, number>>
}

/** Bytes. AssetMetadata may be large; a line of this size is none. */
const LONGEST_LINE = 1_048_576
const OPENAI = /open\s?ai|chat\s?gpt/i
const GZIP = [0x1f, 0x8b] as const

export async function readLogpush(file: string): Promise<Logpush> {
  const newest = new Map<string, TheirFinding>()
  const bad: BadLine[] = []
  const others: Record<string, number> = {}
  let lines = 0
  let no = 0
  for await (const content of linesOf(await bytesOf(file), LONGEST_LINE)) {
    no += 1
    if (content !== null && content.trim() === '') continue
    lines += 1
    const read = readLine(no, content)
    if ('why' in read) bad.push(read)
    else if (read.vendor !== '' && !OPENAI.test(read.vendor))
      others[read.vendor] = (others[read.vendor] ?? 0) + 1
    else keepNewest(newest, read)
  }
  const findings = [...newest.values()]
  const foreign = Object.values(others).reduce((sum, count) => sum + count, 0)
  return { findings, bad, lines, others, repeated: lines - bad.length - foreign - findings.length }
}

function keepNewest(newest: Map<string, TheirFinding>, read: TheirFinding): void {
  const key = JSON.stringify([read.integrationId, read.findingTypeId, read.assetExternalId, read.instanceId])
  const before = newest.get(key)
  if (before === undefined || at(read) >= at(before)) newest.set(key, read)
}

/** A time that cannot be read is before all others. */
const at = ({ detectedAt }: TheirFinding): number => Date.parse(detectedAt) || 0

async function bytesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0)
    const isGzip = bytesRead === GZIP.length && GZIP.every((byte, place) => buffer[place] === byte)
    return isGzip ? unpacked(file) : createReadStream(file)
  } catch (error) {
    throw usageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`)
  }
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file)
  const gunzip = source.pipe(createGunzip())
  source.once('error', (error) => gunzip.destroy(error))
  try {
    yield* gunzip
  } catch (error) {
    throw new CliError(`${file} is damaged: it cannot be unpacked to its end.`, {
      why: (error as NodeJS.ErrnoException).code ?? 'error',
      next: 'Nothing was compared. Fetch it again.',
    })
  }
}
