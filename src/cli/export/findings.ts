import type { Command } from 'commander'
import { Option } from 'commander'
import { EXPORT_FORMAT_NAMES } from '../../model/core/export-formats.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { FailOnFlags } from '../findings/fail-on.ts'
import { addFailOn, failOnStanding } from '../findings/fail-on.ts'
import { addFindingFilters, findingQuery } from '../findings/filters.ts'
import { UUID } from '../integrations/find.ts'
import { intoFile } from '../into-file.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import type { SyslogTarget } from './syslog.ts'
import { sendToSyslog, syslogTarget } from './syslog.ts'

interface ExportFlags extends FailOnFlags {
  readonly format: string
  readonly out?: string
  readonly syslog?: string
  readonly syslogCa?: string
  readonly after?: string
  readonly limit?: number
}

export function addExportFindings(exports: Command, io: Io): void {
  const command = exports
    .command('findings')
    .summary('as NDJSON, CSV, OCSF, SARIF, CEF, or as Cloudflare’s Logpush sends them')
    .description(
      'Everything in one export is as it was at one time. It is streamed: a million findings take the memory of a page.\n' +
        '  casbah export findings --format ocsf --out findings.ndjson',
    )
    .addOption(
      new Option('--format <format>', 'how it is written')
        .choices([...EXPORT_FORMAT_NAMES])
        .default('ndjson'),
    )
    .option('--out <file>', 'into a new file that only you can read (default: standard output)')
    .option('--syslog <url>', 'CEF to a syslog collector: tls://host:6514 (RFC 5425), or tcp://host:port')
    .option('--syslog-ca <file>', 'whom its certificate is by, as PEM (default: public authorities)')
    .option('--after <finding id>', 'go on behind this one, where an export broke off')
    .option('--limit <n>', 'how many at most (default: all)', parseLimit)
  addFailOn(addFindingFilters(command)).action((flags: ExportFlags) => run(io, flags))
}

async function run(io: Io, flags: ExportFlags): Promise<void> {
  if (flags.after !== undefined && !UUID.test(flags.after)) {
    throw usageError('--after takes the id of a finding.', 'It is the id in the last whole line that came.')
  }
  const target = targetOf(flags)
  const api = clientFromEnv(io.env)
  const pieces = api.stream('/api/v1/exports/findings', {
    ...(await findingQuery(api, flags)),
    format: flags.format,
    after: flags.after,
    most: flags.limit?.toString(),
  })
  if (target !== null) {
    io.err(`${await sendToSyslog(target, pieces)} messages handed over to ${flags.syslog}.`)
  } else if (flags.out === undefined) {
    for await (const piece of pieces) await io.write(piece)
  } else {
    await intoFile(flags.out, pieces)
    io.err(`Written to ${flags.out}.`)
  }
  await failOnStanding(api, flags)
}

function targetOf({ syslog, syslogCa, format, out }: ExportFlags): SyslogTarget | null {
  if (syslog === undefined) {
    if (syslogCa !== undefined) throw usageError('--syslog-ca goes with --syslog alone.')
    return null
  }
  if (format !== 'cef') throw usageError('Syslog takes lines of CEF.', 'Give --format cef.')
  if (out !== undefined) throw usageError('--syslog goes not with --out.', 'Export twice, or leave one out.')
  return syslogTarget(syslog, syslogCa)
}
