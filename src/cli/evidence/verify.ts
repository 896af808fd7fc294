import type { Command } from 'commander'
import type { EvidenceManifest } from '../../model/schema/evidence-manifest.ts'
import { CliError, usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { PackVerdict } from './check-pack.ts'
import { checkPack } from './check-pack.ts'
import { readPack } from './read-pack.ts'

const SHA256 = /^[0-9a-f]{64}$/

export function addVerifyEvidence(evidence: Command, io: Io): void {
  evidence
    .command('verify <pack>')
    .summary('whether a pack is as it was written')
    .description(
      'Holds a pack (the file, or the folder that it was unpacked into) against its manifest, without asking anybody.\n' +
        'Whoever can change a pack can write its manifest anew: note the SHA-256 of the manifest elsewhere, or find it\n' +
        'in the audit log (evidence.exported), and give it with --manifest.',
    )
    .option('--manifest <sha256>', 'of the manifest, as it was noted')
    .option('--json', 'as JSON')
    .action((pack: string, flags: { manifest?: string; json?: boolean }) => verify(io, pack, flags))
}

async function verify(
  io: Io,
  pack: string,
  { manifest: noted, json }: { manifest?: string; json?: boolean },
): Promise<void> {
  if (noted !== undefined && !SHA256.test(noted)) {
    throw usageError('--manifest takes 64 hexadecimal digits.', '"casbah export evidence" prints them.')
  }
  const verdict = await checkPack(readPack(pack), noted)
  const { problems, manifest, manifestSha256 } = verdict
  if (json)
    io.out(jsonText({ intact: problems.length === 0, problems, manifest_sha256: manifestSha256, manifest }))
  if (problems.length > 0) throw notIntact(pack, problems)
  if (!json) io.out(describePack(verdict))
}

const MOST_SHOWN = 20

function notIntact(pack: string, problems: readonly string[]): CliError {
  const more = problems.length - MOST_SHOWN
  return new CliError(`${pack} is not as it was written.`, {
    why: [...problems.slice(0, MOST_SHOWN), ...(more > 0 ? [`and ${more} more (--json)`] : [])].join('; '),
    next: 'Ask for it again from where it was kept. Of a period that is over, casbah export evidence makes one with the same digest.',
  })
}

export function describePack({ manifest, manifestSha256 }: PackVerdict): string {
  if (manifest === null) throw new Error('a pack without a manifest is not intact')
  const rows = manifest.files.reduce((sum, file) => sum + file.rows, 0)
  return [
    `${describeScope(manifest)}: ${manifest.files.length} files, ${rows} rows, each as it was written.`,
    ...manifest.left_out.map(({ what, why }) => `Left out: ${what}. ${why}`),
    `As of:    ${manifest.as_of}`,
    `Digest:   ${manifest.digest}`,
    `Manifest: ${manifestSha256}`,
  ].join('\n')
}

const describeScope = ({ period, integrations }: EvidenceManifest): string =>
  [
    `${period.from} to ${period.until}`,
    integrations === 'all'
      ? 'all integrations'
      : `${integrations.length} ${integrations.length === 1 ? 'integration' : 'integrations'}`,
  ].join(', ')
