import type { Arrival } from '../clp/log-files.ts'
import type { LogType } from '../clp/types.ts'
import { isLogType } from '../clp/types.ts'
import {
  chatgptProjectConfigList,
  chatgptProjectList,
  chatgptProjectSharedUserList,
  gptConfigList,
  gptList,
  gptSharedUserList,
  viewOf,
  workspaceUserList,
} from '../compliance/listings.ts'
import type { Listing } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import {
  adminKeyList,
  inviteList,
  projectKeyList,
  projectList,
  projectUserList,
  serviceAccountList,
  userList,
} from '../platform/listings.ts'
import { platformAuditEvent, platformAuditTimeline } from '../tenant/platform-audit.ts'
import { MICROS_PER_SECOND, parseIsoMicros } from '../tenant/time.ts'
import type { World } from '../world.ts'
import type { Holdings, StreamTruth } from './canonical.ts'
import { canonicalJson, cleanText, digest } from './canonical.ts'
import type { StreamName } from './projections.ts'
import { fieldsOf, PROJECTIONS, STREAM_NAMES } from './projections.ts'

// What a collector that made no mistake would hold now. State streams: every live object. Log streams: every file that
// ends at or before the cursor, each event once, each message in its newest version. Nothing is kept between calls;
// while it works, a call holds the ids of log records, and lines of objects.

/** Cursors by stream: an end time for logs, `{effective_at}` for the platform's audit log. */
export type Cursors = Readonly<Record<string, unknown>>

type Lines = Map<string, string>

function add(lines: Lines, stream: StreamName, id: string, record: unknown): void {
  lines.set(cleanText(id), canonicalJson(PROJECTIONS[stream](record)))
}

function addList(lines: Lines, stream: StreamName, list: Listing<Item>, parent = ''): void {
  for (let position = 0; position < list.count; position++) {
    const item = list.item(position)
    add(lines, stream, parent + item.id, item)
  }
}

function addChildren(
  lines: Lines,
  stream: StreamName,
  parents: Listing<Item>,
  children: (index: number) => Listing<Item>,
): void {
  for (let index = 0; index < parents.count; index++) {
    addList(lines, stream, children(index), `${parents.item(index).id}/`)
  }
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

function addPlatformAudit(lines: Lines, world: World, upto: unknown, since: unknown, now: number): void {
  const timeline = platformAuditTimeline(world.tenant)
  const bound = effectiveAt(upto)
  const end = Math.min(
    now + 1,
    bound === undefined ? Number.POSITIVE_INFINITY : (bound + 1) * MICROS_PER_SECOND,
  )
  const after = effectiveAt(since)
  const start = after === undefined ? 0 : timeline.firstAt((after + 1) * MICROS_PER_SECOND)
  for (let n = start; n < timeline.firstAt(end); n++) {
    const event = platformAuditEvent(world.tenant, timeline, n)
    add(lines, 'platform.audit_logs', event.id, event)
  }
}

function endOf(cursor: unknown): number | undefined {
  return typeof cursor === 'string' ? parseIsoMicros(cursor) : undefined
}

/** Arrivals of a window whose file ends within (after, upto]; whole windows without looking at their parts. */
function arrivalsWithin(world: World, type: LogType, window: number, after: number, upto: number): Arrival[] {
  const all = [...world.logs.arrivals(type, window)]
  if (world.logs.closeOf(type, window) <= upto && world.logs.closeOf(type, window - 1) >= after) return all
  let start = 0
  return world.logs.files(type, window).flatMap((file) => {
    const slice = all.slice(start, start + file.events)
    start += file.events
    return file.endMicros > after && file.endMicros <= upto ? slice : []
  })
}

function logHoldings(
  world: World,
  type: LogType,
  uptoCursor: unknown,
  sinceCursor: unknown,
  now: number,
): Holdings {
  const stream: StreamName = `logs.${type}`
  const last = world.logs.lastClosed(type, now)
  const upto = endOf(uptoCursor) ?? now
  const after = endOf(sinceCursor) ?? 0
  const first = Math.max(world.logs.firstWindow(), world.logs.windowAt(after) - 1)
  const newest = new Map<string, Arrival>()
  for (let window = first; window <= Math.min(last, world.logs.windowAt(upto)); window++) {
    for (const arrival of arrivalsWithin(world, type, window, after, upto)) {
      const key = world.logs.keyOf(type, arrival)
      const known = newest.get(key)
      if (known === undefined || known.at < arrival.at) newest.set(key, arrival)
    }
  }
  return {
    ids: newest.keys(),
    lineOf: (id) => {
      const arrival = newest.get(id)
      if (!arrival) throw new Error(`no arrival for ${id}`)
      return canonicalJson(PROJECTIONS[stream](world.logs.recordOf(type, arrival)))
    },
  }
}

/** Holdings over lines that are already made. */
export function holdingsOf(lines: ReadonlyMap<string, string>): Holdings {
  return { ids: lines.keys(), lineOf: (id) => lines.get(id) ?? '' }
}

function collect(world: World, stream: StreamName, upto: Cursors, since: Cursors): Holdings {
  const lines: Lines = new Map()
  const now = world.clock.now()
  const view = viewOf(world, 'id', now)
  const projects = projectList(world, true)
  const inProjects = (children: (p: number) => Listing<Item>) =>
    addChildren(lines, stream, projects, children)
  const inGpts = (children: (g: number) => Listing<Item>) =>
    addChildren(lines, stream, gptList(world, view), children)
  const inChatgptProjects = (children: (p: number) => Listing<Item>) =>
    addChildren(lines, stream, chatgptProjectList(world, view), children)
  const state: Readonly<Partial<Record<StreamName, () => void>>> = {
    'platform.users': () => addList(lines, stream, userList(world)),
    'platform.invites': () => addList(lines, stream, inviteList(world)),
    'platform.projects': () => addList(lines, stream, projects),
    'platform.project_users': () => inProjects((p) => projectUserList(world, p)),
    'platform.service_accounts': () => inProjects((p) => serviceAccountList(world, p)),
    'platform.project_keys': () => inProjects((p) => projectKeyList(world, p, 'any')),
    'platform.admin_keys': () => addList(lines, stream, adminKeyList(world, 'asc', false)),
    'platform.audit_logs': () => addPlatformAudit(lines, world, upto[stream], since[stream], now),
    'chatgpt.users': () => addList(lines, stream, workspaceUserList(world)),
    'chatgpt.gpts': () => addList(lines, stream, gptList(world, view)),
    'chatgpt.gpt_configs': () => inGpts((g) => gptConfigList(world, view, g)),
    'chatgpt.gpt_shared_users': () => inGpts((g) => gptSharedUserList(world, g)),
    'chatgpt.projects': () => addList(lines, stream, chatgptProjectList(world, view)),
    'chatgpt.project_configs': () => inChatgptProjects((p) => chatgptProjectConfigList(world, view, p)),
    'chatgpt.project_shared_users': () => inChatgptProjects((p) => chatgptProjectSharedUserList(world, p)),
  }
  state[stream]?.()
  const [, type = ''] = stream.split('logs.')
  return isLogType(type) ? logHoldings(world, type, upto[stream], since[stream], now) : holdingsOf(lines)
}

export interface TruthSource {
  readonly holdings: (stream: StreamName, upto: Cursors, since: Cursors) => Holdings
}

export function tenantTruth(world: World): TruthSource {
  return { holdings: (stream, upto, since) => collect(world, stream, upto, since) }
}

export function truthOf(
  source: TruthSource,
  streams: readonly StreamName[],
  upto: Cursors,
  since: Cursors,
): Readonly<Record<string, StreamTruth>> {
  const wanted = streams.length > 0 ? streams : STREAM_NAMES
  return Object.fromEntries(
    wanted.map((stream) => [stream, digest(source.holdings(stream, upto, since), fieldsOf(stream))]),
  )
}
