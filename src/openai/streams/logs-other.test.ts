import { expect, test } from 'vitest'
import type { Cursor } from '../../model/core/slices.ts'
import { CapabilityDenied, UpstreamContractChanged } from '../failures.ts'
import type { LogFile, LogPlace, LogsClient } from '../logs.ts'
import type { Upstream } from '../upstream.ts'
import { logsOther } from './logs-other.ts'
import { isLater } from './mapping/instants.ts'
import type { ReadPage } from './stream-reader.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

interface Served {
  readonly place: LogPlace
  readonly type: string
  readonly files: readonly LogFile[]
}

const file = (id: string, minute: string): LogFile => ({ id, end_time: `2026-11-21T00:${minute}:00.000001Z` })

const record = (type: string, id: string) =>
  JSON.stringify({
    event_id: id,
    type,
    timestamp: '2026-11-21T00:00:00.000001Z',
    actor: { type: 'ACCOUNT_USER', user_id: 'user-1', user_email: 'a@example.com' },
    typed_text: 'what somebody typed',
  })

/** Logs of both places; a type that a place does not serve is refused there, as upstream refuses it. */
function upstream(served: readonly Served[], asked: string[] = []): Upstream {
  const logs = (place: LogPlace): LogsClient => ({
    async list({ eventType, after }) {
      asked.push(`${place} ${eventType}`)
      const found = served.find((one) => one.place === place && one.type === eventType)
      if (found === undefined) throw new UpstreamContractChanged('query.event_type', 'GET logs')
      const files = found.files.filter(({ end_time }) => isLater(end_time, after))
      return { files, hasMore: false, lastEndTime: files.at(-1)?.end_time ?? null }
    },
    async download({ id }) {
      const type = served.find(({ files }) => files.some((one) => one.id === id))?.type ?? ''
      return new TextEncoder().encode(record(type, `${id}.1`))
    },
  })
  const refuse = () => {
    throw new Error('only logs are asked for')
  }
  return { logs: (_, place) => logs(place), platform: refuse, compliance: refuse }
}

async function read(
  from: Upstream,
  otherLogTypes: readonly string[],
  cursor: Cursor | null = null,
  organizationId: string | null = 'org-1',
): Promise<ReadPage[]> {
  const context = {
    cursor,
    mode: 'metadata',
    upstream: from,
    ids: { organizationId, workspaceId: 'w', projectId: null },
    nextParent: async () => null,
    now: () => NOW,
    since: '2026-11-20T00:00:00Z',
    otherLogTypes,
    signal: new AbortController().signal,
  } as const
  const pages: ReadPage[] = []
  for await (const page of logsOther.read(context)) pages.push(page)
  return pages
}

const eventsOf = (pages: readonly ReadPage[]) =>
  pages.flatMap(({ drafts }) => drafts.map((draft) => ('eventId' in draft ? draft.eventId : '')))
const notesOf = (pages: readonly ReadPage[]) => pages.flatMap(({ drift }) => drift.map(({ path }) => path))

test('nothing is asked for where nobody has named a type', async () => {
  const asked: string[] = []
  const pages = await read(upstream([], asked), [])
  expect(pages).toMatchObject([{ done: true, fetched: 0, drafts: [] }])
  expect(asked).toEqual([])
})

test('each type is read at a position of its own, and from there on next time', async () => {
  const served: Served[] = [
    { place: 'workspace', type: 'A_LOG', files: [file('a1', '01'), file('a2', '05')] },
    { place: 'workspace', type: 'B_LOG', files: [file('b1', '02')] },
  ]
  const first = await read(upstream(served), ['A_LOG', 'B_LOG'])
  expect(eventsOf(first)).toEqual(['a1.1', 'a2.1', 'b1.1'])
  expect(first.map(({ done }) => done)).toEqual([...first.slice(1).map(() => false), true])

  const later = [
    served[0] as Served,
    { ...(served[1] as Served), files: [file('b1', '02'), file('b2', '03')] },
  ]
  // A time that lies before where the other type stands.
  const second = await read(upstream(later), ['A_LOG', 'B_LOG'], first.at(-1)?.cursor ?? null)
  expect(eventsOf(second)).toEqual(['b2.1'])
})

test('any page may be the last of a worker, and each record is read once', async () => {
  const served: Served[] = ['A_LOG', 'B_LOG', 'C_LOG'].map((type) => ({
    place: 'workspace',
    type,
    files: [file(`${type}1`, '01'), file(`${type}2`, '02')],
  }))
  const types = served.map(({ type }) => type)
  const whole = await read(upstream(served), types)
  for (const [index, page] of whole.entries()) {
    const rest = await read(upstream(served), types, JSON.parse(JSON.stringify(page.cursor)))
    expect([...eventsOf(whole.slice(0, index + 1)), ...eventsOf(rest)]).toEqual(eventsOf(whole))
  }
})

test('of a record its envelope is kept, and the rest is noted by name only', async () => {
  const pages = await read(upstream([{ place: 'workspace', type: 'A_LOG', files: [file('a1', '01')] }]), [
    'A_LOG',
  ])
  const [draft] = pages.flatMap(({ drafts }) => drafts)
  expect(draft).toMatchObject({ type: 'event', eventType: 'A_LOG', action: null, attributes: {} })
  expect(JSON.stringify(pages)).not.toContain('what somebody typed')
  expect(notesOf(pages)).toEqual(['typed_text', 'type A_LOG'])
})

test('a type of the organization is found there, and is asked for there from then on', async () => {
  const served: Served[] = [{ place: 'organization', type: 'O_LOG', files: [file('o1', '01')] }]
  const asked: string[] = []
  const first = await read(upstream(served, asked), ['O_LOG'])
  expect(eventsOf(first)).toEqual(['o1.1'])
  expect(asked.slice(0, 2)).toEqual(['workspace O_LOG', 'organization O_LOG'])
  asked.length = 0
  await read(upstream(served, asked), ['O_LOG'], first.at(-1)?.cursor ?? null)
  expect(new Set(asked)).toEqual(new Set(['organization O_LOG']))
})

test('a type that no place knows is noted, holds up no other, and is asked for again next time', async () => {
  const served: Served[] = [{ place: 'workspace', type: 'B_LOG', files: [file('b1', '01')] }]
  const asked: string[] = []
  const first = await read(upstream(served, asked), ['A_LOG', 'B_LOG'])
  expect(eventsOf(first)).toEqual(['b1.1'])
  expect(notesOf(first)).toContain('type A_LOG (refused)')
  asked.length = 0
  const announced: Served[] = [...served, { place: 'workspace', type: 'A_LOG', files: [file('a1', '01')] }]
  const second = await read(upstream(announced, asked), ['A_LOG', 'B_LOG'], first.at(-1)?.cursor ?? null)
  expect(eventsOf(second)).toEqual(['a1.1'])
  const alone = await read(upstream([], asked), ['A_LOG'], null, null)
  expect(notesOf(alone)).toEqual(['type A_LOG (refused)'])
})

test('a right that the key lacks for one type is noted; any other failure is the stream’s', async () => {
  const failing = (error: Error): Upstream => ({
    ...upstream([]),
    logs: () => ({
      list: () => Promise.reject(error),
      download: () => Promise.reject(error),
    }),
  })
  const denied = new CapabilityDenied('missing_scope', 'chatgpt.logs.AUDIT_LOG')
  expect(notesOf(await read(failing(denied), ['A_LOG']))).toEqual(['type A_LOG (refused)'])
  const changed = new UpstreamContractChanged('$.data', 'GET logs')
  await expect(read(failing(changed), ['A_LOG'])).rejects.toBe(changed)
})
