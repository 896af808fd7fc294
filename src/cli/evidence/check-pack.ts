import { createHash } from 'node:crypto'
import type { EvidenceFile, EvidenceManifest } from '../../model/schema/evidence-manifest.ts'
import {
  digestedText,
  MANIFEST_NAME,
  MANIFEST_SUM_NAME,
  EvidenceManifest as ManifestSchema,
} from '../../model/schema/evidence-manifest.ts'
import type { PackPart } from './read-pack.ts'

/** What came of holding a pack against its manifest. */
export interface PackVerdict {
  /** Each a sentence without its end; none: all is as it was written. */
  readonly problems: readonly string[]
  /** Null where there is none that can be read. */
  readonly manifest: EvidenceManifest | null
  readonly manifestSha256: string | null
}

/** Bytes of a manifest: of a hundred thousand files. */
const LARGEST_MANIFEST = 64 * 1024 * 1024
const LINE_FEED = 0x0a

interface Found extends Omit<EvidenceFile, 'name'> {
  /** Of the manifest and its sum. */
  readonly text: string | null
}

export async function checkPack(
  parts: AsyncIterable<PackPart>,
  noted: string | undefined,
): Promise<PackVerdict> {
  const problems: string[] = []
  const found = new Map<string, Found>()
  let isWhole = true
  for await (const part of parts) {
    if ('damage' in part) {
      problems.push(part.damage)
      isWhole = false
      continue
    }
    if (found.has(part.name)) problems.push(`${part.name} is in it twice`)
    found.set(part.name, await measured(part))
  }
  const own = found.get(MANIFEST_NAME)
  const manifest = own?.text == null ? null : manifestOf(own.text)
  const manifestSha256 = own?.sha256 ?? null
  if (noted !== undefined && manifestSha256 !== noted)
    problems.push('the manifest is not the one whose SHA-256 was given')
  if (own === undefined) {
    if (isWhole) problems.push(`there is no ${MANIFEST_NAME}`)
  } else {
    const sum = found.get(MANIFEST_SUM_NAME)?.text
    if (sum !== `${own.sha256}  ${MANIFEST_NAME}\n` && (isWhole || sum !== undefined))
      problems.push(`${MANIFEST_NAME} is not what ${MANIFEST_SUM_NAME} says: one of them was changed`)
    if (manifest === null) problems.push(`${MANIFEST_NAME} is no manifest of a pack that this version knows`)
  }
  if (manifest !== null) problems.push(...differences(manifest, found, isWhole))
  return { problems, manifest, manifestSha256 }
}

function differences(
  manifest: EvidenceManifest,
  found: ReadonlyMap<string, Found>,
  isWhole: boolean,
): string[] {
  const problems: string[] = []
  if (sumOf(digestedText(manifest)) !== manifest.digest)
    problems.push(`${MANIFEST_NAME} does not have the digest that it names`)
  for (const { name, bytes, rows, sha256 } of manifest.files) {
    const file = found.get(name)
    if (file === undefined) {
      if (isWhole) problems.push(`${name} is missing`)
    } else if (file.bytes !== bytes) {
      problems.push(`${name} was changed: it has ${file.bytes} bytes, and had ${bytes}`)
    } else if (file.sha256 !== sha256) {
      problems.push(`${name} was changed: its SHA-256 is ${file.sha256}, and was ${sha256}`)
    } else if (file.rows !== rows) {
      problems.push(`${name} has ${file.rows} rows, and the manifest says ${rows}`)
    }
  }
  const named = new Set([MANIFEST_NAME, MANIFEST_SUM_NAME, ...manifest.files.map(({ name }) => name)])
  for (const name of found.keys())
    if (!named.has(name)) problems.push(`${name} is in it, and not in the manifest`)
  return problems
}

async function measured({ name, size, content }: Exclude<PackPart, { damage: string }>): Promise<Found> {
  const isKept = (name === MANIFEST_NAME || name === MANIFEST_SUM_NAME) && size <= LARGEST_MANIFEST
  const kept: Uint8Array[] = []
  const hash = createHash('sha256')
  let bytes = 0
  let rows = 0
  for await (const part of content) {
    hash.update(part)
    bytes += part.length
    for (const byte of part) if (byte === LINE_FEED) rows += 1
    if (isKept) kept.push(part)
  }
  return {
    bytes,
    rows,
    sha256: hash.digest('hex'),
    text: isKept ? Buffer.concat(kept).toString('utf8') : null,
  }
}

function manifestOf(text: string): EvidenceManifest | null {
  try {
    return ManifestSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex')
