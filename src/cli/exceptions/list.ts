import type { Command } from 'commander'
import { Option } from 'commander'
import { EXCEPTION_STATES } from '../../model/core/exceptions.ts'
import { clientFromEnv } from '../api-client.ts'
import type { ExceptionView } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { describeAbout, describeUntil } from './describe.ts'

interface ListFlags {
  readonly integration?: string
  readonly state: string
  readonly expiringWithin?: number
  readonly unused?: boolean
  readonly json?: boolean
}

export function addListExceptions(exceptions: Command, io: Io): void {
  exceptions
    .command('list')
    .summary('what is tolerated now')
    .description('The newest first, with how many standing findings each is about.')
    .option('--integration <name or id>', 'that bear on one integration')
    .addOption(new Option('--state <state>', 'which').choices([...EXCEPTION_STATES, 'any']).default('live'))
    .option('--expiring-within <days>', 'that end within so many days', parseLimit)
    .option('--unused', 'that no standing finding is matched by')
    .option('--json', 'as JSON')
    .action((flags: ListFlags) => list(io, flags))
}

async function list(io: Io, flags: ListFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const integration =
    flags.integration === undefined ? undefined : (await findIntegration(api, flags.integration)).id
  const query = {
    integration,
    state: flags.state === 'any' ? undefined : flags.state,
    expiring_within_days: flags.expiringWithin?.toString(),
    matches: flags.unused ? 'none' : undefined,
  }
  const found: ExceptionView[] = []
  for await (const one of api.list<ExceptionView>('/api/v1/exceptions', query)) found.push(one)
  if (flags.json) return io.out(jsonText(found))
  if (found.length === 0) return io.err('Nothing is tolerated. (--state any shows what was.)')
  const columns = ['About', 'Where', 'Standing', 'Until', 'State', 'Owner', 'Reason', 'Exception']
  io.out(
    renderTable(
      io,
      columns.map((title) => ({ title })),
      found.map(rowOf),
    ),
  )
}

const rowOf = (one: ExceptionView): string[] => [
  describeAbout(one),
  one.integration_id ?? 'everywhere',
  String(one.matches.standing),
  describeUntil(one),
  one.state,
  one.owner,
  one.reason.replaceAll('\n', ' '),
  one.id,
]
