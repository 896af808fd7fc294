import { badParameter } from './errors.ts'
import type { Answer, Request } from './message.ts'

// OpenAI pages its lists in several ways: `after` by id on either plane, `next` for groups and roles, an opaque
// `cursor` for newer lists of the workspace. A list here is a count and a function from position to item, so that no page
// needs the ones before it.

export interface Listing<T> {
  readonly count: number
  readonly item: (position: number) => T
  readonly idOf: (item: T) => string
  /** Position of the item with this id; undefined for an id that is not in the list. */
  readonly positionOf: (id: string) => number | undefined
}

export interface Limits {
  readonly fallback: number
  readonly max: number
  readonly min: number
  /** A larger limit is cut down in place of refused (unpublished for the compliance plane: an assumption). */
  readonly clamp?: boolean
  /** Some pages are one item short although more follow, as the specification warns. */
  readonly shortPages?: boolean
}

export type Decorate<T> = (items: readonly T[]) => readonly unknown[]

/** The platform's lists: 20 by default, 1 … 100. */
export const PLATFORM_LIMITS: Limits = { fallback: 20, min: 1, max: 100 }

/** The `limit` of a request, or the 400 that refuses it. */
export function readLimit(query: URLSearchParams, limits: Limits): number | Answer {
  const text = query.get('limit')
  if (text === null) return limits.fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < limits.min) {
    return badParameter(
      'limit',
      `Invalid 'limit': expected an integer of at least ${limits.min}, but got '${text}'.`,
    )
  }
  if (value > limits.max && limits.clamp) return limits.max
  if (value > limits.max) {
    return badParameter(
      'limit',
      `Invalid 'limit': integer above maximum value. Expected a value <= ${limits.max}, but got ${value} instead.`,
    )
  }
  return value
}

/** For a route's check: refuses a bad `limit` before the request counts. */
export function limitRefusal(limits: Limits): (request: Request) => Answer | undefined {
  return ({ query }) => {
    const limit = readLimit(query, limits)
    return typeof limit === 'number' ? undefined : limit
  }
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly hasMore: boolean
}

export function pageAfter<T>(
  list: Listing<T>,
  after: string | null,
  limit: number,
): Page<T> | 'unknown cursor' {
  let start = 0
  if (after !== null && after !== '') {
    const position = list.positionOf(after)
    if (position === undefined) return 'unknown cursor'
    start = position + 1
  }
  const end = Math.min(list.count, start + limit)
  const items: T[] = []
  for (let position = start; position < end; position++) items.push(list.item(position))
  return { items, hasMore: end < list.count }
}

/** Style A: `after` = last id, with `first_id` and `last_id`. */
export function answerStyleA<T>(
  list: Listing<T>,
  request: Request,
  limits: Limits,
  decorate: Decorate<T> = (items) => items,
): Answer {
  const limit = readLimit(request.query, limits)
  if (typeof limit !== 'number') return limit
  const after = request.query.get('after')
  const page = pageAfter(list, after, limit)
  if (page === 'unknown cursor')
    return badParameter('after', `Invalid 'after': no object with id '${after}'.`)
  return {
    status: 200,
    body: { ...envelopeA(page.items, list.idOf, page.hasMore), data: decorate(page.items) },
  }
}

export function envelopeA<T>(items: readonly T[], idOf: (item: T) => string, hasMore: boolean) {
  const first = items[0]
  const last = items.at(-1)
  return {
    object: 'list',
    data: items,
    first_id: first === undefined ? null : idOf(first),
    last_id: last === undefined ? null : idOf(last),
    has_more: hasMore,
  }
}

/** Pages below this size are never cut short. */
const SHORT_FROM = 3

/** The compliance plane's form of style A: no `first_id`, and no `last_id` on an empty page. */
export function answerCompliance<T>(
  list: Listing<T>,
  request: Request,
  limits: Limits,
  decorate: Decorate<T> = (items) => items,
): Answer {
  const limit = readLimit(request.query, limits)
  if (typeof limit !== 'number') return limit
  const after = request.query.get('after')
  const short = limits.shortPages === true && after !== null && limit >= SHORT_FROM
  const page = pageAfter(list, after, short ? limit - 1 : limit)
  if (page === 'unknown cursor') return badParameter('after', `Invalid cursor: '${after}'.`)
  const last = page.items.at(-1)
  return {
    status: 200,
    body: {
      object: 'list',
      data: decorate(page.items),
      ...(last === undefined ? {} : { last_id: list.idOf(last) }),
      has_more: page.hasMore,
    },
  }
}

/** Style B: `next` names what the next page comes after; lists of groups and roles. */
export function answerStyleB<T>(
  list: Listing<T>,
  request: Request,
  limits: Limits,
  decorate: Decorate<T> = (items) => items,
): Answer {
  const limit = readLimit(request.query, limits)
  if (typeof limit !== 'number') return limit
  const after = request.query.get('after')
  const page = pageAfter(list, after, limit)
  if (page === 'unknown cursor')
    return badParameter('after', `Invalid 'after': no object with id '${after}'.`)
  const last = page.items.at(-1)
  const next = page.hasMore && last !== undefined ? list.idOf(last) : null
  return { status: 200, body: { object: 'list', data: decorate(page.items), has_more: page.hasMore, next } }
}

/** The compliance plane's newer form: a `cursor` that says nothing to whoever gets it. */
export function answerByCursor<T>(
  list: Listing<T>,
  request: Request,
  limits: Limits,
  decorate: Decorate<T> = (items) => items,
): Answer {
  const limit = readLimit(request.query, limits)
  if (typeof limit !== 'number') return limit
  const cursor = request.query.get('cursor')
  const after = cursor === null ? null : Buffer.from(cursor, 'base64url').toString('utf8')
  const page = pageAfter(list, after, limit)
  if (page === 'unknown cursor') return badParameter('cursor', `Invalid cursor: '${cursor}'.`)
  const last = page.items.at(-1)
  const next = page.hasMore && last !== undefined ? Buffer.from(list.idOf(last)).toString('base64url') : null
  return {
    status: 200,
    body: {
      object: 'list',
      data: decorate(page.items),
      cursor: next,
      has_more: page.hasMore,
      // For information only, says the specification.
      last_id: last === undefined ? '' : list.idOf(last),
    },
  }
}
