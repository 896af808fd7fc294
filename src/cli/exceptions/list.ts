import type { Command } from 'commander'
import { Option } from 'commander'
import { EXCEPTION_STATES } from '../../model/core/exceptions.ts'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import type { ExceptionView } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import { jsonText } from '../render/json.ts'
import { harmless, renderTable } from '../render/table.ts'
import type { Integration } from '../run-view.ts'
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
  if (found.length === 0) return io.err(harmless(describeNothing(flags)))
  const names = await namesOf(api, found)
  const columns = ['About', 'Where', 'Standing', 'Until', 'State', 'Owner', 'Reason', 'Exception']
  io.out(
    renderTable(
      io,
      columns.map((title) => ({ title })),
      found.map((one) => rowOf(one, names)),
    ),
  )
}

/** What was looked for and is not there: others may well be tolerated. */
export function describeNothing({ integration, state, expiringWithin: days, unused }: ListFlags): string {
  const asked = [
    ...(integration === undefined ? [] : [`bears on ${integration}`]),
    ...(days === undefined ? [] : [`ends within ${days} day${days === 1 ? '' : 's'}`]),
    ...(unused ? ['is about nothing that stands'] : []),
  ]
  const hint = state === 'any' ? '' : ' (--state any shows those that ended, too.)'
  if (asked.length === 0 && state === 'live') return `Nothing is tolerated.${hint}`
  const which = state === 'any' ? '' : `${state} `
  return `No ${which}exception ${asked.length === 0 ? 'is there' : asked.join(' and ')}.${hint}`
}

/** Integrations by their ids, where any of these exceptions holds in one alone. */
async function namesOf(
  api: ApiClient,
  found: readonly ExceptionView[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  if (found.every(({ integration_id: id }) => id === null)) return names
  for await (const { id, display_name } of api.list<Integration>('/api/v1/integrations')) {
    names.set(id, display_name)
  }
  return names
}

function rowOf(one: ExceptionView, names: ReadonlyMap<string, string>): string[] {
  const { integration_id: id } = one
  return [
    describeAbout(one),
    id === null ? 'everywhere' : (names.get(id) ?? id),
    String(one.matches.standing),
    describeUntil(one),
    one.state,
    one.owner,
    one.reason.replaceAll('\n', ' '),
    one.id,
  ]
}
