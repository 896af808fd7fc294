import { describe, expect, test } from 'vitest'
import type { Cursor } from '../../../model/core/slices.ts'
import type { ComplianceClient } from '../../compliance.ts'
import { NotThere } from '../../failures.ts'
import type { ListPage } from '../../list-page.ts'
import type { Upstream } from '../../upstream.ts'
import { chatgptGptConfigs } from '../chatgpt-gpt-configs.ts'
import type { ReadContext } from '../stream-reader.ts'

const ROUTE = 'GET /compliance/workspaces/{workspace_id}/gpts/{gpt_id}/configs'

/** What the list under a parent answers: how many pages of one record each, or why it is not there. */
type Answers = number | 'gone' | 'archived'

const parentsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `g-${String(index).padStart(3, '0')}`)

const all = (count: number, answer: Answers): Map<string, Answers> =>
  new Map(parentsOf(count).map((id) => [id, answer]))

function configsOf(tenant: ReadonlyMap<string, Answers>) {
  return async (parent: string, { after }: { after: string | null }): Promise<ListPage> => {
    const answer = tenant.get(parent) ?? 'gone'
    if (typeof answer === 'string') throw new NotThere(answer, ROUTE)
    const page = after === null ? 1 : Number(after.slice(1)) + 1
    return { records: [{ id: `c${page}` }], hasMore: page < answer, lastId: `c${page}` }
  }
}

function context(tenant: ReadonlyMap<string, Answers>, cursor: Cursor | null): ReadContext {
  const refuse = () => {
    throw new Error('configurations are read from the Compliance API')
  }
  const client = { gptConfigs: configsOf(tenant) } as unknown as ComplianceClient
  const upstream: Upstream = { compliance: () => client, platform: refuse, logs: refuse }
  const parents = [...tenant.keys()].sort()
  return {
    cursor,
    mode: 'metadata',
    upstream,
    ids: { organizationId: null, workspaceId: 'w', projectId: null },
    nextParent: async (after) => parents.find((id) => after === null || id > after) ?? null,
    now: () => new Date(),
    since: '2026-11-20T00:00:00Z',
    signal: new AbortController().signal,
  }
}

interface Reading {
  readonly completed: string[]
  /** The name and route of what the stream failed with; null where it came to its end. */
  readonly failed: { readonly name: string; readonly route: string } | null
  readonly requests: number
}

/** Reads to the end in slices of so many pages: the cursor alone goes from one to the next, and through JSON. */
async function readInSlices(tenant: ReadonlyMap<string, Answers>, pages: number): Promise<Reading> {
  const completed: string[] = []
  let cursor: Cursor | null = null
  let requests = 0
  for (;;) {
    try {
      let count = 0
      for await (const page of chatgptGptConfigs.read(context(tenant, cursor))) {
        cursor = JSON.parse(JSON.stringify(page.cursor)) as Cursor
        completed.push(...page.completed)
        requests += page.fetched
        if (page.done) return { completed, failed: null, requests }
        count += 1
        if (count === pages) break
      }
    } catch (error) {
      const { name, route } = error as { name: string; route: string }
      return { completed, failed: { name, route }, requests }
    }
  }
}

describe.each([1, 2, 7, 1_000])('lists under parents, in slices of %d pages', (pages) => {
  test('a parent that is gone is not judged, and is no error', async () => {
    const tenant = all(6, 2).set('g-000', 'gone').set('g-003', 'gone')
    const { completed, failed } = await readInSlices(tenant, pages)
    expect(failed).toBeNull()
    expect(completed).toEqual(['g-001', 'g-002', 'g-004', 'g-005'])
  })

  test('neither is an archived one, whose route is there', async () => {
    const { completed, failed } = await readInSlices(all(40, 'gone').set('g-000', 'archived'), pages)
    expect(failed).toBeNull()
    expect(completed).toEqual([])
  })

  test('a few parents may all have been deleted meanwhile', async () => {
    expect(await readInSlices(all(3, 'gone'), pages)).toMatchObject({ completed: [], failed: null })
    expect(await readInSlices(new Map(), pages)).toMatchObject({ completed: [], failed: null })
  })

  test('where every parent is gone the route is, and the stream fails with its name', async () => {
    const retired = { name: 'UpstreamContractChanged', route: ROUTE }
    expect(await readInSlices(all(4, 'gone'), pages)).toMatchObject({ completed: [], failed: retired })
  })

  test('a large tenant is not asked to its end for that', async () => {
    const { failed, requests } = await readInSlices(all(500, 'gone'), pages)
    expect(failed).toMatchObject({ route: ROUTE })
    expect(requests).toBe(25)
  })

  test('one that answers after many that were gone speaks for the route', async () => {
    const tenant = all(30, 'gone').set('g-020', 1)
    expect(await readInSlices(tenant, pages)).toMatchObject({ completed: ['g-020'], failed: null })
  })
})

test('a slice that begins where a retired route was found says so again, and asks nothing', async () => {
  const cursor = { through: 'g-024', gone: 25, route: ROUTE }
  const reading = chatgptGptConfigs.read(context(all(500, 'gone'), cursor))[Symbol.asyncIterator]()
  await expect(reading.next()).rejects.toMatchObject({ name: 'UpstreamContractChanged', route: ROUTE })
})
