import { z } from 'zod'

/** What an evidence pack says of itself. It is the last but one of its entries, since it tells of all that went before. */

export const MANIFEST_NAME = 'manifest.json'
/** Behind it: the manifest's own SHA-256, as `sha256sum` writes it. */
export const MANIFEST_SUM_NAME = 'manifest.json.sha256'

export const EVIDENCE_FORMAT = 'casbah-evidence/1'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const EvidenceFile = z.strictObject({
  name: z.string(),
  bytes: z.int().min(0),
  /** Lines of NDJSON; 1 of a document. */
  rows: z.int().min(0),
  sha256,
})

export const EvidenceManifest = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  /** The version that made it. */
  casbah: z.string(),
  /** ISO: everything in it is as it was then. */
  as_of: z.string(),
  period: z.strictObject({ from: z.string(), until: z.string() }),
  integrations: z.union([z.literal('all'), z.array(z.uuid())]),
  left_out: z.array(z.strictObject({ what: z.string(), why: z.string() })),
  files: z.array(EvidenceFile),
  /** Over period, integrations, files and what is left out: the same for the same content, whenever the pack is made. */
  digest: sha256,
})

export type EvidenceFile = z.infer<typeof EvidenceFile>
export type EvidenceManifest = z.infer<typeof EvidenceManifest>

/** What the digest is of, as text. */
export const digestedText = ({
  period,
  integrations,
  left_out,
  files,
}: Pick<EvidenceManifest, 'period' | 'integrations' | 'left_out' | 'files'>): string =>
  JSON.stringify([
    EVIDENCE_FORMAT,
    [period.from, period.until],
    integrations,
    left_out.map(({ what, why }) => [what, why]),
    files.map(({ name, bytes, rows, sha256: sum }) => [name, bytes, rows, sum]),
  ])
