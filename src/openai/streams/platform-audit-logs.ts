import { z } from 'zod'
import type { Gap } from '../../model/core/gaps.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Draft } from '../../model/core/records.ts'
import type { Cursor } from '../../model/core/slices.ts'
import { auditActor, mapAuditActor } from './mapping/actors.ts'
import { id, ignored } from './mapping/fields.ts'
import { isoOfSeconds } from './mapping/instants.ts'
import { parsedJson } from './mapping/json-value.ts'
import { present } from './mapping/present.ts'
import { stepAfter } from './paging/cursors.ts'
import { LenientReader } from './paging/lenient.ts'
import { fromStartIfRefused, withRestarts } from './paging/turn.ts'
import type { ReadContext, ReadPage, StreamReader } from './stream-reader.ts'

const schema = z.looseObject({
  id,
  type: id,
  // Milliseconds would be far beyond: then it is not what we take it for.
  effective_at: z.number().int().min(0).max(253_402_300_799),
  actor: auditActor,
  project: z.looseObject({ id: z.string().nullish(), name: ignored }).nullish(),
  detail: ignored,
})
type AuditEvent = z.infer<typeof schema>

/** The details stand under a key that is the event's own type; 90 of 145 types describe none. */
function withDetail(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value)) return value
  const { type } = value
  if (typeof type !== 'string' || ['id', 'type', 'effective_at', 'actor', 'project'].includes(type))
    return value
  const { [type]: detail, ...rest } = value as Record<string, unknown>
  return detail === undefined ? rest : { ...rest, detail }
}

function draftOf(event: AuditEvent): Draft {
  const { session } = event.actor ?? {}
  return {
    type: 'event',
    eventId: event.id,
    occurredAt: isoOfSeconds(event.effective_at),
    eventType: event.type,
    action: null,
    actor: mapAuditActor(event.actor),
    attributes: {
      ...(session === null || session === undefined ? {} : { session: sessionAttributes(session) }),
      ...(event.project === null || event.project === undefined
        ? {}
        : { project: present(event.project, ['id']) }),
      ...(event.detail === undefined ? {} : { detail: parsedJson(event.detail) }),
    },
  }
}

type Session = NonNullable<NonNullable<AuditEvent['actor']>['session']>

const sessionAttributes = (session: Session): JsonObject => ({
  ...present(session, ['ip_address', 'user_agent', 'ja3', 'ja4']),
  ...(session.ip_address_details === undefined
    ? {}
    : { ip_address_details: parsedJson(session.ip_address_details) }),
})

/**
 * The cursor. Upstream lists newest first (as far as its samples show; it does not say), so "after the last
 * id" would walk into the past. Time is therefore cut into windows `[gte, lt)` of effective time, read
 * forward one after the other, each paged by id until it is exhausted: the order inside one does not
 * matter, and its upper end is fixed, so that events of now do not shift its pages. `covered` is the end
 * of the last exhausted window: all before it is stored. Each window starts an overlap before `covered`,
 * because an event may become visible later than it took effect; what is read twice is stored once, by id.
 */
interface Position {
  readonly covered: number
  readonly window: Window | null
}

interface Window {
  readonly gte: number
  readonly lt: number
  readonly after: string | null
  readonly restarts: number
}

/** Seconds, and parts of the whole history: bounds what is read again if an id is no longer accepted as a cursor. */
const SHORTEST_WINDOW = 86_400
const WINDOWS_OF_HISTORY = 16
/** Seconds. How late an event may show up; upstream publishes nothing, an hour is ample. */
const OVERLAP = 3_600
const PAGE_SIZE = 100

const lenient = new LenientReader(schema)

export const platformAuditLogs: StreamReader = {
  name: 'platform.audit_logs',
  async sample(context) {
    const client = context.upstream.platform('platform.audit_logs_read')
    const { records } = await client.auditLogs({ after: null, limit: PAGE_SIZE })
    return { records, drift: lenient.read(records.map(withDetail), null).drift, ids: [] }
  },
  async *read(context) {
    const floor = Math.floor(Date.parse(context.since) / 1_000)
    const now = Math.floor(context.now().getTime() / 1_000)
    let position = fromCursor(context.cursor)
    let coveredFrom = position === null ? isoOfSeconds(floor) : null
    position ??= { covered: floor, window: null }
    let gap: Gap | null = null
    for (;;) {
      // Away for longer than we look back: between the last window and this one is a gap.
      if (position.window === null && position.covered < floor) {
        coveredFrom = isoOfSeconds(floor)
        gap = { from: isoOfSeconds(position.covered), until: coveredFrom }
      }
      const window: Window = position.window ?? openWindow(position.covered, floor, now)
      const { page, next, restarts } = await readWindow(context, window)
      const done = next === null && window.lt >= now
      position =
        next === null
          ? { covered: Math.max(position.covered, window.lt), window: null }
          : { covered: position.covered, window: { ...window, after: next, restarts } }
      yield {
        ...page,
        cursor: toCursor(position),
        done,
        coveredFrom,
        gap,
        cursorTime: isoOfSeconds(position.covered),
      }
      coveredFrom = null
      gap = null
      if (done) return
    }
  },
}

function openWindow(covered: number, floor: number, now: number): Window {
  const gte = Math.max(covered - OVERLAP, floor)
  const width = Math.max(SHORTEST_WINDOW, Math.ceil((now - floor) / WINDOWS_OF_HISTORY))
  return { gte, lt: Math.max(Math.min(covered + width, now), gte), after: null, restarts: 0 }
}

type PageBody = Pick<ReadPage, 'drafts' | 'quarantined' | 'drift' | 'completed' | 'fetched'>

async function readWindow(
  context: ReadContext,
  { gte, lt, after, restarts }: Window,
): Promise<{ page: PageBody; next: string | null; restarts: number }> {
  const client = context.upstream.platform('platform.audit_logs_read')
  const found = await fromStartIfRefused({ after, restarts }, 'platform.audit_logs', async (from) => ({
    from,
    page: await client.auditLogs({ after: from, limit: PAGE_SIZE, effectiveAt: { gte, lt } }),
  }))
  const { from, page } = found.turn
  const { records, quarantined, drift } = lenient.read(page.records.map(withDetail), from)
  const { next } = stepAfter(page, from, 'last_id', 'platform.audit_logs')
  const body = { drafts: records.map(draftOf), quarantined, drift, completed: [], fetched: 1 }
  return { page: body, next, restarts: found.restarts }
}

function toCursor({ covered, window }: Position): Cursor {
  if (window === null) return { covered }
  const { gte, lt, after, restarts } = window
  return { covered, window: { gte, lt, after, ...withRestarts(restarts) } }
}

const cursorSchema = z.object({
  covered: z.number().int(),
  window: z
    .object({
      gte: z.number().int(),
      lt: z.number().int(),
      after: z.string().nullable(),
      restarts: z.number().int().default(0),
    })
    .nullable()
    .default(null),
})

function fromCursor(cursor: Cursor | null): Position | null {
  const parsed = cursorSchema.safeParse(cursor)
  return parsed.success ? parsed.data : null
}
