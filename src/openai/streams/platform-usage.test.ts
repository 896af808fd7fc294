import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventDraft } from '../../model/core/records.ts'
import type { Cursor } from '../../model/core/slices.ts'
import { NotThere, TOO_LARGE, UpstreamContractChanged } from '../failures.ts'
import type { ListPage } from '../list-page.ts'
import type { DailyQuery, PlatformClient } from '../platform.ts'
import type { Upstream } from '../upstream.ts'
import type { UsageEndpoint } from '../usage-calls.ts'
import { USAGE_ENDPOINTS } from '../usage-calls.ts'
import { platformCosts, platformUsage } from './platform-usage.ts'
import type { ReadContext, ReadPage } from './stream-reader.ts'

const DAY_S = 86_400
const TODAY = Date.parse('2026-11-20T00:00:00Z') / 1_000
const HOUR_S = 3_600

const refuse = () => {
  throw new Error('not asked for here')
}

interface Asked extends DailyQuery {
  readonly endpoint: string
}

/** An organization whose every day has one key's figures, in pages of as many buckets as are asked for. */
class Organization {
  readonly asked: Asked[] = []
  refusedPages = 0
  unoffered: readonly string[] = ['images']
  /** Days that one answer may have before it is too large. */
  mostDays = 31
  /** Keys that are used each day. */
  keys = ['key_1']

  readonly client = {
    usage: (endpoint: UsageEndpoint, query: DailyQuery) => this.#list(endpoint, query),
    costs: (query: DailyQuery) => this.#list('costs', query),
  } as unknown as PlatformClient

  async #list(endpoint: string, query: DailyQuery): Promise<ListPage> {
    this.asked.push({ endpoint, ...query })
    if (this.unoffered.includes(endpoint)) throw new NotThere('gone', endpoint)
    if (query.page !== null && this.refusedPages > 0) {
      this.refusedPages -= 1
      throw new UpstreamContractChanged('query.after', endpoint)
    }
    if (query.limit > this.mostDays) throw new UpstreamContractChanged(TOO_LARGE, endpoint)
    const days: number[] = []
    let day = query.page === null ? query.startTime : Number(query.page)
    for (; day < (query.endTime ?? TODAY) && days.length < query.limit; day += DAY_S) days.push(day)
    const hasMore = day < (query.endTime ?? TODAY)
    const records = days.map((start) => ({
      object: 'bucket',
      start_time: start,
      end_time: start + DAY_S,
      results: this.keys.map((key) => ({
        ...{ object: 'result', num_model_requests: 3, api_key_id: key },
        ...{ user_id: 'user-1', model: 'm' },
      })),
    }))
    return { records, hasMore, lastId: null, next: hasMore ? String(day) : null }
  }
}

function contextOf(organization: Organization, now: number, cursor: Cursor | null, lookBackDays = 3) {
  const upstream: Upstream = { platform: () => organization.client, compliance: refuse, logs: refuse }
  return {
    cursor,
    mode: 'metadata',
    upstream,
    ids: { organizationId: null, workspaceId: null, projectId: null },
    nextParent: refuse,
    now: () => new Date(now * 1_000),
    since: new Date((now - lookBackDays * DAY_S) * 1_000).toISOString(),
    signal: new AbortController().signal,
  } satisfies ReadContext
}

async function readAll(pages: AsyncIterable<ReadPage>, most = Number.POSITIVE_INFINITY) {
  const read: ReadPage[] = []
  for await (const page of pages) {
    read.push(page)
    if (read.length >= most) break
  }
  return read
}

const eventsOf = (pages: readonly ReadPage[]): EventDraft[] =>
  pages.flatMap(({ drafts }) => drafts as EventDraft[])

const daysOf = (pages: readonly ReadPage[], type = 'usage.completions'): string[] =>
  eventsOf(pages)
    .filter(({ eventType }) => eventType === type)
    .map(({ occurredAt }) => occurredAt.slice(0, 10))

describe('usage by day', () => {
  test('a day is read once it has ended and some hours have passed, and not before', async () => {
    const early = await readAll(platformUsage.read(contextOf(new Organization(), TODAY + 5 * HOUR_S, null)))
    expect(daysOf(early)).toEqual(['2026-11-17', '2026-11-18'])
    const settled = await readAll(platformUsage.read(contextOf(new Organization(), TODAY + 6 * HOUR_S, null)))
    expect(daysOf(settled)).toEqual(['2026-11-17', '2026-11-18', '2026-11-19'])
    expect(settled.at(-1)).toMatchObject({ done: true, cursor: { covered: TODAY } })
    expect(settled[0]?.coveredFrom).toBe('2026-11-17T00:00:00Z')
  })

  test('where no day has settled since, nothing is asked', async () => {
    const organization = new Organization()
    const context = contextOf(organization, TODAY + 9 * HOUR_S, { covered: TODAY })
    expect(await readAll(platformUsage.read(context))).toMatchObject([
      { done: true, fetched: 0, drafts: [], cursor: { covered: TODAY }, coveredFrom: null },
    ])
    expect(organization.asked).toEqual([])
  })

  test('a key is what was used, and its person stands beside it; the id tells where the figure stands', async () => {
    const pages = await readAll(
      platformUsage.read(contextOf(new Organization(), TODAY + 6 * HOUR_S, null, 1)),
    )
    expect(eventsOf(pages).find(({ eventType }) => eventType === 'usage.completions')).toEqual({
      type: 'event',
      eventId: 'completions/2026-11-19//user-1/key_1/m',
      occurredAt: '2026-11-19T00:00:00Z',
      eventType: 'usage.completions',
      action: null,
      actor: { kind: 'api_key', key: 'key_1', person: { ref: 'user:user-1', email: null, name: null } },
      attributes: {
        day: '2026-11-19',
        user_id: 'user-1',
        api_key_id: 'key_1',
        model: 'm',
        num_model_requests: 3,
      },
    })
  })

  test('an endpoint that is not offered is passed by, and a page that is refused is begun anew', async () => {
    const organization = new Organization()
    organization.refusedPages = 1
    const now = TODAY + 6 * HOUR_S
    const pages = await readAll(platformUsage.read(contextOf(organization, now, null, 12)))
    expect(new Set(daysOf(pages)).size).toBe(12)
    expect(organization.asked.filter(({ endpoint }) => endpoint === 'images')).toHaveLength(1)
    expect(daysOf(pages, 'usage.vector_stores')).toHaveLength(12)
  })

  test('an answer that is too large is asked for day by day', async () => {
    const organization = new Organization()
    organization.mostDays = 1
    const pages = await readAll(platformUsage.read(contextOf(organization, TODAY + 6 * HOUR_S, null)))
    expect(daysOf(pages)).toEqual(['2026-11-17', '2026-11-18', '2026-11-19'])
    expect(pages.at(-1)).toMatchObject({ done: true })
  })

  test('a page of many results comes by the thousand, and only the last of it moves the cursor', async () => {
    const organization = new Organization()
    organization.unoffered = USAGE_ENDPOINTS.slice(1)
    organization.keys = Array.from({ length: 1_700 }, (_, n) => `key_${n}`)
    const read = (cursor: Cursor | null, most?: number) =>
      readAll(platformUsage.read(contextOf(organization, TODAY + 6 * HOUR_S, cursor, 2)), most)
    const whole = await read(null)
    expect(whole.map(({ drafts }) => drafts.length).filter((count) => count > 0)).toEqual([
      ...[1_000, 1_000, 1_000, 400],
    ])
    expect(new Set(eventsOf(whole).map(({ eventId }) => eventId)).size).toBe(3_400)
    const begun = await read(null, 2)
    const rest = await read(begun.at(-1)?.cursor ?? null)
    const ids = [...eventsOf(begun), ...eventsOf(rest)].map(({ eventId }) => eventId)
    expect(new Set(ids)).toEqual(new Set(eventsOf(whole).map(({ eventId }) => eventId)))
  })

  test('half a character in a name is no reason to stop', async () => {
    const organization = new Organization()
    organization.keys = ['key_\ud800']
    const pages = await readAll(platformUsage.read(contextOf(organization, TODAY + 6 * HOUR_S, null, 1)))
    expect(eventsOf(pages)[0]?.eventId).toContain('key_%EF%BF%BD')
  })

  test('results of an unknown shape are set aside one by one', async () => {
    const organization = new Organization()
    const client = {
      costs: async (): Promise<ListPage> => ({
        records: [
          {
            start_time: TODAY - DAY_S,
            results: [{ amount: 'much' }, { amount: { value: 0.25, currency: 'usd' } }],
          },
          { start_time: 'yesterday', results: [] },
        ],
        hasMore: false,
        lastId: null,
      }),
    } as unknown as PlatformClient
    const context = contextOf(organization, TODAY + 6 * HOUR_S, null, 1)
    const upstream: Upstream = { platform: () => client, compliance: refuse, logs: refuse }
    const [page] = await readAll(platformCosts.read({ ...context, upstream }))
    expect(page?.drafts).toMatchObject([{ attributes: { amount: { value: 0.25, currency: 'usd' } } }])
    expect(page?.quarantined).toMatchObject([
      { reason: 'unknown_shape', path: '$.amount' },
      { reason: 'unknown_shape', path: '$.start_time' },
    ])
  })
})

test('stopped and resumed anywhere, days later or not, every settled day is there once for each id', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pages: fc.integer({ min: 1, max: 9 }), hours: fc.integer({ min: 0, max: 60 }) }), {
        maxLength: 12,
      }),
      fc.integer({ min: 0, max: 3 }),
      async (lives, refusedPages) => {
        const organization = new Organization()
        organization.refusedPages = refusedPages
        let now = TODAY - 20 * DAY_S
        const first = now - (now % DAY_S) - 40 * DAY_S
        let cursor: Cursor | null = null
        const held = new Map<string, string>()
        const live = async (most: number) => {
          const since = new Date(first * 1_000).toISOString()
          const context = { ...contextOf(organization, now, cursor), since }
          for (const page of await readAll(platformUsage.read(context), most)) {
            for (const event of eventsOf([page])) held.set(event.eventId, event.occurredAt)
            cursor = page.cursor
          }
        }
        for (const { pages, hours } of lives) {
          await live(pages)
          now = Math.min(now + hours * HOUR_S, TODAY)
        }
        await live(Number.POSITIVE_INFINITY)
        const settled = now - 6 * HOUR_S
        const until = settled - (settled % DAY_S)
        const expected = (until - first) / DAY_S
        const endpoints = 9
        expect(held.size).toBe(expected * endpoints)
        expect(cursor).toEqual({ covered: until })
      },
    ),
    { numRuns: 60 },
  )
})
