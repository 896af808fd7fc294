import type { Command } from 'commander'
import type { IdentityDetailView, IdentityView } from '../api/schemas/identity.ts'
import { PLANE_LABEL } from '../model/core/planes.ts'
import type { ApiClient } from './api-client.ts'
import { clientFromEnv } from './api-client.ts'
import { CliError } from './cli-error.ts'
import { findIntegration, UUID } from './integrations/find.ts'
import type { Io } from './io.ts'
import { jsonText } from './render/json.ts'
import { harmless } from './render/table.ts'

interface ShowFlags {
  readonly integration?: string
  readonly json?: boolean
}

export function addIdentities(program: Command, io: Io): void {
  program
    .command('identities')
    .summary('one human across both planes')
    .command('show <email-or-id>')
    .description(
      'The accounts of one human, what they own, what the directory says of them, and what stands out.',
    )
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action((who: string, flags: ShowFlags) => show(io, who, flags))
}

async function show(io: Io, who: string, flags: ShowFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const ids = UUID.test(who) ? [who.toLowerCase()] : await idsOf(api, who, flags.integration)
  const found: IdentityDetailView[] = []
  for (const id of ids) found.push(await api.get<IdentityDetailView>(`/api/v1/identities/${id}`))
  if (flags.json) return io.out(jsonText({ data: found }))
  return io.out(found.map((one) => describeIdentity(one, io.paint).join('\n')).join('\n\n'))
}

/** One human in each integration that has the address. */
async function idsOf(api: ApiClient, email: string, integration: string | undefined): Promise<string[]> {
  const query = {
    q: email,
    integration: integration === undefined ? undefined : (await findIntegration(api, integration)).id,
  }
  const ids: string[] = []
  for await (const one of api.list<IdentityView>('/api/v1/identities', query)) {
    if (one.email?.toLowerCase() === email.toLowerCase()) ids.push(one.id)
  }
  if (ids.length > 0) return ids
  throw new CliError('Nobody has this e-mail address, or this token may not see them.', {
    next: 'Give the whole address, or the id of a person as findings and assets show it.',
  })
}

export function describeIdentity(identity: IdentityDetailView, paint: Io['paint']): string[] {
  const { accounts, keys, gpts, agents, owns } = identity
  const title = identity.email ?? identity.name ?? identity.id
  return [
    `${paint('bold', harmless(title))}${identity.name === null || identity.email === null ? '' : `  ${harmless(identity.name)}`}`,
    `  ${describeEntry(identity)}`,
    ...identity.notes.map(({ text }) => `  ${paint('yellow', '!')} ${text}`),
    ...accounts.map((account) => `  ${describeAccount(account)}`),
    ...section(
      `live keys (${owns.keys})`,
      keys.map(({ external_id, name, last_use }) => `${nameOf(external_id, name)}${describeUse(last_use)}`),
    ),
    ...section(
      `GPTs (${owns.gpts}, ${owns.shared_gpts} of them shared)`,
      gpts.map(
        ({ external_id, name, visibility, last_use }) =>
          `${nameOf(external_id, name)}: ${visibility ?? 'not told'}${describeUse(last_use)}`,
      ),
    ),
    ...section(
      `agents (${owns.agents})`,
      agents.map(({ external_id, name }) => nameOf(external_id, name)),
    ),
  ]
}

function describeEntry({ directory, directory_loaded }: IdentityView): string {
  if (!directory_loaded) return 'no directory was imported'
  if (directory === null) return 'not in the directory'
  const { status, left_at, department, manager_known } = directory
  return [
    status === 'active' ? 'works here' : `has left${left_at === null ? '' : ` (${left_at})`}`,
    ...(department === null ? [] : [harmless(department)]),
    manager_known ? 'manager known' : 'no manager known',
  ].join(', ')
}

function describeAccount({
  plane,
  external_id,
  role,
  enabled,
  gone_at,
  last_seen,
}: IdentityView['accounts'][number]) {
  const state = enabled ? 'enabled' : gone_at === null ? 'disabled' : `gone since ${gone_at}`
  const seen =
    last_seen[0] === undefined ? 'never seen' : `last seen ${last_seen[0].at} (${last_seen[0].signal})`
  return `${PLANE_LABEL[plane]}: ${harmless(external_id)}, ${harmless(role ?? 'no role')}, ${state}, ${seen}`
}

const describeUse = (use: IdentityDetailView['keys'][number]['last_use']): string =>
  use === null ? '' : `, last used ${use.at} (${use.signal})`

const nameOf = (externalId: string, name: string | null): string =>
  harmless(name === null ? externalId : `${externalId}  ${name}`)

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)]
