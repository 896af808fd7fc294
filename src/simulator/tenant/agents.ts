import { isPlanted } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import { person, userIdOf } from './people.ts'
import { apartMember } from './population.ts'
import { hashOf, saltOf, uuidOf } from './prng.ts'
import { ownerAt } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { sentences } from './texts.ts'
import { isoMicros, unixFloat, unixSeconds } from './time.ts'

// What works on people's behalf: Codex environments and tasks, published agents, skills, plugins.

const ENVIRONMENT = idKind('env_', 24)
const TASK = idKind('task_e_', 24)
const AGENT = idKind('agt_', 24)
const SKILL = idKind('skill-', 24)
const PLUGIN = idKind('plugin_', 24)
const RELEASE = idKind('rel_', 20)
const AGENTS_SALT = saltOf('agents')

const creatorOf = (tenant: Tenant, index: number) =>
  userIdOf(tenant, ownerAt(tenant, hashOf(tenant.seed, AGENTS_SALT, index)))

/** A kind of thing that a workspace has a number of. */
export interface Things<Item extends { readonly id: string }> {
  readonly count: (tenant: Tenant) => number
  readonly item: (tenant: Tenant, index: number) => Item
  readonly positionOf: (tenant: Tenant, id: string) => number | undefined
}

function things<Item extends { readonly id: string }>(
  kind: Parameters<typeof makeId>[1],
  count: (tenant: Tenant) => number,
  make: (tenant: Tenant, index: number, id: string) => Item,
): Things<Item> {
  return {
    count,
    item: (tenant, index) => make(tenant, index, makeId(tenant.seed, kind, index)),
    positionOf: (tenant, id) => {
      const index = indexOfId(tenant.seed, kind, id)
      return index !== undefined && index < count(tenant) ? index : undefined
    },
  }
}

export const CODEX_ENVIRONMENTS = things(
  ENVIRONMENT,
  ({ users }) => 3 + Math.floor(users / 20),
  (tenant, index, id) => ({
    object: 'compliance.workspace.codex_environment',
    id,
    created_at: unixFloat(daysBefore(tenant, 10 + index, AGENTS_SALT, index)),
    machine_id: uuidOf(tenant.seed, AGENTS_SALT, index),
    label: `Service ${index + 1}`,
    description: index % 2 === 0 ? null : sentences(hashOf(tenant.seed, AGENTS_SALT, index, 2), 1),
    workspace_dir: '/workspace',
    is_pinned: index === 0,
    repos: [`github:example/service-${index + 1}`],
    setup: index % 2 === 0 ? 'npm ci' : ['npm ci', 'npm run build'],
    repo_map: {},
    env_vars: index % 3 === 0 ? { NODE_ENV: 'test', REGION: 'eu' } : {},
    secrets: {},
    task_count: index,
    creator_id: creatorOf(tenant, index),
    share_settings: index % 2 === 0 ? 'workspace' : 'private',
  }),
)

export const CODEX_TASKS = things(
  TASK,
  ({ users }) => 4 + Math.floor(users / 2),
  (tenant, index, id) => ({
    object: 'compliance.workspace.codex_task',
    id,
    created_at: unixFloat(daysBefore(tenant, 2 + (index % 25), AGENTS_SALT, index)),
    updated_at: unixFloat(daysBefore(tenant, 1 + (index % 25), AGENTS_SALT, index)),
    created_by_id: creatorOf(tenant, index),
    title: sentences(hashOf(tenant.seed, AGENTS_SALT, index, 3), 1),
    denormalized_metadata: {},
  }),
)

/** Published, and its owner's address is shown. */
export const PLANTED_AGENT = 1

const agentOwner = (tenant: Tenant, index: number): number =>
  index === PLANTED_AGENT && isPlanted(tenant, 'agent.orphaned')
    ? apartMember(tenant, 'agent.orphaned')
    : ownerAt(tenant, hashOf(tenant.seed, AGENTS_SALT, index, 4))

export const AGENTS = things(
  AGENT,
  ({ users }) => 3 + Math.floor(users / 50),
  (tenant, index, id) => {
    const owner = person(tenant, agentOwner(tenant, index))
    return {
      object: 'compliance.workspace.agent',
      id,
      name: `Desk agent ${index + 1}`,
      status: index % 4 === 3 ? 'unpublished' : 'published',
      owner_id: owner.id,
      owner_email: index % 3 === 2 ? null : owner.email,
      created_at: unixSeconds(daysBefore(tenant, 30, AGENTS_SALT, index)),
      updated_at: index % 2 === 0 ? null : unixSeconds(daysBefore(tenant, 4, AGENTS_SALT, index)),
    }
  },
)

export const SKILLS = things(
  SKILL,
  ({ users }) => 5 + Math.floor(users / 2),
  (tenant, index, id) => ({
    object: 'compliance.workspace.skill',
    id,
    name: `skill-${index + 1}`,
    description: sentences(hashOf(tenant.seed, AGENTS_SALT, index, 5), 1),
    created_at: unixFloat(daysBefore(tenant, 40, AGENTS_SALT, index)),
    updated_at: unixFloat(daysBefore(tenant, 5, AGENTS_SALT, index)),
    // An account user's id, which names the workspace too.
    creator: `${creatorOf(tenant, index)}__${tenant.workspaceId}`,
    original_product_surface: index % 2 === 0 ? 'chatgpt' : 'codex',
    files: ['SKILL.md', ...(index % 2 === 0 ? ['scripts/run.py'] : [])],
  }),
)

const DISCOVERABILITY = ['LISTED', 'UNLISTED', 'PRIVATE'] as const

export const PLUGINS = things(
  PLUGIN,
  () => 3,
  (tenant, index, id) => ({
    object: 'compliance.workspace.plugin',
    id,
    name: `plugin-${index + 1}`,
    created_at: isoMicros(daysBefore(tenant, 25, AGENTS_SALT, index)),
    scope: 'WORKSPACE',
    workspace_id: tenant.workspaceId,
    creator_account_user_id: index === 2 ? null : `${creatorOf(tenant, index)}__${tenant.workspaceId}`,
    marketplace_name: index === 0 ? 'internal' : null,
    discoverability: DISCOVERABILITY[index % DISCOVERABILITY.length] as string,
    status: 'ACTIVE',
    installation_policy: index === 0 ? 'REQUIRED' : 'AVAILABLE',
    authentication_policy: 'ON_INSTALL',
    current_release: {
      id: makeId(tenant.seed, RELEASE, index),
      version: `1.${index}.0`,
      display_name: `Plugin ${index + 1}`,
      description: sentences(hashOf(tenant.seed, AGENTS_SALT, index, 6), 1),
    },
  }),
)
