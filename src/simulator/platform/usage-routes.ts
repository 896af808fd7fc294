import { SCOPE } from '../http/auth.ts'
import { badParameter, notFound } from '../http/errors.ts'
import type { Answer, Request, Route } from '../http/message.ts'
import type { Limits } from '../http/pagination.ts'
import { readLimit } from '../http/pagination.ts'
import { poisonPage } from '../poison.ts'
import type { Row } from '../tenant/platform-usage.ts'
import { costRows, USAGE_KINDS, usageRows } from '../tenant/platform-usage.ts'
import { unixSeconds } from '../tenant/time.ts'
import type { World } from '../world.ts'

// Usage and costs: style C, buckets of a day. Results are grouped by what was asked for, and what was not is null.

const SECONDS_A_DAY = 86_400
const USAGE_LIMITS: Limits = { fallback: 7, min: 1, max: 31 }
const COST_LIMITS: Limits = { fallback: 7, min: 1, max: 180 }
const COST_DIMENSIONS = ['project_id', 'line_item', 'api_key_id']

type PlatformRoute = (
  template: string,
  handle: Route['handle'],
  check: Route['check'],
  scope: string,
) => Route

export function usageRoutes(world: World, route: PlatformRoute): Route[] {
  const { tenant } = world
  return [
    route(
      '/organization/usage/{endpoint}',
      (request) => {
        const endpoint = request.params.endpoint ?? ''
        const kind = USAGE_KINDS[endpoint]
        if (kind === undefined) return notFound('usage', endpoint, 'endpoint')
        return answerBuckets(world, 'platform.usage', request, USAGE_LIMITS, (day, now) =>
          usageResults(usageRows(tenant, endpoint, day, now), kind, groupsOf(request)),
        )
      },
      (request) => {
        const kind = USAGE_KINDS[request.params.endpoint ?? '']
        return kind && refusal(request, kind.dimensions, USAGE_LIMITS)
      },
      SCOPE.usage,
    ),
    route(
      '/organization/costs',
      (request) =>
        answerBuckets(world, 'platform.costs', request, COST_LIMITS, (day, now) =>
          costResults(costRows(tenant, day, now), groupsOf(request)),
        ),
      (request) => refusal(request, COST_DIMENSIONS, COST_LIMITS),
      SCOPE.usage,
    ),
  ]
}

/** Both spellings that clients use. */
const groupsOf = ({ query }: Request): readonly string[] => [
  ...query.getAll('group_by[]'),
  ...query.getAll('group_by'),
]

function refusal(request: Request, dimensions: readonly string[], limits: Limits): Answer | undefined {
  const start = request.query.get('start_time')
  if (start === null || !/^\d+$/.test(start)) {
    return badParameter('start_time', `Invalid 'start_time': expected unix seconds, but got '${start}'.`)
  }
  const odd = groupsOf(request).find((name) => !dimensions.includes(name))
  if (odd !== undefined) return badParameter('group_by', `Invalid 'group_by': '${odd}'.`)
  const limit = readLimit(request.query, limits)
  return typeof limit === 'number' ? undefined : limit
}

const PAGE = /^page_(\d+)$/

function answerBuckets(
  world: World,
  stream: string,
  request: Request,
  limits: Limits,
  results: (day: number, now: number) => readonly Row[],
): Answer {
  const limit = readLimit(request.query, limits)
  if (typeof limit !== 'number') return limit
  const now = unixSeconds(request.now)
  const page = request.query.get('page')
  const from = page === null ? Number(request.query.get('start_time')) : Number(PAGE.exec(page)?.[1])
  if (Number.isNaN(from)) return badParameter('page', `Invalid 'page': '${page}'.`)
  const end = Math.min(Number(request.query.get('end_time') ?? now), now)
  const buckets: Row[] = []
  let day = from - (from % SECONDS_A_DAY)
  for (; day < end && buckets.length < limit; day += SECONDS_A_DAY) {
    buckets.push({
      object: 'bucket',
      start_time: day,
      end_time: day + SECONDS_A_DAY,
      results: results(day, now),
    })
  }
  const more = day < end
  const data = poisonPage(world, stream, buckets)
  return {
    status: 200,
    body: { object: 'page', data, has_more: more, next_page: more ? `page_${day}` : null },
  }
}

export function usageResults(
  rows: readonly Row[],
  kind: {
    readonly object: string
    readonly figures: readonly string[]
    readonly dimensions: readonly string[]
  },
  groups: readonly string[],
): Row[] {
  return summed(rows, kind.dimensions, groups, kind.figures).map((row) => ({ object: kind.object, ...row }))
}

const BILLION = 1_000_000_000

export function costResults(rows: readonly Row[], groups: readonly string[]): Row[] {
  return summed(rows, COST_DIMENSIONS, groups, ['billionths', 'quantity']).map(({ billionths, ...row }) => ({
    object: 'organization.costs.result',
    ...row,
    quantity_unit: 'tokens',
    amount: { value: Number(billionths) / BILLION, currency: 'usd' },
  }))
}

function summed(
  rows: readonly Row[],
  dimensions: readonly string[],
  groups: readonly string[],
  figures: readonly string[],
): Row[] {
  const sums = new Map<string, Record<string, unknown>>()
  for (const row of rows) {
    const grouped = Object.fromEntries(
      dimensions.map((name) => [name, groups.includes(name) ? (row[name] ?? null) : null]),
    )
    const key = JSON.stringify(grouped)
    const sum = sums.get(key) ?? { ...Object.fromEntries(figures.map((name) => [name, 0])), ...grouped }
    for (const name of figures) sum[name] = Number(sum[name]) + Number(row[name])
    sums.set(key, sum)
  }
  return [...sums.values()]
}
