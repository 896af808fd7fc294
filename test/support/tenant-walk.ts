import type { LogType } from '../../src/simulator/clp/types.ts'
import { LOG_TYPES } from '../../src/simulator/clp/types.ts'
import {
  chatgptProjectConfigList,
  chatgptProjectList,
  chatgptProjectSharedUserList,
  gptConfigList,
  gptList,
  gptSharedUserList,
  viewOf,
  workspaceUserList,
} from '../../src/simulator/compliance/listings.ts'
import { memoryList, personalList, thingList } from '../../src/simulator/compliance/work-listings.ts'
import type { Listing } from '../../src/simulator/http/pagination.ts'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import { resolveOptions } from '../../src/simulator/options.ts'
import {
  groupList,
  groupRoleList,
  groupUserList,
  projectGroupList,
  projectGroupRoleList,
  projectRoleList,
  projectUserRoleList,
  roleList,
  userRoleList,
} from '../../src/simulator/platform/access-listings.ts'
import type { Item } from '../../src/simulator/platform/listings.ts'
import {
  adminKeyList,
  inviteList,
  listOf,
  projectKeyList,
  projectList,
  projectUserList,
  serviceAccountList,
  userList,
} from '../../src/simulator/platform/listings.ts'
import {
  AGENTS,
  CODEX_ENVIRONMENTS,
  CODEX_TASKS,
  PLUGINS,
  SKILLS,
} from '../../src/simulator/tenant/agents.ts'
import {
  automationsOf,
  canvasesOf,
  libraryFilesOf,
  recordingsOf,
} from '../../src/simulator/tenant/personal.ts'
import { platformAuditEvent, platformAuditTimeline } from '../../src/simulator/tenant/platform-audit.ts'
import {
  certificates,
  organizationSettings,
  projectCertificates,
  projectSettings,
  rateLimits,
} from '../../src/simulator/tenant/platform-settings.ts'
import { costRows, USAGE_KINDS, usageRows } from '../../src/simulator/tenant/platform-usage.ts'
import type { World } from '../../src/simulator/world.ts'
import { makeWorld } from '../../src/simulator/world.ts'

/** Everything that a simulated tenant would serve, walked in this process: to compare two tenants, or to judge one. */
export interface Walked {
  readonly noun: string
  /** Unique within its noun; below a parent it starts with the parent's. */
  readonly id: string
  readonly value: Readonly<Record<string, unknown>>
}

export const WALK_EPOCH = '2026-11-10T12:00:00Z'
const MICROS_PER_SECOND = 1_000_000
const SECONDS_A_DAY = 86_400
/** Days of usage before the epoch: one of busy keys, and ones on which only old keys were in use. */
const USAGE_DAYS = [1, 2, 100, 125]

/** A tenant whose clock stands at its epoch. */
export const standingWorld = (options: Partial<SimulatorOptions> = {}): World =>
  makeWorld(resolveOptions({ epoch: WALK_EPOCH, clock: () => new Date(WALK_EPOCH), ...options }))

/** What exists. */
export function* walkState(world: World): Generator<Walked> {
  yield* walkPlatform(world)
  yield* walkAccess(world)
  yield* walkSettings(world)
  yield* walkWorkspace(world)
  yield* walkWork(world)
}

/** What happened. */
export function* walkEvents(world: World): Generator<Walked> {
  yield* walkUsage(world)
  const timeline = platformAuditTimeline(world.tenant)
  for (let n = 0; n < timeline.firstAt(world.clock.now()); n++) {
    const event = platformAuditEvent(world.tenant, timeline, n)
    yield { noun: 'platform.audit_logs', id: event.id, value: event }
  }
  for (const type of LOG_TYPES) yield* walkLog(world, type)
}

function* walkLog(world: World, type: LogType): Generator<Walked> {
  const last = world.logs.lastClosed(type, world.clock.now())
  for (let window = world.logs.firstWindow(); window <= last; window++) {
    for (const arrival of world.logs.arrivals(type, window)) {
      const value = world.logs.recordOf(type, arrival)
      yield { noun: `logs.${type}`, id: value.event_id, value }
    }
  }
}

function* each(noun: string, list: Listing<Item>, parent = ''): Generator<Walked> {
  for (let position = 0; position < list.count; position++) {
    const value = list.item(position)
    yield { noun, id: parent + value.id, value }
  }
}

function* below(
  noun: string,
  parents: Listing<Item>,
  children: (index: number) => Listing<Item>,
): Generator<Walked> {
  for (let index = 0; index < parents.count; index++) {
    yield* each(noun, children(index), `${parents.item(index).id}/`)
  }
}

function* walkPlatform(world: World): Generator<Walked> {
  const projects = projectList(world, true)
  yield* each('platform.users', userList(world))
  yield* each('platform.invites', inviteList(world))
  yield* each('platform.projects', projects)
  yield* below('platform.project_users', projects, (p) => projectUserList(world, p))
  yield* below('platform.service_accounts', projects, (p) => serviceAccountList(world, p))
  yield* below('platform.project_keys', projects, (p) => projectKeyList(world, p, 'any'))
  yield* each('platform.admin_keys', adminKeyList(world, 'asc', false))
}

const NOTHING = listOf([])

function* walkAccess(world: World): Generator<Walked> {
  const groups = groupList(world)
  const projects = projectList(world, true)
  yield* each('platform.groups', groups)
  yield* below('platform.group_users', groups, (g) => groupUserList(world, g))
  yield* below('platform.group_roles', groups, (g) => groupRoleList(world, g))
  yield* each('platform.roles', roleList(world))
  yield* below('platform.user_roles', userList(world), (position) => userRoleList(world, position))
  yield* below('platform.project_groups', projects, (p) => projectGroupList(world, p))
  yield* below('platform.project_roles', projects, (p) => projectRoleList(world, p))
  for (let p = 0; p < projects.count; p++) {
    yield* below(
      'platform.project_user_roles',
      projectUserList(world, p),
      (k) => projectUserRoleList(world, p, projectUserList(world, p).item(k).id) ?? NOTHING,
    )
    yield* below(
      'platform.project_group_roles',
      projectGroupList(world, p),
      (k) => projectGroupRoleList(world, p, projectGroupList(world, p).item(k).id) ?? NOTHING,
    )
  }
}

function* walkSettings(world: World): Generator<Walked> {
  const { tenant } = world
  const projects = projectList(world, true)
  yield* below('platform.rate_limits', projects, (p) => listOf(rateLimits(tenant, p)))
  yield* each('platform.certificates', listOf(certificates(tenant)))
  yield* below('platform.project_certificates', projects, (p) => listOf(projectCertificates(tenant, p)))
  yield { noun: 'platform.organization_settings', id: 'organization', value: organizationSettings(tenant) }
  for (let p = 0; p < projects.count; p++) {
    const id = `${projects.item(p).id}/settings`
    yield { noun: 'platform.project_settings', id, value: projectSettings(tenant, p) }
  }
}

function* walkWorkspace(world: World): Generator<Walked> {
  const view = viewOf(world, 'id', world.clock.now())
  const gpts = gptList(world, view)
  const projects = chatgptProjectList(world, view)
  yield* each('chatgpt.users', workspaceUserList(world))
  yield* each('chatgpt.gpts', gpts)
  yield* below('chatgpt.gpt_configs', gpts, (g) => gptConfigList(world, view, g))
  yield* below('chatgpt.gpt_shared_users', gpts, (g) => gptSharedUserList(world, g))
  yield* each('chatgpt.projects', projects)
  yield* below('chatgpt.project_configs', projects, (p) => chatgptProjectConfigList(world, view, p))
  yield* below('chatgpt.project_shared_users', projects, (p) => chatgptProjectSharedUserList(world, p))
}

function* walkWork(world: World): Generator<Walked> {
  const users = workspaceUserList(world)
  yield* each('chatgpt.memories', memoryList(world))
  yield* below('chatgpt.canvases', users, (index) => personalList(world, index, canvasesOf))
  yield* below('chatgpt.recordings', users, (index) => personalList(world, index, recordingsOf))
  yield* below('chatgpt.automations', users, (index) => personalList(world, index, automationsOf))
  yield* below('chatgpt.library_files', users, (index) => personalList(world, index, libraryFilesOf))
  yield* each('chatgpt.codex_environments', thingList(world, CODEX_ENVIRONMENTS))
  yield* each('chatgpt.codex_tasks', thingList(world, CODEX_TASKS))
  yield* each('chatgpt.agents', thingList(world, AGENTS))
  yield* each('chatgpt.skills', thingList(world, SKILLS))
  yield* each('chatgpt.plugins', thingList(world, PLUGINS))
}

function* walkUsage(world: World): Generator<Walked> {
  const now = world.clock.now() / MICROS_PER_SECOND
  const midnight = now - (now % SECONDS_A_DAY)
  for (const days of USAGE_DAYS) {
    const day = midnight - days * SECONDS_A_DAY
    const rows = Object.keys(USAGE_KINDS).map((kind) => ({
      kind,
      rows: usageRows(world.tenant, kind, day, now),
    }))
    for (const { kind, rows: found } of [
      ...rows,
      { kind: 'costs', rows: costRows(world.tenant, day, now) },
    ]) {
      for (const value of found) {
        const named = [value.api_key_id, value.model ?? value.line_item].join('/')
        yield { noun: 'platform.usage', id: `${kind}/${days}/${named}`, value }
      }
    }
  }
}
