import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Draft } from '../../../model/core/records.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import type { ComplianceClient } from '../../compliance.ts'
import { NotThere, UpstreamContractChanged } from '../../failures.ts'
import type { ListPage } from '../../list-page.ts'
import type { Upstream } from '../../upstream.ts'
import { chatgptGptConfigs } from '../chatgpt-gpt-configs.ts'
import { chatgptGpts } from '../chatgpt-gpts.ts'
import type { ReadContext } from '../stream-reader.ts'
import { childListStream, listStream } from './list-stream.ts'

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

const refuse = () => {
  throw new Error('GPTs are read from the Compliance API')
}

function context(tenant: ReadonlyMap<string, Answers>, cursor: Cursor | null): ReadContext {
  const client = { gptConfigs: configsOf(tenant) } as unknown as ComplianceClient
  const parents = [...tenant.keys()].sort()
  return {
    ...contextOf(client),
    cursor,
    nextParent: async (after) => parents.find((id) => after === null || id > after) ?? null,
  }
}

function contextOf(client: ComplianceClient): ReadContext {
  const upstream: Upstream = { compliance: () => client, platform: refuse, logs: refuse }
  return {
    cursor: null,
    mode: 'metadata',
    upstream,
    ids: { organizationId: null, workspaceId: 'w', projectId: null },
    nextParent: refuse,
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

describe('a record of which not even the id is legible', () => {
  const pages = (...records: readonly (readonly unknown[])[]) => {
    const gpts = async ({ after }: { after: string | null }): Promise<ListPage> => {
      const at = after === null ? 0 : Number(after)
      return { records: records[at] ?? [], hasMore: at + 1 < records.length, lastId: String(at + 1) }
    }
    return readAll({ gpts } as unknown as ComplianceClient)
  }

  async function readAll(client: ComplianceClient) {
    const read = []
    for await (const { completed, done, quarantined } of chatgptGpts.read(contextOf(client)))
      read.push({ completed, done, quarantined: quarantined.length })
    return read
  }

  test('leaves its list incomplete, on whatever page it stands: what seems to be missing may be that one', async () => {
    expect((await pages([{ id: 'g-1' }], [{ id: 'g-2' }])).at(-1)).toMatchObject({
      completed: [''],
      done: true,
    })
    const blind = await pages([{ id: 'g-1' }, { id: 7 }], [{ id: 'g-2' }])
    expect(blind.flatMap(({ completed }) => completed)).toEqual([])
    expect(blind.at(-1)?.done).toBe(true)
  })

  test('a record whose id can be read leaves it complete', async () => {
    const read = await pages([{ id: 'g-1' }, { id: 'g-2', sharing: 'a text' }])
    expect(read).toEqual([{ completed: [''], done: true, quarantined: 1 }])
  })

  test('a page of nothing else is another than we know, and the stream says so', async () => {
    const renamed = Array.from({ length: 11 }, (_, at) => ({ gizmo_id: at }))
    await expect(pages(renamed)).rejects.toMatchObject({
      name: 'UpstreamContractChanged',
      path: '$.data[].id',
    })
    expect((await pages(renamed.slice(1))).at(-1)).toMatchObject({ completed: [], quarantined: 10 })
  })
})

describe('a list whose cursors upstream refuses', () => {
  /** Pages of one GPT each, of which the page after `refused` is refused so many times. */
  const gpts = (pages: number, refused: string, times: number) => {
    let left = times
    return {
      gpts: async ({ after }: { after: string | null }): Promise<ListPage> => {
        if (after === refused && left > 0) {
          left -= 1
          throw new UpstreamContractChanged('query.after', 'GET gpts')
        }
        const page = after === null ? 1 : Number(after.slice(2)) + 1
        return { records: [{ id: `g-${page}` }], hasMore: page < pages, lastId: `g-${page}` }
      },
    } as unknown as ComplianceClient
  }

  async function read(client: ComplianceClient, pagesASlice: number) {
    let cursor: Cursor | null = null
    const seen: string[] = []
    for (let slice = 0; slice < 200; slice += 1) {
      let count = 0
      for await (const page of chatgptGpts.read({ ...contextOf(client), cursor })) {
        cursor = JSON.parse(JSON.stringify(page.cursor)) as Cursor
        seen.push(...page.drafts.flatMap((draft) => (draft.type === 'asset' ? [draft.externalId] : [])))
        if (page.done) return { seen: new Set(seen), completed: page.completed }
        count += 1
        if (count === pagesASlice) break
      }
    }
    throw new Error('it goes round in circles')
  }

  test.each([1, 2, 100])('is begun anew, and read to its end, in slices of %d pages', async (pages) => {
    const { seen, completed } = await read(gpts(4, 'g-2', 2), pages)
    expect([...seen].sort()).toEqual(['g-1', 'g-2', 'g-3', 'g-4'])
    expect(completed).toEqual([''])
  })

  test.each([1, 2, 100])('is given up where that goes on, in slices of %d pages', async (pages) => {
    const reading = read(gpts(4, 'g-2', Number.POSITIVE_INFINITY), pages)
    await expect(reading).rejects.toMatchObject({ name: 'CursorStuck' })
  })
})

test('parents that were passed by are counted apart from those whose list is whole', async () => {
  const tenant = all(4, 1).set('g-001', 'gone').set('g-002', 'archived')
  const pages: { completed: readonly string[]; passed: number | undefined }[] = []
  for await (const page of chatgptGptConfigs.read(context(tenant, null)))
    pages.push({ completed: page.completed, passed: page.passed })
  expect(pages.flatMap(({ completed }) => completed)).toEqual(['g-000', 'g-003'])
  expect(pages.reduce((sum, { passed }) => sum + (passed ?? 0), 0)).toBe(2)
})

describe('records that take long to map', () => {
  const page = async (): Promise<ListPage> => ({
    records: ['a', 'b', 'c'].map((id) => ({ id })),
    hasMore: false,
    lastId: 'c',
  })
  const schema = z.object({ id: z.string() })
  /** Longer than a turn. */
  const draft = ({ id }: { id: string }): Draft => {
    const end = performance.now() + 60
    while (performance.now() < end);
    return {
      type: 'asset',
      kind: 'chatgpt.gpt_config',
      externalId: id,
      parentId: null,
      attributes: {},
      sealed: {},
      people: {},
    }
  }
  const streams = {
    list: listStream({ name: 'chatgpt.gpts', schema, list: page, draft }),
    'list of a parent': childListStream({ name: 'chatgpt.gpt_configs', schema, list: page, draft }),
  }

  test.each(['list', 'list of a parent'] as const)('of a %s let others run meanwhile', async (which) => {
    let isRun = false
    const others = setImmediate().then(() => {
      isRun = true
    })
    for await (const { drafts } of streams[which].read(context(all(1, 1), null))) {
      expect(drafts).toHaveLength(3)
      expect(isRun).toBe(true)
      break
    }
    await others
  })
})
