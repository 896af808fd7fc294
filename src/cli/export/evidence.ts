import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { CliError, usageError } from '../cli-error.ts'
import { checkPack } from '../evidence/check-pack.ts'
import { readPack } from '../evidence/read-pack.ts'
import { describePack } from '../evidence/verify.ts'
import { findIntegration } from '../integrations/find.ts'
import { intoFile } from '../into-file.ts'
import type { Io } from '../io.ts'

interface EvidenceFlags {
  readonly from: string
  readonly to: string
  readonly out: string
  readonly integration?: readonly string[]
}

export function addExportEvidence(exports: Command, io: Io): void {
  exports
    .command('evidence')
    .summary('what an auditor is shown of a period, in one file with a manifest')
    .description(
      'Findings that were open or changed in the period and what happened to them, rules and their versions, exceptions,\n' +
        'runs, and the audit log with its verification: a tar of NDJSON, all of one moment, checked when it has come.\n' +
        '  casbah export evidence --from 2026-07-01 --to 2026-09-30 --out evidence.tar',
    )
    .requiredOption('--from <day>', 'the first day, in UTC', parseDay)
    .requiredOption('--to <day>', 'the last day, in UTC; it is in the pack', parseDay)
    .requiredOption('--out <file or folder>', 'a new file that only you can read, or the folder for it')
    .option('--integration <name or id...>', 'of these alone, without the audit log')
    .action((flags: EvidenceFlags) => run(io, flags))
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

function parseDay(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`)
  // JavaScript takes the 30th of February for the 1st or 2nd of March.
  if (!DAY.test(text) || Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(text))
    throw new InvalidArgumentError('It must be a day like 2026-07-01.')
  return text
}

async function run(io: Io, { from, to, out, integration }: EvidenceFlags): Promise<void> {
  if (to < from) throw usageError('The period ends before it begins.', 'Give --from the earlier day.')
  const file = isFolder(out) ? join(out, `evidence_${from}_${to}.tar`) : out
  const api = clientFromEnv(io.env)
  const ids: string[] = []
  for (const name of integration ?? []) ids.push((await findIntegration(api, name)).id)
  const query = { from, to, integration: ids.length === 0 ? undefined : ids.join(',') }
  await intoFile(file, api.stream('/api/v1/exports/evidence', query))
  const verdict = await checkPack(readPack(file), undefined)
  if (verdict.problems.length > 0) {
    throw new CliError(`${file} is not as the API wrote it.`, {
      why: verdict.problems.join('; '),
      next: 'Look whether the disk is full, remove it and ask again.',
    })
  }
  io.err(describePack(verdict))
  io.out(file)
}

const isFolder = (place: string): boolean => {
  try {
    return statSync(place).isDirectory()
  } catch {
    return false
  }
}
