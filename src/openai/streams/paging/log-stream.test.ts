import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Gap } from '../../../model/core/gaps.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import { NotThere, TOO_LARGE, Transient, UpstreamContractChanged } from '../../failures.ts'
import type { LogFile, LogPage, LogQuery, LogsClient } from '../../logs.ts'
import type { Upstream } from '../../upstream.ts'
import { logsAuth } from '../logs-auth.ts'
import { isLater, parseInstant } from '../mapping/instants.ts'
import type { ReadContext, ReadPage } from '../stream-reader.ts'
import { toCursor } from './log-cursor.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const SINCE = '2026-11-20T00:00:00Z'
/** A small page, so that equal end times fall across pages. */
const PAGE = 3

interface FakeFile extends LogFile {
  readonly events: readonly string[]
}

function fakeLogs(files: readonly FakeFile[], inclusive = false): LogsClient {
  const isWithin = ({ end_time }: FakeFile, { after, before }: LogQuery) =>
    (isLater(end_time, after) || (inclusive && parseInstant(end_time) === parseInstant(after))) &&
    (before === undefined || isLater(before, end_time))
  return {
    async list(query): Promise<LogPage> {
      const found = files.filter((file) => isWithin(file, query))
      // Siblings are asked for with `before`, for up to a hundred at once.
      const shown = found.slice(0, query.before === undefined ? PAGE : 100)
      const lastEndTime = shown.at(-1)?.end_time ?? null
      return { files: shown, hasMore: found.length > shown.length, lastEndTime }
    },
    async download(file) {
      const found = files.find(({ id }) => id === file.id)
      if (found === undefined) throw new NotThere('gone', 'GET log file')
      return new TextEncoder().encode(found.events.map(record).join('\n'))
    },
  }
}

const record = (event_id: string) =>
  JSON.stringify({
    event_id,
    type: 'AUTH_LOG',
    timestamp: '2026-11-21T00:00:00Z',
    action_data: { action: 'x' },
  })

function context(logs: LogsClient, cursor: Cursor | null): ReadContext {
  const refuse = () => {
    throw new Error('sign-in logs are read from the logs platform')
  }
  const upstream: Upstream = { logs: () => logs, platform: refuse, compliance: refuse }
  return {
    cursor,
    mode: 'metadata',
    upstream,
    ids: { organizationId: null, workspaceId: 'w', projectId: null },
    nextParent: async () => null,
    now: () => NOW,
    since: SINCE,
    signal: new AbortController().signal,
  }
}

interface Life {
  readonly events: string[]
  readonly cursor: Cursor | null
  readonly done: boolean
}

/** Reads up to so many pages from a cursor, as a worker does that is killed then. */
async function live(logs: LogsClient, cursor: Cursor | null, pages: number): Promise<Life> {
  const events: string[] = []
  let last: ReadPage | null = null
  let count = 0
  for await (const page of logsAuth.read(context(logs, cursor))) {
    events.push(...page.drafts.map((draft) => ('eventId' in draft ? draft.eventId : '')))
    last = page
    count += 1
    if (count === pages) break
  }
  return { events, cursor: last?.cursor ?? cursor, done: last?.done ?? false }
}

const POSITION = {
  after: SINCE,
  recent: [],
  recentFrom: SINCE,
  ahead: [],
  file: null,
  again: [],
  trouble: null,
  polled: null,
}

const minute = (n: number) => `2026-11-21T00:${String(n).padStart(2, '0')}:00.000001Z`

const anyFiles = fc
  .array(fc.record({ minute: fc.integer({ min: 0, max: 5 }), events: fc.integer({ min: 0, max: 4 }) }), {
    maxLength: 12,
  })
  .map((plans) =>
    plans
      .toSorted((a, b) => a.minute - b.minute)
      .map(
        (plan, index): FakeFile => ({
          id: `eclf_${index}`,
          end_time: minute(plan.minute),
          events: Array.from({ length: plan.events }, (_, event) => `e${index}.${event}`),
        }),
      ),
  )

describe('any files, with equal end times and a strict or inclusive `after`', () => {
  test('yield each record once, however often the worker is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFiles,
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
        async (files, inclusive, lives) => {
          const logs = fakeLogs(files, inclusive)
          const events: string[] = []
          let cursor: Cursor | null = null
          for (let n = 0; ; n += 1) {
            const life: Life = await live(logs, cursor, lives[n % lives.length] ?? 1)
            events.push(...life.events)
            cursor = JSON.parse(JSON.stringify(life.cursor))
            if (life.done) break
            expect(n, 'makes progress').toBeLessThan(100)
          }
          expect(events.toSorted()).toEqual(files.flatMap((file) => file.events).toSorted())
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('files that appear once a list was read to its end', () => {
  test('are found at the end time of the last one too, and each record is read once', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFiles,
        fc.boolean(),
        fc.integer({ min: 0, max: 12 }),
        async (files, inclusive, n) => {
          const early = await live(fakeLogs(files.slice(0, n), inclusive), null, Number.POSITIVE_INFINITY)
          const all = fakeLogs(files, inclusive)
          const late = await live(all, early.cursor, Number.POSITIVE_INFINITY)
          const idle = await live(all, late.cursor, Number.POSITIVE_INFINITY)
          expect([...early.events, ...late.events].toSorted()).toEqual(
            files.flatMap((file) => file.events).toSorted(),
          )
          expect(idle).toMatchObject({ events: [], cursor: late.cursor, done: true })
        },
      ),
      { numRuns: 150 },
    )
  })

  test('are found where files that end later had been read before them, worker after worker', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFiles,
        fc.boolean(),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (files, inclusive, isLate, pages) => {
          const punctual = fakeLogs(
            files.filter((_, n) => isLate[n] !== true),
            inclusive,
          )
          const early = await live(punctual, null, Number.POSITIVE_INFINITY)
          const all = fakeLogs(files, inclusive)
          const events = [...early.events]
          let cursor = early.cursor
          for (let n = 0; ; n += 1) {
            const life: Life = await live(all, cursor, pages)
            events.push(...life.events)
            cursor = JSON.parse(JSON.stringify(life.cursor))
            if (life.done) break
            expect(n, 'makes progress').toBeLessThan(100)
          }
          expect(events.toSorted()).toEqual(files.flatMap((file) => file.events).toSorted())
          const idle = await live(all, cursor, Number.POSITIVE_INFINITY)
          expect(idle).toMatchObject({ events: [], cursor, done: true })
        },
      ),
      { numRuns: 150 },
    )
  })

  test('are named up to a bound, and none is read again for it', async () => {
    const files = Array.from(
      { length: 120 },
      (_, n): FakeFile => ({
        id: `eclf_${n}`,
        end_time: `2026-11-21T00:00:${String(Math.floor(n / 2)).padStart(2, '0')}Z`,
        events: [`e${n}`],
      }),
    )
    const first = await live(fakeLogs(files), null, Number.POSITIVE_INFINITY)
    expect(first.events).toHaveLength(files.length)
    expect(first.cursor?.recent).toHaveLength(50)
    expect((await live(fakeLogs(files), first.cursor, Number.POSITIVE_INFINITY)).events).toEqual([])
    const late: FakeFile = { id: 'late', end_time: '2026-11-21T00:00:45.5Z', events: ['late'] }
    const second = await live(
      fakeLogs([...files, late].sort((a, b) => (a.end_time < b.end_time ? -1 : 1))),
      first.cursor,
      Number.POSITIVE_INFINITY,
    )
    expect(second.events).toEqual(['late'])
  })

  test('are found where a whole page of that time was stored, and `after` is inclusive', async () => {
    const files = Array.from(
      { length: PAGE + 2 },
      (_, n): FakeFile => ({ id: `eclf_${n}`, end_time: minute(1), events: [`e${n}`] }),
    )
    const early = await live(fakeLogs(files.slice(0, -1), true), null, Number.POSITIVE_INFINITY)
    const late = await live(fakeLogs(files, true), early.cursor, Number.POSITIVE_INFINITY)
    expect([early.events.length, late.events]).toEqual([PAGE + 1, [`e${PAGE + 1}`]])
  })

  test('are asked for from a microsecond before the position of an older version, exactly', async () => {
    const asked: string[] = []
    const logs: LogsClient = {
      ...fakeLogs([]),
      list: async ({ after }) => {
        asked.push(after)
        return { files: [], hasMore: false, lastEndTime: null }
      },
    }
    const cursor = { after: '2026-11-21T01:00:00.000000+00:00', seen: ['eclf_1'] }
    await live(logs, cursor, Number.POSITIVE_INFINITY)
    expect(asked).toEqual(['2026-11-21T00:59:59.999999Z'])
  })

  test('are not read again where end times differ by nanoseconds', async () => {
    const files = [400, 900].map(
      (nanos): FakeFile => ({
        id: `eclf_${nanos}`,
        end_time: `2026-11-21T01:00:00.000000${nanos}Z`,
        events: [`e${nanos}`],
      }),
    )
    const first = await live(fakeLogs(files), null, Number.POSITIVE_INFINITY)
    const second = await live(fakeLogs(files), first.cursor, Number.POSITIVE_INFINITY)
    expect([first.events, second.events]).toEqual([['e400', 'e900'], []])
  })

  test('stop the stream where their id is none that could be kept', async () => {
    const file: FakeFile = { id: 'eclf_\u0000', end_time: minute(1), events: ['e'] }
    await expect(live(fakeLogs([file]), null, 1)).rejects.toMatchObject({ name: 'UpstreamContractChanged' })
  })
})

describe('the cursor', () => {
  test('keeps upstream’s text and stays where it is on an empty list', async () => {
    const file: FakeFile = { id: 'eclf_1', end_time: '2026-11-21T01:00:00.123456+00:00', events: ['e'] }
    const first = await live(fakeLogs([file]), null, Number.POSITIVE_INFINITY)
    expect(first.cursor).toMatchObject({
      after: '2026-11-21T01:00:00.123456+00:00',
      recent: [{ id: 'eclf_1', end: '2026-11-21T01:00:00.123456+00:00' }],
    })
    const second = await live(fakeLogs([file]), first.cursor, Number.POSITIVE_INFINITY)
    expect(second).toMatchObject({ events: [], done: true })
    expect(second.cursor).toMatchObject({ after: '2026-11-21T01:00:00.123456+00:00' })
  })

  test('never asks for what upstream no longer keeps, and owns up to the gap', async () => {
    const asked: string[] = []
    const logs: LogsClient = {
      ...fakeLogs([]),
      list: async ({ after }) => {
        asked.push(after)
        return { files: [], hasMore: false, lastEndTime: null }
      },
    }
    const covered: (string | null)[] = []
    const gaps: (Gap | null)[] = []
    const cursors: Cursor[] = [
      { after: '2026-09-01T00:00:00Z', seen: [] },
      { after: '2026-09-01T00:00:00Z', seen: [], polled: '2026-11-22T11:45:00.000Z' },
    ]
    for (const cursor of cursors) {
      for await (const page of logsAuth.read(context(logs, cursor))) {
        covered.push(page.coveredFrom)
        gaps.push(page.gap ?? null)
      }
    }
    expect(asked).toEqual(['2026-10-23T12:00:00.000Z', '2026-10-23T12:00:00.000Z'])
    // Polled a quarter of an hour ago, nothing was dropped unread in between.
    expect(covered).toEqual(['2026-10-23T12:00:00.000Z', null])
    expect(gaps).toEqual([{ from: '2026-09-01T00:00:00Z', until: '2026-10-23T12:00:00.000Z' }, null])
  })

  test('a first read that is begun again later has no gap: history begins where it can be read', async () => {
    const after = '2026-10-23T11:59:30.000Z'
    const cursor: Cursor = { after, recent: [], recent_from: after, trouble: { id: 'eclf_1', times: 1 } }
    const starts: unknown[] = []
    for await (const { coveredFrom, gap } of logsAuth.read(context(fakeLogs([]), cursor))) {
      starts.push({ coveredFrom, gap })
    }
    expect(starts).toEqual([{ coveredFrom: '2026-10-23T12:00:00.000Z', gap: null }])
  })

  const stored: LogFile = { id: 'eclf_1', end_time: minute(1) }
  test.each([
    ['an empty page', { files: [], hasMore: true, lastEndTime: SINCE }, null],
    ['the same page again', { files: [stored], hasMore: true, lastEndTime: minute(1) }, minute(1)],
  ])('stops where the list says "more" and does not move: %s', async (_, page, after) => {
    const logs: LogsClient = {
      ...fakeLogs([]),
      list: async ({ before }) => ({ ...page, hasMore: before === undefined }),
    }
    const cursor = after === null ? null : { after, seen: ['eclf_1'] }
    await expect(live(logs, cursor, 10)).rejects.toMatchObject({ name: 'CursorStuck' })
  })
})

test('a file that upstream dropped after listing it is set aside, and the stream goes on', async () => {
  const kept: FakeFile = { id: 'eclf_2', end_time: minute(2), events: ['e'] }
  const logs = fakeLogs([kept])
  const listing: LogsClient = {
    ...logs,
    list: async () => ({
      files: [{ id: 'eclf_1', end_time: minute(1) }, kept],
      hasMore: false,
      lastEndTime: minute(2),
    }),
  }
  const pages: ReadPage[] = []
  for await (const page of logsAuth.read(context(listing, null))) pages.push(page)
  expect(pages.flatMap(({ quarantined }) => quarantined)).toMatchObject([
    { reason: 'file_gone', locator: { fileId: 'eclf_1' } },
  ])
  expect(pages.flatMap(({ drafts }) => drafts)).toHaveLength(1)
})

describe('a file that cannot be read', () => {
  const files = [1, 2].map((n) => ({ id: `eclf_${n}`, end_time: minute(n), events: [`e${n}`] }))
  const failingAt =
    (ids: readonly string[]) =>
    (error: Error): LogsClient => {
      const logs = fakeLogs(files)
      return {
        ...logs,
        download: async (file) => {
          if (ids.includes(file.id)) throw error
          return logs.download(file)
        },
      }
    }
  const one = failingAt(['eclf_1'])
  const all = failingAt(files.map(({ id }) => id))

  /** Reads on from cursor to cursor, as a stream does whose attempts fail, until one does not or so many have. */
  const read = async (error: Error, attempts: number, failing = one) => {
    const pages: ReadPage[] = []
    let cursor: Cursor | null = null
    for (let attempt = 1; ; attempt += 1) {
      try {
        for await (const page of logsAuth.read(context(failing(error), cursor))) {
          pages.push(page)
          cursor = page.cursor
        }
        break
      } catch (thrown) {
        if (attempt >= attempts) throw thrown
      }
    }
    return {
      done: pages.at(-1)?.done,
      drafts: pages.flatMap(({ drafts }) => drafts).length,
      quarantined: pages.flatMap(({ quarantined }) => quarantined),
    }
  }

  test.each([
    ['bad_checksum', 'bad_checksum'],
    ['expired_link', 'link_refused'],
  ] as const)(
    'with %s is tried again, and set aside with its place once that has not helped',
    async (cause, reason) => {
      await expect(read(new Transient(cause), 7)).rejects.toMatchObject({ reason: cause })
      expect(await read(new Transient(cause), 8)).toMatchObject({
        done: true,
        drafts: 1,
        quarantined: [{ reason, locator: { fileId: 'eclf_1' } }],
      })
    },
  )

  test('is counted for itself: the next one has as many attempts of its own', async () => {
    await expect(read(new Transient('bad_checksum'), 14, all)).rejects.toMatchObject({ name: 'Transient' })
    expect(await read(new Transient('bad_checksum'), 15, all)).toMatchObject({ drafts: 0, done: true })
  })

  test('for its size is set aside at once', async () => {
    const tooLarge = new UpstreamContractChanged(TOO_LARGE, 'GET download')
    expect(await read(tooLarge, 1)).toMatchObject({ drafts: 1, quarantined: [{ reason: 'file_too_large' }] })
  })

  test.each(['server_error', 'connection', 'timeout'] as const)(
    'for trouble upstream (%s) is never set aside',
    async (cause) => {
      await expect(read(new Transient(cause), 100)).rejects.toMatchObject({ reason: cause })
    },
  )
})

describe('files that were asked for again', () => {
  const files: FakeFile[] = [1, 2, 3].map((n) => ({
    id: `eclf_${n}`,
    end_time: minute(n),
    events: Array.from({ length: 3 }, (_, event) => `e${n}.${event}`),
  }))
  const again = (...ids: string[]) => ids.map((id) => ({ id, sha256: null }))
  const eventsOf = (...ns: number[]) => ns.flatMap((n) => files[n - 1]?.events ?? [])

  test('are read whole before anything new, leave the cursor where it was, and are read once', async () => {
    const { cursor } = await live(fakeLogs(files.slice(0, 2)), null, Number.POSITIVE_INFINITY)
    const asked = { ...cursor, again: again('eclf_1', 'eclf_2') }
    const next = await live(fakeLogs(files), asked, Number.POSITIVE_INFINITY)
    expect(next.events).toEqual(eventsOf(1, 2, 3))
    const plain = await live(fakeLogs(files), cursor, Number.POSITIVE_INFINITY)
    expect(next.cursor).toEqual(plain.cursor)
    expect((await live(fakeLogs(files), next.cursor, Number.POSITIVE_INFINITY)).events).toEqual([])
  })

  test('leave the list one by one, so that a lost worker goes on behind the last one that was read', async () => {
    const { cursor } = await live(fakeLogs(files), null, Number.POSITIVE_INFINITY)
    const asked = { ...cursor, again: again('eclf_1', 'eclf_2') }
    const one = await live(fakeLogs(files), asked, 1)
    expect(one).toMatchObject({ events: eventsOf(1), cursor: { again: again('eclf_2') } })
    expect((await live(fakeLogs(files), one.cursor, Number.POSITIVE_INFINITY)).events).toEqual(eventsOf(2))
  })

  test('do not disturb a file that is half read', async () => {
    const { cursor } = await live(fakeLogs(files.slice(0, 1)), null, Number.POSITIVE_INFINITY)
    const asked = { ...cursor, file: { id: 'eclf_2', record: 2 }, again: again('eclf_1') }
    const next = await live(fakeLogs(files), asked, Number.POSITIVE_INFINITY)
    expect(next.events).toEqual([...eventsOf(1), 'e2.2', ...eventsOf(3)])
  })

  test('are set aside again where they are gone, and are checked against what is known of their bytes', async () => {
    const asked = { ...toCursor(POSITION), again: [{ id: 'eclf_9', sha256: 'a'.repeat(64) }] }
    const sums: (string | null | undefined)[] = []
    const logs: LogsClient = {
      list: async () => ({ files: [], hasMore: false, lastEndTime: null }),
      download: async ({ file_sha256 }) => {
        sums.push(file_sha256)
        throw new NotThere('gone', 'GET log file')
      },
    }
    const pages: ReadPage[] = []
    for await (const page of logsAuth.read(context(logs, asked))) pages.push(page)
    expect(sums).toEqual(['a'.repeat(64)])
    expect(pages.flatMap(({ quarantined }) => quarantined)).toMatchObject([
      { reason: 'file_gone', locator: { fileId: 'eclf_9', sha256: 'a'.repeat(64) } },
    ])
    expect(pages.at(-1)).toMatchObject({ done: true })
    expect(pages.at(-1)?.cursor).not.toHaveProperty('again')
  })
})
