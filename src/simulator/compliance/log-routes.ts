import { fileKeyOf } from '../clp/file-ids.ts'
import { LOG_LINK_MICROS } from '../clp/links.ts'
import type { LogFile } from '../clp/log-files.ts'
import { RETENTION_MICROS } from '../clp/log-files.ts'
import type { LogPlace, LogType } from '../clp/types.ts'
import { isLogType, placeOf, TYPES_OF_PLACE } from '../clp/types.ts'
import { logScope, SCOPE } from '../http/auth.ts'
import { badParameter, missingQuery, notFound } from '../http/errors.ts'
import { COMPLIANCE_PER_MINUTE, DOWNLOADS_PER_MINUTE } from '../http/limits.ts'
import type { Answer, Request, Route } from '../http/message.ts'
import type { Limits } from '../http/pagination.ts'
import { readLimit } from '../http/pagination.ts'
import { isoMicros, parseIsoMicros } from '../tenant/time.ts'
import type { World } from '../world.ts'

const WORKSPACE = '/v1/compliance/workspaces/{workspace_id}'
const ORGANIZATION = '/v1/compliance/organizations/{organization_id}'
const LIMITS: Limits = { fallback: 100, min: 1, max: 100 }

/** Repeated or as a comma list. */
function eventTypes(request: Request): string[] {
  return request.query
    .getAll('event_type')
    .flatMap((value) => value.split(','))
    .filter((type) => type !== '')
}

function typeRefusal(place: LogPlace, type: string): Answer | undefined {
  if (TYPES_OF_PLACE[place].includes(type)) return undefined
  const other: LogPlace = place === 'workspace' ? 'organization' : 'workspace'
  if (!TYPES_OF_PLACE[other].includes(type)) return badParameter('event_type', `invalid event_type: ${type}`)
  return badParameter(
    'event_type',
    `${type} is a ${other}-scoped event type. Use /v1/compliance/${other}s/{${other}_id}/logs.`,
  )
}

function listCheck(place: LogPlace): (request: Request) => Answer | undefined {
  return (request) => {
    const types = eventTypes(request)
    if (types.length === 0) return missingQuery('event_type')
    if (!request.query.has('after')) return missingQuery('after')
    for (const type of types) {
      const refusal = typeRefusal(place, type)
      if (refusal) return refusal
    }
    for (const name of ['after', 'before']) {
      const text = request.query.get(name)
      if (text !== null && parseIsoMicros(text) === undefined) {
        return badParameter(
          name,
          `Invalid '${name}': expected an ISO 8601 timestamp with a time zone, but got '${text}'.`,
        )
      }
    }
    const limit = readLimit(request.query, LIMITS)
    return typeof limit === 'number' ? undefined : limit
  }
}

function listScopes(request: Request): readonly string[] {
  const types = eventTypes(request)
  const fine = types.length === 1 ? [logScope(types[0] ?? '')] : []
  return [SCOPE.complianceLogs, SCOPE.complianceExport, ...fine]
}

/** The asked types that have files in this place. */
const typesIn = (place: LogPlace, request: Request): LogType[] =>
  [...new Set(eventTypes(request))].filter(isLogType).filter((type) => placeOf(type) === place)

/** Files that may be listed, oldest end first, from just after `after`. */
function* filesAfter(
  world: World,
  type: LogType,
  after: number,
  inclusive: boolean,
  now: number,
): Generator<LogFile> {
  const floor = now - RETENTION_MICROS
  const last = world.logs.lastClosed(type, now)
  const from = Math.max(after, floor, world.tenant.origin)
  for (let window = world.logs.windowAt(from) - 1; window <= last; window++) {
    for (const file of world.logs.files(type, window)) {
      const beyond = inclusive ? file.endMicros >= after : file.endMicros > after
      if (beyond && file.endMicros > floor) yield file
    }
  }
}

function listFiles(world: World, place: LogPlace, request: Request): Answer {
  const limit = readLimit(request.query, LIMITS)
  if (typeof limit !== 'number') return limit
  const after = parseIsoMicros(request.query.get('after') ?? '') ?? 0
  const before = parseIsoMicros(request.query.get('before') ?? '') ?? Number.POSITIVE_INFINITY
  const found: LogFile[] = []
  for (const type of typesIn(place, request)) {
    let taken = 0
    for (const file of filesAfter(world, type, after, request.boundaryInclusive === true, request.now)) {
      if (file.endMicros >= before || taken > limit) break
      found.push(file)
      taken += 1
    }
  }
  found.sort((a, b) => a.endMicros - b.endMicros || (a.id < b.id ? -1 : 1))
  const page = found.slice(0, limit)
  return {
    status: 200,
    body: {
      data: page.map(({ id, type, end_time, file_name, file_size, file_sha256 }) => ({
        id,
        event_type: type,
        end_time,
        file_name,
        file_size,
        file_sha256,
      })),
      has_more: found.length > limit,
      last_end_time: page.at(-1)?.end_time ?? null,
    },
  }
}

function findFile(world: World, id: string, now: number): LogFile | undefined {
  const key = fileKeyOf(world.tenant.seed, id)
  if (typeof key === 'string' || key.window > world.logs.lastClosed(key.type, now)) return undefined
  const file = world.logs.files(key.type, key.window).find((candidate) => candidate.part === key.part)
  return file !== undefined && file.endMicros > now - RETENTION_MICROS ? file : undefined
}

function downloadFile(world: World, place: LogPlace, request: Request): Answer {
  const id = request.params.log_file_id ?? ''
  const file = findFile(world, id, request.now)
  if (!file || placeOf(file.type) !== place) return notFound('log file', id, 'log_file_id')
  return {
    status: 307,
    headers: { location: world.links.sign(`/logs/${id}`, request.now + LOG_LINK_MICROS) },
  }
}

function downloadCheck(world: World): (request: Request) => Answer | undefined {
  return (request) => {
    const id = request.params.log_file_id ?? ''
    return fileKeyOf(world.tenant.seed, id) === 'malformed'
      ? badParameter('log_file_id', `Malformed log_file_id: '${id}'.`)
      : undefined
  }
}

function typeOfFile(world: World, id: string): string {
  const key = fileKeyOf(world.tenant.seed, id)
  return typeof key === 'string' ? '' : key.type
}

function maxEventTime(world: World, place: LogPlace, request: Request): Answer {
  const times: Record<string, string | null> = {}
  for (const type of eventTypes(request)) {
    const isHere = isLogType(type) && placeOf(type) === place
    times[type] = isHere ? newestEvent(world, type, request.now) : null
  }
  return { status: 200, body: { max_event_time: times } }
}

function newestEvent(world: World, type: LogType, now: number): string | null {
  for (let window = world.logs.lastClosed(type, now); window >= world.logs.firstWindow(); window--) {
    let newest = 0
    for (const { at } of world.logs.arrivals(type, window)) newest = Math.max(newest, at)
    if (newest > 0) return isoMicros(newest)
  }
  return null
}

function placeRoutes(world: World, place: LogPlace, base: string): Route[] {
  const upper = place.toUpperCase()
  const text = (request: Request, name: string) => request.query.getAll(name).join(',')
  const known = (request: Request) => {
    const names = ['limit', 'after', 'before', 'event_type'].filter((name) => request.query.has(name))
    return Object.fromEntries(names.map((name) => [name, text(request, name)]))
  }
  const common = { method: 'GET', plane: 'compliance' } as const
  return [
    {
      ...common,
      template: `${base}/logs`,
      scopes: listScopes,
      perMinute: COMPLIANCE_PER_MINUTE,
      check: listCheck(place),
      handle: (request) => listFiles(world, place, request),
      trace: (request) => ({ action: `LIST_${upper}_LOG_FILES`, data: known(request) }),
    },
    {
      ...common,
      template: `${base}/logs/{log_file_id}`,
      scopes: (request) => [
        SCOPE.complianceLogs,
        SCOPE.complianceExport,
        logScope(typeOfFile(world, request.params.log_file_id ?? '')),
      ],
      perMinute: DOWNLOADS_PER_MINUTE,
      check: downloadCheck(world),
      handle: (request) => downloadFile(world, place, request),
      trace: (request) => {
        const id = request.params.log_file_id ?? ''
        return {
          action: `DOWNLOAD_${upper}_LOG_FILE`,
          data: { log_file_id: id, event_type: typeOfFile(world, id) },
        }
      },
    },
    {
      ...common,
      template: `${base}/max_event_time`,
      scopes: listScopes,
      perMinute: COMPLIANCE_PER_MINUTE,
      check: (request) => {
        const types = eventTypes(request)
        return types.length === 0
          ? missingQuery('event_type')
          : types.map((type) => typeRefusal(place, type)).find(Boolean)
      },
      handle: (request) => maxEventTime(world, place, request),
    },
  ]
}

export function logRoutes(world: World): Route[] {
  return [...placeRoutes(world, 'workspace', WORKSPACE), ...placeRoutes(world, 'organization', ORGANIZATION)]
}
