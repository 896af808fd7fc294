import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reread } from '../../../model/core/rereads.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import { NotThere } from '../../failures.ts'
import type { ReadPage, RereadContext } from '../stream-reader.ts'
import type { RereadableStream } from './reread.ts'
import { readAgain } from './reread.ts'
import type { Turn } from './turn.ts'

/** What upstream has under a target: pages of a list, one thing, nothing, or a page whose records are illegible. */
type Answers = number | 'one' | 'gone' | 'blind'

const turn = (more: Partial<Turn> = {}): Turn => ({
  isBlind: false,
  drafts: [],
  quarantined: [],
  drift: [],
  next: null,
  reached: null,
  requests: 1,
  ...more,
})

function streamOf(tenant: ReadonlyMap<string, Answers>, hasOne: boolean): RereadableStream {
  const lookUp = (target: string): Answers => {
    const answer = tenant.get(target) ?? 'gone'
    if (answer === 'gone') throw new NotThere('gone', 'GET /x')
    return answer
  }
  const one = async (_: RereadContext, id: string): Promise<Turn> => {
    lookUp(id)
    return turn()
  }
  return {
    page: async (_, target, after) => {
      const answer = lookUp(target)
      if (answer === 'blind') return turn({ isBlind: true })
      const page = after === null ? 1 : Number(after) + 1
      return turn({ next: typeof answer === 'number' && page < answer ? String(page) : null })
    },
    ...(hasOne && { one }),
  }
}

function contextOf(asked: readonly Reread[], cursor: Cursor | null): RereadContext {
  const sorted = [...asked].sort((a, b) => (a.target < b.target ? -1 : 1))
  const nextReread = async (after: string | null) =>
    sorted.find(({ target }) => after === null || target > after) ?? null
  return { cursor, nextReread } as RereadContext
}

const ask = (target: string, removal = false): Reread => ({ target, asked: 3, removal })

async function readAll(
  asked: readonly Reread[],
  tenant: ReadonlyMap<string, Answers>,
  hasOne: boolean,
  cursor: Cursor | null = null,
): Promise<ReadPage[]> {
  const pages: ReadPage[] = []
  for await (const page of readAgain(contextOf(asked, cursor), streamOf(tenant, hasOne))) pages.push(page)
  return pages
}

const settledBy = (pages: readonly ReadPage[]) =>
  pages.flatMap(({ reread }) => reread?.settled.map(({ target }) => target) ?? [])

describe('one thing by its id', () => {
  test('is read and settled, and completes nothing', async () => {
    const pages = await readAll([ask('a')], new Map([['a', 'one']]), true)
    expect(settledBy(pages)).toEqual(['a'])
    expect(pages.flatMap(({ completed }) => completed)).toEqual([])
    expect(pages.at(-1)).toMatchObject({ done: true, fetched: 0 })
  })

  test('is gone where an event said so', async () => {
    const [page] = await readAll([ask('a', true)], new Map(), true)
    expect(page?.reread).toEqual({ settled: [{ target: 'a', asked: 3 }], gone: ['a'], asksForList: false })
  })

  test('is left to the whole list where nobody said that it was removed', async () => {
    const [page] = await readAll([ask('a')], new Map(), true)
    expect(page?.reread).toEqual({ settled: [{ target: 'a', asked: 3 }], gone: [], asksForList: true })
  })
})

describe('one thing that a recheck asks for and upstream does not know', () => {
  const recheck = async (
    tenant: ReadonlyMap<string, Answers>,
    witness: string | null,
    listed: Partial<Turn> | 'gone' = 'gone',
  ) => {
    const stream = streamOf(tenant, true)
    const context = { ...contextOf([ask('a')], null), witnessBeside: async () => witness }
    const page = async () => {
      if (listed === 'gone') throw new NotThere('gone', 'GET /x')
      return turn(listed)
    }
    const pages: ReadPage[] = []
    for await (const one of readAgain(context, { ...stream, page })) pages.push(one)
    const { gone, asksForList } = pages[0]?.reread ?? {}
    return { gone, asksForList }
  }
  const GONE = { gone: ['a'], asksForList: false }
  const UNTOLD = { gone: [], asksForList: true }
  const listed = (externalId: string) => ({ type: 'asset', externalId }) as unknown as Turn['drafts'][number]

  test('is gone where its route answers for another', async () => {
    expect(await recheck(new Map([['b', 'one']]), 'b')).toEqual(GONE)
  })

  test('is left to the whole list where the route answers for nobody', async () => {
    expect(await recheck(new Map(), 'b')).toEqual(UNTOLD)
    expect(await recheck(new Map(), null)).toEqual(UNTOLD)
  })

  test('is gone where there is no other and the one page of the list lacks it', async () => {
    expect(await recheck(new Map(), null, { drafts: [listed('c')] })).toEqual(GONE)
    expect(await recheck(new Map(), null, {})).toEqual(GONE)
  })

  test.each([
    ['has it', { drafts: [listed('a')] }],
    ['goes on', { next: '2' }],
    ['has a record that nobody can tell apart', { isBlind: true }],
    [
      'has it in a shape that nobody knows',
      { quarantined: [{ locator: { recordId: 'a' } }] as unknown as Turn['quarantined'] },
    ],
  ] as const)('is left to the whole list where its first page %s', async (_, page) => {
    expect(await recheck(new Map(), null, page)).toEqual(UNTOLD)
  })
})

describe('a list', () => {
  test('completes its scope with its last page, and is settled by it alone', async () => {
    const pages = await readAll([ask('p')], new Map([['p', 3]]), false)
    expect(pages.map(({ completed }) => completed)).toEqual([[], [], ['p'], []])
    expect(pages.map(({ reread }) => reread?.settled.length)).toEqual([0, 0, 1, 0])
  })

  test('with a record that is illegible completes nothing', async () => {
    const pages = await readAll([ask('p')], new Map([['p', 'blind']]), false)
    expect(pages.flatMap(({ completed }) => completed)).toEqual([])
    expect(settledBy(pages)).toEqual(['p'])
  })

  test('under a parent that is gone completes nothing', async () => {
    const pages = await readAll([ask('p', true)], new Map(), false)
    expect(pages[0]).toMatchObject({ completed: [], reread: { gone: [], asksForList: false } })
  })

  test('the whole one is a list also where single things can be asked for', async () => {
    const pages = await readAll([ask('')], new Map([['', 2]]), true)
    expect(pages.flatMap(({ completed }) => completed)).toEqual([''])
  })
})

test('however often it is interrupted, each target is settled once and each list read to its end', async () => {
  const tenant = fc.dictionary(fc.stringMatching(/^[a-f]{1,2}$/), fc.integer({ min: 1, max: 4 }), {
    maxKeys: 6,
  })
  await fc.assert(
    fc.asyncProperty(
      tenant,
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 12 }),
      async (lists, cuts) => {
        const answers = new Map<string, Answers>(Object.entries(lists))
        const asked = [...answers.keys()].map((target) => ask(target))
        let left = asked
        let cursor: Cursor | null = null
        const completed: string[] = []
        for (const cut of [...cuts, 1_000]) {
          let pages = 0
          let done = false
          for await (const page of readAgain(contextOf(left, cursor), streamOf(answers, false))) {
            // A commit: rows, cursor and what is settled move together.
            cursor = page.cursor
            completed.push(...page.completed)
            const settled = settledBy([page])
            left = left.filter(({ target }) => !settled.includes(target))
            done = page.done
            pages += 1
            if (pages >= cut) break
          }
          if (done) break
        }
        expect(left).toEqual([])
        expect(completed.sort()).toEqual([...answers.keys()].sort())
      },
    ),
  )
})
