import type { Visibility } from './gpt-plans.ts'
import type { ViewOptions } from './gpt-tools.ts'
import { toolsOf } from './gpt-tools.ts'
import { spread } from './gpts.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import type { ChatgptUser } from './people.ts'
import { chatgptUser, person } from './people.ts'
import { hashOf, saltOf } from './prng.ts'
import { ownerAt } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { sentences } from './texts.ts'
import { unixFloat } from './time.ts'

const PROJECT = idKind('g-p-', 24)
const CONFIG = idKind('pr_cnf_', 24)
const FILE = idKind('file-', 26)
const PROJECT_SALT = saltOf('chatgpt-project')
const PER_PROJECT = 16

const VISIBILITY: readonly Visibility[] = ['invite-only', 'workspace', 'invite-only']
const TOOLS = [
  ['myfiles_browser', 'canvas'],
  ['web_browsing', 'deep_research'],
  ['code_interpreter'],
] as const
const CONNECTORS = ['slack', 'google_drive', 'linear'] as const

export function chatgptProjectIdOf(tenant: Tenant, p: number): string {
  return makeId(tenant.seed, PROJECT, p)
}

export function chatgptProjectPosition(tenant: Tenant, id: string): number | undefined {
  const index = indexOfId(tenant.seed, PROJECT, id)
  return index !== undefined && index < tenant.projects ? index : undefined
}

function ownerOf(tenant: Tenant, p: number): number {
  return ownerAt(tenant, hashOf(tenant.seed, PROJECT_SALT, p, 2))
}

function recipientsOf(tenant: Tenant, p: number): number[] {
  return spread(tenant, hashOf(tenant.seed, PROJECT_SALT, p, 3), 1 + (p % 4))
}

export function chatgptProjectSharedUsers(tenant: Tenant, p: number): ChatgptUser[] {
  return recipientsOf(tenant, p).map((index) => chatgptUser(tenant, index))
}

function permissions(write: boolean) {
  return {
    object: 'compliance.workspace.project.permissions',
    can_read: true,
    can_view_config: true,
    can_write: write,
  }
}

function sharingOf(tenant: Tenant, p: number) {
  const data = recipientsOf(tenant, p).map((index, k) => {
    const { id, email } = person(tenant, index)
    return {
      object: 'compliance.workspace.project.shared_user',
      id,
      email,
      permissions: permissions(k === 0),
    }
  })
  const last = data.at(-1)
  return {
    object: 'compliance.workspace.project.sharing',
    visibility: VISIBILITY[p % VISIBILITY.length] as Visibility,
    permissions: permissions(false),
    // A list envelope here, a bare array on GPTs: so it is upstream.
    recipients: { object: 'list', data, ...(last ? { last_id: last.id } : {}), has_more: false },
  }
}

export function chatgptProjectVersionCount(p: number): number {
  return 1 + (p % 2)
}

function filesOf(view: ViewOptions, p: number, created: number) {
  const data = Array.from({ length: p % 3 }, (_, k) => {
    const id = makeId(view.tenant.seed, FILE, p * PER_PROJECT + k)
    const name = `notes-${p + 1}-${k + 1}.docx`
    return view.link === null
      ? { object: 'compliance.workspace.project.file_info', id, name }
      : {
          object: 'compliance.workspace.project.file',
          id,
          name,
          created_at: unixFloat(created),
          download_url: view.link(id),
        }
  })
  const last = data.at(-1)
  return { object: 'list', data, ...(last ? { last_id: last.id } : {}), has_more: false }
}

export function chatgptProjectConfig(view: ViewOptions, p: number, v: number) {
  const { tenant } = view
  const index = p * PER_PROJECT + v
  const created = daysBefore(tenant, 4 + (p % 30) + v * 20, PROJECT_SALT, index)
  const tools = [...(TOOLS[p % TOOLS.length] ?? [])]
  return {
    object: 'compliance.workspace.project.configuration',
    id: makeId(tenant.seed, CONFIG, index),
    name: `Shared work ${p + 1}`,
    categories: [],
    conversation_starters: [],
    created_at: unixFloat(created),
    instructions: `Work on shared work ${p + 1}. ${sentences(hashOf(tenant.seed, PROJECT_SALT, index, 6), 2)}`,
    files: filesOf(view, p, created),
    tools: { object: 'list', data: toolsOf({ tools, actions: [] }, created, false), has_more: false },
  }
}

function connectorScopes(tenant: Tenant, p: number) {
  const type = CONNECTORS[p % CONNECTORS.length] as string
  const scope = type === 'slack' ? 'slack_channel' : type === 'linear' ? 'linear_team' : 'google_drive_folder'
  const data =
    p % 2 === 0
      ? []
      : [
          {
            object: 'compliance.workspace.project.connector_scope',
            id: `scope-${hashOf(tenant.seed, PROJECT_SALT, p, 8)}`,
            connector_type: type,
            scope_type: scope,
            canonical_handle: `${type}:${p}`,
            original_url: `https://${type}.example.com/${p}`,
            display_name: `Source ${p}`,
            created_by: person(tenant, ownerOf(tenant, p)).id,
            created_at: unixFloat(daysBefore(tenant, 10, PROJECT_SALT, p)),
            last_sync_status: 'completed',
            connector_files: [],
          },
        ]
  return { object: 'list', data, has_more: false }
}

export function chatgptProject(view: ViewOptions, p: number) {
  const { tenant } = view
  const owner = person(tenant, ownerOf(tenant, p))
  const latest = chatgptProjectConfig(view, p, 0)
  return {
    object: 'compliance.workspace.project',
    id: chatgptProjectIdOf(tenant, p),
    created_at: unixFloat(daysBefore(tenant, 60 + (p % 90), PROJECT_SALT, p)),
    owner_id: owner.id,
    owner_email: owner.email,
    builder_name: owner.name,
    sharing: sharingOf(tenant, p),
    latest_config: { object: 'list', data: [latest], last_id: latest.id, has_more: false },
    connector_scopes: connectorScopes(tenant, p),
  }
}

export function chatgptProjectFileExists(tenant: Tenant, id: string): boolean {
  const index = indexOfId(tenant.seed, FILE, id)
  if (index === undefined) return false
  const p = Math.floor(index / PER_PROJECT)
  return p < tenant.projects && index % PER_PROJECT < p % 3
}
