import { auditLoggingOff, badParameter } from '../http/errors.ts'
import type { Answer, Request } from '../http/message.ts'
import { envelopeA, limitRefusal, PLATFORM_LIMITS, readLimit } from '../http/pagination.ts'
import { poisonPage } from '../poison.ts'
import type { PlatformAuditEvent } from '../tenant/platform-audit.ts'
import { platformAuditPosition, platformAuditTimeline } from '../tenant/platform-audit.ts'
import { MICROS_PER_SECOND } from '../tenant/time.ts'
import type { World } from '../world.ts'
import { auditEventOf } from './listings.ts'

// The platform's audit log, newest first. Events are numbered by time, so a time filter is a range of numbers and a
// cursor is a number; other filters are applied while walking down.

const TIME_FILTERS = ['gt', 'gte', 'lt', 'lte'] as const
const LIST_FILTERS = ['project_ids', 'event_types', 'actor_ids', 'actor_emails', 'resource_ids'] as const
type ListFilter = (typeof LIST_FILTERS)[number]

const checkLimit = limitRefusal(PLATFORM_LIMITS)

/** Both spellings that clients use: `event_types[]=a` and `event_types=a`. */
function listFilter(query: URLSearchParams, name: ListFilter): readonly string[] {
  return [...query.getAll(`${name}[]`), ...query.getAll(name)]
}

export function auditCheck(request: Request): Answer | undefined {
  for (const bound of TIME_FILTERS) {
    const text = request.query.get(`effective_at[${bound}]`)
    if (text !== null && !/^\d+$/.test(text)) {
      return badParameter(
        `effective_at[${bound}]`,
        `Invalid 'effective_at[${bound}]': expected unix seconds, but got '${text}'.`,
      )
    }
  }
  return checkLimit(request)
}

interface Range {
  /** Numbers from `low` (inclusive) to `high` (exclusive). */
  readonly low: number
  readonly high: number
}

function timeRange(world: World, request: Request): Range {
  const timeline = platformAuditTimeline(world.tenant)
  const bound = (name: string) => {
    const text = request.query.get(`effective_at[${name}]`)
    return text === null ? undefined : Number(text)
  }
  const from = Math.max(bound('gte') ?? 0, (bound('gt') ?? -1) + 1)
  const below = Math.min(
    bound('lt') ?? Number.POSITIVE_INFINITY,
    (bound('lte') ?? Number.POSITIVE_INFINITY) + 1,
  )
  const visible = timeline.firstAt(request.now + 1)
  const high = Number.isFinite(below)
    ? Math.min(visible, timeline.firstAt(below * MICROS_PER_SECOND))
    : visible
  return { low: timeline.firstAt(from * MICROS_PER_SECOND), high }
}

function actorFacts(event: PlatformAuditEvent): { ids: string[]; email: string | undefined } {
  const { actor } = event
  const ids: string[] = []
  let email: string | undefined
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('id' in value && typeof value.id === 'string') ids.push(value.id)
    if ('email' in value && typeof value.email === 'string') email = value.email.toLowerCase()
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(actor)
  return { ids, email }
}

function resourceOf(event: PlatformAuditEvent): string | undefined {
  const detail = event[event.type]
  return typeof detail === 'object' && detail !== null && 'id' in detail && typeof detail.id === 'string'
    ? detail.id
    : undefined
}

function matcher(query: URLSearchParams): (event: PlatformAuditEvent) => boolean {
  const wanted = Object.fromEntries(LIST_FILTERS.map((name) => [name, listFilter(query, name)])) as Record<
    ListFilter,
    readonly string[]
  >
  const passes = (name: ListFilter, value: string | undefined) =>
    wanted[name].length === 0 || (value !== undefined && wanted[name].includes(value))
  const emails = wanted.actor_emails.map((email) => email.toLowerCase())
  return (event) => {
    const { ids, email } = actorFacts(event)
    return (
      passes('event_types', event.type) &&
      passes('project_ids', event.project?.id) &&
      passes('resource_ids', resourceOf(event)) &&
      (wanted.actor_ids.length === 0 || ids.some((id) => wanted.actor_ids.includes(id))) &&
      (emails.length === 0 || (email !== undefined && emails.includes(email)))
    )
  }
}

interface Walk {
  readonly events: PlatformAuditEvent[]
  readonly hasMore: boolean
}

/** Takes matching events from `start` in steps of −1 (older) or +1 (newer) while inside the range. */
function walk(
  world: World,
  range: Range,
  start: number,
  step: 1 | -1,
  limit: number,
  matches: (event: PlatformAuditEvent) => boolean,
): Walk {
  const timeline = platformAuditTimeline(world.tenant)
  const events: PlatformAuditEvent[] = []
  for (let n = start; n >= range.low && n < range.high; n += step) {
    const event = auditEventOf(world, timeline, n)
    if (!matches(event)) continue
    if (events.length === limit) return { events, hasMore: true }
    events.push(event)
  }
  return { events, hasMore: false }
}

export function listAuditLogs(world: World, request: Request): Answer {
  if (world.scenario.current.auditLoggingOff) return auditLoggingOff()
  const limit = readLimit(request.query, PLATFORM_LIMITS)
  if (typeof limit !== 'number') return limit
  const range = timeRange(world, request)
  const after = request.query.get('after')
  const before = request.query.get('before')
  const cursor = after ?? before
  const at = cursor === null ? range.high : platformAuditPosition(world.tenant, cursor)
  if (at === undefined)
    return badParameter(after === null ? 'before' : 'after', `Invalid cursor: '${cursor}'.`)
  // Tenant-scoped events do not exist here, so asking for them alone finds nothing.
  const matches = request.query.get('tenant_only') === 'true' ? () => false : matcher(request.query)
  const backwards = after === null && before !== null
  const start = backwards ? Math.max(at + 1, range.low) : Math.min(at, range.high) - 1
  const { events, hasMore } = walk(world, range, start, backwards ? 1 : -1, limit, matches)
  const shown = backwards ? events.reverse() : events
  const page = envelopeA(shown, (event) => event.id, hasMore)
  return { status: 200, body: { ...page, data: poisonPage(world, 'platform.audit_logs', shown) } }
}
