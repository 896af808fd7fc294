import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { ImportAnswer } from '../../api/schemas/directory.ts'
import { DIRECTORY_FILE_AT_MOST } from '../../model/core/directory.ts'
import { clientFromEnv, queryString } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'

type Imported = z.infer<typeof ImportAnswer>

interface ImportFlags {
  readonly integration: string
  readonly replace: boolean
  readonly dryRun?: boolean
  readonly skipBadRows?: boolean
  readonly acceptShrink?: boolean
  readonly json?: boolean
}

export function addImportDirectory(directory: Command, io: Io): void {
  directory
    .command('import <file>')
    .summary('from a CSV file')
    .description(
      'Puts a CSV file in place of the one before. Its first line names the columns,\n' +
        'in any order and letter case:\n' +
        '  email       or mail, work_email, userPrincipalName; needed, accounts are\n' +
        '              found by it\n' +
        '  status      or active, enabled, employment_status: active, true, enabled, 1;\n' +
        '              or inactive, false, terminated, left, disabled, 0\n' +
        '  left_at     or termination_date: 2026-11-22\n' +
        '  id          or employee_id, external_id; else matched by address\n' +
        '  department, manager\n' +
        'Without a status column all work here, until their left_at has come.',
    )
    .requiredOption('--integration <name or id>', 'whose directory')
    .option('--replace', 'the file is the whole directory: who is not in it goes', true)
    .option('--no-replace', 'add and change only')
    .option('--dry-run', 'count what would be done, and do nothing')
    .option('--skip-bad-rows', 'leave out rows that cannot be read; by default one refuses the whole file')
    .option(
      '--accept-shrink',
      'also where much would be taken back: most people, departures, or a whole column',
    )
    .option('--json', 'as JSON')
    .action((file: string, flags: ImportFlags) => importFile(io, file, flags))
}

async function importFile(io: Io, file: string, flags: ImportFlags): Promise<void> {
  const bytes = readFile(file)
  const api = clientFromEnv(io.env)
  const { id, display_name } = await findIntegration(api, flags.integration)
  const query = queryString({
    replace: String(flags.replace),
    dry_run: whereSet(flags.dryRun),
    skip_bad_rows: whereSet(flags.skipBadRows),
    accept_shrink: whereSet(flags.acceptShrink),
  })
  const imported = await api.upload<Imported>(`/api/v1/integrations/${id}/directory?${query}`, {
    contentType: 'text/csv; charset=utf-8',
    bytes,
  })
  if (flags.json) return io.out(jsonText(imported))
  for (const { detail } of imported.skipped_rows) io.err(`skipped: ${harmless(detail)}`)
  return io.out(`${harmless(display_name)}: ${describeImport(imported)}`)
}

const whereSet = (flag: boolean | undefined): string | undefined => (flag ? 'true' : undefined)

export function describeImport({ dry_run, counts }: Imported): string {
  const { active, left, added, changed, removed, unchanged, skipped } = counts
  const done = [
    `${added} added`,
    `${changed} changed`,
    `${removed} removed`,
    `${unchanged} unchanged`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ]
  const now = dry_run ? 'Nothing was changed. There would be' : 'There are'
  return `${done.join(', ')}. ${now} ${active} who work here and ${left} who have left.`
}

function readFile(file: string): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer>
  try {
    bytes = new Uint8Array(readFileSync(file))
  } catch (error) {
    throw usageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`)
  }
  if (bytes.length > DIRECTORY_FILE_AT_MOST) {
    throw usageError(`${file} is larger than 20 MB.`, 'Leave out the columns that are not read.')
  }
  return bytes
}
