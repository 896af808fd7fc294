import type { Command } from 'commander'
import { Option } from 'commander'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { IntegrationDetail } from '../run-view.ts'
import { KEY_PLACES, readSecret, secretFromEnv } from '../secrets.ts'
import { describeIntegration } from './describe.ts'
import { untilTested } from './until-tested.ts'

interface AddFlags {
  readonly name: string
  readonly organizationId?: string
  readonly workspaceId?: string
  readonly projectId?: string
  readonly ownDomain?: readonly string[]
  readonly mode?: string
  readonly adminKeyName?: string
  readonly complianceKeyName?: string
  readonly json?: boolean
}

export function addAdd(integrations: Command, io: Io): void {
  integrations
    .command('add')
    .alias('create')
    .description(
      'Connects an OpenAI customer: a ChatGPT workspace, an API platform organization, or both. Collects nothing yet.\n' +
        'Keys are read from OPENAI_COMPLIANCE_KEY, OPENAI_ADMIN_KEY and OPENAI_PROJECT_KEY, or from the files that\n' +
        'these names with _FILE point to, or asked for; never from a flag.',
    )
    .requiredOption('--name <name>', 'what to call it in findings, exports and notifications')
    .option('--organization-id <id>', 'org-…, with an admin key')
    .option('--workspace-id <uuid>', 'with a compliance key')
    .option('--project-id <id>', 'proj_…, only with a project key')
    .option('--own-domain <domain...>', 'e-mail domains that are yours')
    .addOption(new Option('--mode <mode>', 'collection mode').choices([...COLLECTION_MODES]))
    .option('--admin-key-name <name>', 'what the admin key is called at OpenAI')
    .option('--compliance-key-name <name>', 'what the compliance key is called at OpenAI')
    .option('--json', 'as JSON')
    .action((flags: AddFlags) => add(io, flags))
}

async function add(io: Io, flags: AddFlags): Promise<void> {
  const credentials = await readCredentials(io, flags)
  const api = clientFromEnv(io.env)
  const made = await api.post<IntegrationDetail>('/api/v1/integrations', {
    display_name: flags.name,
    ...(flags.organizationId === undefined ? {} : { organization_id: flags.organizationId }),
    ...(flags.workspaceId === undefined ? {} : { workspace_id: flags.workspaceId }),
    ...(flags.projectId === undefined ? {} : { project_id: flags.projectId }),
    ...(flags.ownDomain === undefined ? {} : { own_domains: flags.ownDomain }),
    ...(flags.mode === undefined ? {} : { collection_mode: flags.mode }),
    credentials,
  })
  io.err('Added; testing the connection …')
  const detail = await untilTested(api, made.id)
  io.out(flags.json ? jsonText(detail) : describeIntegration(detail, io.paint).join('\n'))
  if (!flags.json)
    io.err(`Is this the right tenant? Then collect: casbah integrations collect "${flags.name}"`)
}

/** Asks only for keys that the ids call for and that nobody has set. */
async function readCredentials(io: Io, flags: AddFlags) {
  const wanted = {
    compliance_key: { id: flags.workspaceId, name: flags.complianceKeyName },
    admin_key: { id: flags.organizationId, name: flags.adminKeyName },
    project_key: { id: flags.projectId, name: undefined },
  } as const
  // An organization id goes with a compliance key too; an admin key is asked for only where it stands alone.
  const mayLeaveOut = flags.workspaceId !== undefined
  const credentials: Record<string, { secret: string; key_name?: string }> = {}
  for (const kind of ['compliance_key', 'admin_key', 'project_key'] as const) {
    const { id, name } = wanted[kind]
    if (id === undefined) continue
    const optional = kind === 'admin_key' && mayLeaveOut
    const secret = optional ? secretFromEnv(io.env, KEY_PLACES[kind]) : await readSecret(io, KEY_PLACES[kind])
    if (secret !== undefined)
      credentials[kind] = { secret, ...(name === undefined ? {} : { key_name: name }) }
  }
  if (Object.keys(credentials).length > 0) return credentials
  throw usageError(
    'Nothing to connect: give --workspace-id (with a compliance key), --organization-id (with an admin key), or both.',
  )
}
