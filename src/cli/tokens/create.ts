import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import type { CreatedTokenSchema } from '../../api/schemas/token.ts'
import { API_SCOPES, ROLES } from '../../model/core/access.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { findServiceAccount } from '../service-accounts/find.ts'
import { describeScopes } from './describe.ts'

interface CreateFlags {
  readonly role?: string
  readonly scope?: readonly string[]
  readonly integration?: readonly string[]
  readonly days?: number
  readonly for?: string
  readonly json?: boolean
}

export function addCreateToken(tokens: Command, io: Io): void {
  tokens
    .command('create <name>')
    .summary('make one; it is printed this once')
    .description(
      'Prints the token alone on standard output, so that it can be kept where it belongs:\n' +
        '  casbah tokens create "siem export" --role viewer > token && chmod 600 token\n' +
        `Scopes: ${API_SCOPES.join(', ')}.`,
    )
    .addOption(new Option('--role <role>', 'the scopes of a role').choices([...ROLES]))
    .addOption(new Option('--scope <scopes...>', 'just these scopes').choices([...API_SCOPES]))
    .option('--integration <names or ids...>', 'it sees these alone')
    .option('--days <days>', 'until it ends, at most 365; default 90', parseDays)
    .option('--for <account>', 'it belongs to this service account, whose scopes it has unless you name some')
    .option('--json', 'as JSON')
    .action((name: string, flags: CreateFlags) => create(io, name, flags))
}

function parseDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1)
    throw new InvalidArgumentError('It must be a whole number of days.')
  return days
}

async function create(io: Io, name: string, flags: CreateFlags): Promise<void> {
  const { role, scope, integration, days, json } = flags
  const isOpen = role === undefined && scope === undefined
  if (isOpen ? flags.for === undefined : role !== undefined && scope !== undefined) {
    throw usageError('Say what it may do.', 'Give --role, or --scope with one or more scopes.')
  }
  const api = clientFromEnv(io.env)
  const account = flags.for === undefined ? undefined : await findServiceAccount(api, flags.for)
  const found = await Promise.all((integration ?? []).map((one) => findIntegration(api, one)))
  const made = await api.post<z.infer<typeof CreatedTokenSchema>>('/api/v1/tokens', {
    name,
    ...(role !== undefined && { role }),
    ...(scope !== undefined && { scopes: scope }),
    ...(integration !== undefined && { integration_ids: found.map(({ id }) => id) }),
    ...(days !== undefined && { expires_in_days: days }),
    ...(account !== undefined && { service_account_id: account.id }),
  })
  if (json) return io.out(jsonText(made))
  const end = made.expires_at === null ? '' : `, until ${made.expires_at.slice(0, 'yyyy-mm-dd'.length)}`
  io.err(`${harmless(made.name)}: ${describeScopes(made)}${end}; id ${made.id}. It is not shown again:`)
  return io.out(made.token ?? '')
}
