import type { Command } from 'commander'
import { Option } from 'commander'
import { API_SCOPES, ROLES } from '../../model/core/access.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { describeScopes } from '../tokens/describe.ts'
import type { ServiceAccountView } from './find.ts'

interface CreateFlags {
  readonly role?: string
  readonly scope?: readonly string[]
  readonly description?: string
  readonly json?: boolean
}

export function addCreateServiceAccount(accounts: Command, io: Io): void {
  accounts
    .command('create <name>')
    .summary('make one, with the most that its tokens may do')
    .description(`Scopes: ${API_SCOPES.join(', ')}.`)
    .addOption(new Option('--role <role>', 'the scopes of a role').choices([...ROLES]))
    .addOption(new Option('--scope <scopes...>', 'just these scopes').choices([...API_SCOPES]))
    .option('--description <text>', 'what it does, and whom to ask about it')
    .option('--json', 'as JSON')
    .action((name: string, flags: CreateFlags) => create(io, name, flags))
}

async function create(io: Io, name: string, flags: CreateFlags): Promise<void> {
  const { role, scope, description, json } = flags
  if ((role === undefined) === (scope === undefined)) {
    throw usageError('Say what it may do at most.', 'Give --role, or --scope with one or more scopes.')
  }
  const made = await clientFromEnv(io.env).post<ServiceAccountView>('/api/v1/service-accounts', {
    name,
    ...(role !== undefined && { role }),
    ...(scope !== undefined && { scopes: scope }),
    ...(description !== undefined && { description }),
  })
  if (json) return io.out(jsonText(made))
  io.err(`${harmless(made.name)}: at most ${describeScopes(made)}; id ${made.id}.`)
  return io.err(`Make its first token: casbah tokens create NAME --for ${harmless(made.name)}`)
}
