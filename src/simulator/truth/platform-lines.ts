import type { Listing } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import {
  adminKeyList,
  auditEventOf,
  inviteList,
  projectKeyList,
  projectList,
  projectUserList,
  serviceAccountList,
  userList,
} from '../platform/listings.ts'
import { platformAuditTimeline } from '../tenant/platform-audit.ts'
import { MICROS_PER_SECOND } from '../tenant/time.ts'
import type { World } from '../world.ts'
import { accessAdders, settingsAdders } from './access-lines.ts'
import type { Lines } from './lines.ts'
import { add, addChildren, addList } from './lines.ts'
import type { PLATFORM_PROJECTIONS } from './projections/platform.ts'
import { addCostLines, addUsageLines } from './usage-lines.ts'

type PlatformStream = keyof typeof PLATFORM_PROJECTIONS

/** Where a stream is looked at: up to one cursor, and after another; both may be absent. */
export interface Span {
  readonly upto: unknown
  readonly since: unknown
}

/** What exists now of the API platform, by stream. */
export function addPlatformLines(lines: Lines, world: World, stream: PlatformStream, span: Span): void {
  const projects = projectList(world, true)
  const inProjects = (children: (p: number) => Listing<Item>) =>
    addChildren(lines, stream, projects, children)
  const adders: Readonly<Record<PlatformStream, () => void>> = {
    'platform.users': () => addList(lines, stream, userList(world)),
    'platform.invites': () => addList(lines, stream, inviteList(world)),
    'platform.projects': () => addList(lines, stream, projects),
    'platform.project_users': () => inProjects((p) => projectUserList(world, p)),
    'platform.service_accounts': () => inProjects((p) => serviceAccountList(world, p)),
    'platform.project_keys': () => inProjects((p) => projectKeyList(world, p, 'any')),
    'platform.admin_keys': () => addList(lines, stream, adminKeyList(world, 'asc', false)),
    ...accessAdders(lines, world, stream),
    ...settingsAdders(lines, world, stream),
    'platform.audit_logs': () => addPlatformAudit(lines, world, span),
    'platform.usage': () => addUsageLines(lines, world, daysOf(span)),
    'platform.costs': () => addCostLines(lines, world, daysOf(span)),
  }
  adders[stream]()
}

function effectiveAt(cursor: unknown): number | undefined {
  if (typeof cursor === 'number') return cursor
  if (
    typeof cursor === 'object' &&
    cursor !== null &&
    'effective_at' in cursor &&
    typeof cursor.effective_at === 'number'
  ) {
    return cursor.effective_at
  }
  return undefined
}

const daysOf = ({ since, upto }: Span) => ({ after: effectiveAt(since), before: effectiveAt(upto) })

function addPlatformAudit(lines: Lines, world: World, { upto, since }: Span): void {
  const now = world.clock.now()
  const timeline = platformAuditTimeline(world.tenant)
  const bound = effectiveAt(upto)
  const end = Math.min(
    now + 1,
    bound === undefined ? Number.POSITIVE_INFINITY : (bound + 1) * MICROS_PER_SECOND,
  )
  const after = effectiveAt(since)
  const start = after === undefined ? 0 : timeline.firstAt((after + 1) * MICROS_PER_SECOND)
  for (let n = start; n < timeline.firstAt(end); n++) {
    const event = auditEventOf(world, timeline, n)
    add(lines, 'platform.audit_logs', event.id, event)
  }
}
