import { createHash } from 'node:crypto'
import type { EvidenceFile, EvidenceManifest } from '../../../model/schema/evidence-manifest.ts'
import {
  digestedText,
  EVIDENCE_FORMAT,
  MANIFEST_NAME,
  MANIFEST_SUM_NAME,
} from '../../../model/schema/evidence-manifest.ts'
import { TAR_BLOCK, TAR_END_BLOCKS, tarHeader, tarPadding } from '../../../model/schema/tar-header.ts'
import { plainJson } from '../export-format.ts'

/**
 * Writes an evidence pack: a tar whose entries are pages of tables. A tar names the size of an entry before its content, and
 * how large a table becomes is known only when it was read: so each page is an entry, `findings/000001.ndjson`, and no more
 * than a page is in memory. `cat findings/*` is the table.
 */

const PAGE_DIGITS = 6

export interface Sealed {
  readonly manifest: EvidenceManifest
  /** Of the manifest's bytes. */
  readonly sha256: string
}

export class Pack {
  readonly #give: (bytes: Uint8Array) => Promise<void>
  readonly #files: EvidenceFile[] = []

  constructor(give: (bytes: Uint8Array) => Promise<void>) {
    this.#give = give
  }

  /** Each page a file of NDJSON; without pages an empty one, so that "there is none" is said and signed too. */
  async table(
    name: string,
    pages: AsyncIterable<readonly object[]> | Iterable<readonly object[]>,
  ): Promise<void> {
    let no = 0
    const page = async (rows: readonly object[]): Promise<void> => {
      no += 1
      const text = rows.map((row) => `${plainJson(row)}\n`).join('')
      await this.#file(`${name}/${String(no).padStart(PAGE_DIGITS, '0')}.ndjson`, text, rows.length)
    }
    for await (const rows of pages) if (rows.length > 0) await page(rows)
    if (no === 0) await page([])
  }

  async document(name: string, value: object): Promise<void> {
    await this.#file(name, `${plainJson(value)}\n`, 1)
  }

  async seal(about: Omit<EvidenceManifest, 'format' | 'files' | 'digest'>): Promise<Sealed> {
    const files = this.#files
    const digest = sumOf(digestedText({ ...about, files }))
    const manifest: EvidenceManifest = { format: EVIDENCE_FORMAT, ...about, files, digest }
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    const sha256 = sumOf(text)
    await this.#entry(MANIFEST_NAME, new TextEncoder().encode(text))
    await this.#entry(MANIFEST_SUM_NAME, new TextEncoder().encode(`${sha256}  ${MANIFEST_NAME}\n`))
    return { manifest, sha256 }
  }

  /** Without it a pack is damaged. */
  async end(): Promise<void> {
    await this.#give(new Uint8Array(TAR_BLOCK * TAR_END_BLOCKS))
  }

  async #file(name: string, text: string, rows: number): Promise<void> {
    const bytes = new TextEncoder().encode(text)
    this.#files.push({ name, bytes: bytes.length, rows, sha256: sumOf(bytes) })
    await this.#entry(name, bytes)
  }

  async #entry(name: string, bytes: Uint8Array): Promise<void> {
    await this.#give(
      Buffer.concat([tarHeader(name, bytes.length), bytes, new Uint8Array(tarPadding(bytes.length))]),
    )
  }
}

const sumOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
