import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { resolveOptions } from '../options.ts'
import { parseIsoMicros } from '../tenant/time.ts'
import { makeWorld } from '../world.ts'
import type { Holdings } from './canonical.ts'
import { canonicalJson, cleanText, digest, sortedLines } from './canonical.ts'
import { PROJECTIONS, STREAM_NAMES } from './projections.ts'
import { holdingsOf, tenantTruth, truthOf } from './truth.ts'

const EPOCH = '2026-11-10T12:00:00Z'

function world(extra: Parameters<typeof resolveOptions>[0] = {}) {
  return makeWorld(
    resolveOptions({
      seed: 5,
      epoch: EPOCH,
      days: 1,
      users: 12,
      messagesPerDay: 2000,
      clock: () => new Date(EPOCH),
      ...extra,
    }),
  )
}

test('canonical JSON sorts keys and holds nothing that a database refuses', () => {
  expect(canonicalJson({ b: [1, null], a: { d: 'x', c: false } })).toBe(
    '{"a":{"c":false,"d":"x"},"b":[1,null]}',
  )
  expect(cleanText('a\u0000b\ud800c')).toBe('a\ufffdb\ufffdc')
})

test('hashes are over ids in order, and over ids with their fields', () => {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const holdings = holdingsOf(
    new Map([
      ['b', '2'],
      ['a', '1'],
    ]),
  )
  expect(digest(holdings, ['f'])).toEqual({
    count: 2,
    idsHash: sha('a\nb'),
    fieldsHash: sha('a\t1\nb\t2'),
    fields: ['f'],
  })
})

test('every stream has a truth', () => {
  const truth = truthOf(tenantTruth(world()), [], {}, {})
  expect(Object.keys(truth)).toEqual([...STREAM_NAMES])
  for (const stream of STREAM_NAMES) expect(truth[stream]?.count, stream).toBeGreaterThan(0)
})

test('what is planted is in the truth of its stream, and nowhere in that of a clean tenant', () => {
  const publicOf = (planted: 'clean' | 'gpt.public_store') =>
    [...sortedLines(tenantTruth(world({ planted })).holdings('chatgpt.gpts', {}, {}))].filter(([, line]) =>
      line.includes('"visibility":"gpt-store"'),
    )
  expect(publicOf('clean')).toEqual([])
  expect(publicOf('gpt.public_store')).toHaveLength(1)
})

test('absent and null are told apart where it matters', () => {
  const projected = (record: object) => PROJECTIONS['platform.admin_keys'](record).last_used_at
  expect(projected({})).toBe('<absent>')
  expect(projected({ last_used_at: null })).toBeNull()
  expect(projected({ last_used_at: 7 })).toBe(7)
})

test('a message counts once, in its newest version', () => {
  const it = world()
  const lines = new Map(sortedLines(tenantTruth(it).holdings('logs.CONVERSATION_MESSAGE', {}, {})))
  const newest = new Map<string, number>()
  let events = 0
  for (
    let window = it.logs.firstWindow();
    window <= it.logs.lastClosed('CONVERSATION_MESSAGE', it.clock.now());
    window++
  ) {
    for (const arrival of it.logs.arrivals('CONVERSATION_MESSAGE', window)) {
      const record = it.logs.recordOf('CONVERSATION_MESSAGE', arrival)
      const { id } = record.message as { id: string }
      newest.set(id, Math.max(newest.get(id) ?? 0, parseIsoMicros(record.timestamp) as number))
      events += 1
    }
  }
  expect(lines.size).toBe(newest.size)
  expect(events).toBeGreaterThan(newest.size)
  for (const [id, line] of lines) expect(parseIsoMicros(JSON.parse(line).timestamp)).toBe(newest.get(id))
})

test('a cursor in the middle of a split window counts the files before it alone', () => {
  const it = world({ maxLogFileBytes: 10_000 })
  const window = it.logs.lastClosed('CONVERSATION_MESSAGE', it.clock.now()) - 5
  const files = it.logs.files('CONVERSATION_MESSAGE', window)
  expect(files.length).toBeGreaterThan(1)
  const count = (end: string | undefined) =>
    truthOf(tenantTruth(it), ['logs.CONVERSATION_MESSAGE'], { 'logs.CONVERSATION_MESSAGE': end }, {})[
      'logs.CONVERSATION_MESSAGE'
    ]?.count ?? 0
  const counts = files.map(({ end_time }) => count(end_time))
  expect(counts.every((value, i) => i === 0 || value > (counts[i - 1] as number))).toBe(true)
})

test('a lower bound leaves out what ended before it', () => {
  const it = world()
  const source = tenantTruth(it)
  const count = (holdings: Holdings) => [...holdings.ids].length
  const stream = 'logs.CONVERSATION_MESSAGE'
  const [file] = it.logs.files(
    'CONVERSATION_MESSAGE',
    it.logs.lastClosed('CONVERSATION_MESSAGE', it.clock.now()) - 3,
  )
  const all = count(source.holdings(stream, {}, {}))
  const until = count(source.holdings(stream, { [stream]: file?.end_time }, {}))
  const from = count(source.holdings(stream, {}, { [stream]: file?.end_time }))
  expect(until).toBeLessThan(all)
  expect(from).toBeLessThan(all)
  expect(until + from).toBeGreaterThanOrEqual(all)
})

test('the platform audit log is cut at the second of its cursor', () => {
  const it = world()
  const cut = Math.floor(it.tenant.epoch / 1_000_000) - 3600
  const lines = new Map(
    sortedLines(
      tenantTruth(it).holdings('platform.audit_logs', { 'platform.audit_logs': { effective_at: cut } }, {}),
    ),
  )
  for (const line of lines.values()) expect(JSON.parse(line).effective_at).toBeLessThanOrEqual(cut)
})
