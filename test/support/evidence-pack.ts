import { readTar } from '../../src/cli/evidence/read-pack.ts'
import type { EvidenceManifest } from '../../src/model/schema/evidence-manifest.ts'

/** An evidence pack as tests look at it. */

export type EvidenceRow = Readonly<Record<string, unknown>>
export interface Unpacked {
  readonly bytes: Buffer
  readonly manifest: EvidenceManifest
  readonly files: ReadonlyMap<string, string>
  rows(table: string): readonly EvidenceRow[]
}

export async function unpacked(bytes: Buffer): Promise<Unpacked> {
  const files = new Map<string, string>()
  for await (const part of readTar(one(bytes))) {
    if ('damage' in part) throw new Error(part.damage)
    const parts: Uint8Array[] = []
    for await (const piece of part.content) parts.push(piece)
    files.set(part.name, Buffer.concat(parts).toString('utf8'))
  }
  const manifest = JSON.parse(files.get('manifest.json') ?? 'null') as EvidenceManifest
  const rows = (table: string) =>
    [...files].flatMap(([name, text]) =>
      name.startsWith(`${table}/`)
        ? text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as EvidenceRow)
        : [],
    )
  return { bytes, manifest, files, rows }
}

export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
