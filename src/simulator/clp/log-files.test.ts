import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { resolveOptions } from '../options.ts'
import { parseIsoMicros } from '../tenant/time.ts'
import type { World } from '../world.ts'
import { makeWorld } from '../world.ts'
import { fileKeyOf } from './file-ids.ts'
import type { LogFile } from './log-files.ts'
import { isEdit, messageIdOf } from './messages.ts'
import type { LogType } from './types.ts'

const EPOCH = '2026-11-10T12:00:00Z'

function world(extra: Parameters<typeof resolveOptions>[0] = {}): World {
  return makeWorld(
    resolveOptions({
      seed: 5,
      epoch: EPOCH,
      days: 2,
      users: 30,
      messagesPerDay: 3000,
      clock: () => new Date(EPOCH),
      ...extra,
    }),
  )
}

function filesOf({ logs, clock }: World, type: LogType): LogFile[] {
  const files: LogFile[] = []
  for (let window = logs.firstWindow(); window <= logs.lastClosed(type, clock.now()); window++)
    files.push(...logs.files(type, window))
  return files
}

function recordsOf({ logs }: World, file: LogFile) {
  return Buffer.concat([...logs.content(file)])
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('files are in order of their end, and only closed windows have any', () => {
  const files = filesOf(world(), 'CONVERSATION_MESSAGE')
  const ends = files.map(({ endMicros }) => endMicros)
  expect([...ends].sort((a, b) => a - b)).toEqual(ends)
  expect(new Set(ends).size).toBe(ends.length)
  expect(Math.max(...ends)).toBeLessThanOrEqual(parseIsoMicros(EPOCH) as number)
})

test('size and hash are those of the bytes, and the name says the end', () => {
  const it = world()
  for (const file of filesOf(it, 'AUTH_LOG').slice(0, 20)) {
    const bytes = Buffer.concat([...it.logs.content(file)])
    expect(bytes.length).toBe(file.file_size)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.file_sha256)
    expect(file.file_name).toBe(`AUTH_LOG_${file.end_time.slice(0, -1)}+00:00.jsonl`)
  }
})

test('every event arrives, some late, some twice, none before it happened', () => {
  const it = world()
  const seen = new Map<string, number>()
  let late = 0
  for (const file of filesOf(it, 'CONVERSATION_MESSAGE')) {
    for (const record of recordsOf(it, file)) {
      const at = parseIsoMicros(record.timestamp) as number
      expect(at).toBeLessThanOrEqual(file.endMicros)
      if (it.logs.windowAt(at) < file.window && !seen.has(record.event_id)) late += 1
      seen.set(record.event_id, (seen.get(record.event_id) ?? 0) + 1)
    }
  }
  const expected = it.logs
    .timeline('CONVERSATION_MESSAGE')
    .firstAt((it.logs.lastClosed('CONVERSATION_MESSAGE', it.clock.now()) - 1) * 600_000_000)
  const twice = [...seen.values()].filter((count) => count > 1).length
  expect(seen.size).toBeGreaterThanOrEqual(expected)
  expect(late).toBeGreaterThan(0)
  expect(twice / seen.size).toBeGreaterThan(0.005)
  expect(twice / seen.size).toBeLessThan(0.03)
})

test('an edit carries the id of the message that it edits, with a later time', () => {
  const seed = 5
  const edits = Array.from({ length: 5000 }, (_, n) => n).filter((n) => isEdit(seed, n))
  expect(edits.length).toBeGreaterThan(20)
  for (const n of edits) {
    expect(messageIdOf(seed, n)).toBe(messageIdOf(seed, n - 16))
    expect(isEdit(seed, n - 16)).toBe(false)
  }
})

test('a window larger than a file may be is split into files of their own end', () => {
  const it = world({ maxLogFileBytes: 10_000 })
  const files = filesOf(it, 'CONVERSATION_MESSAGE')
  const whole = filesOf(world(), 'CONVERSATION_MESSAGE')
  expect(files.length).toBeGreaterThan(whole.length)
  expect(files.every(({ file_size }) => file_size <= 10_000)).toBe(true)
  const ends = files.map(({ endMicros }) => endMicros)
  expect(ends.every((end, i) => i === 0 || end > (ends[i - 1] as number))).toBe(true)
  const ids = (of: World, list: LogFile[]) =>
    list.flatMap((file) => recordsOf(of, file).map(({ event_id }) => event_id))
  expect(ids(it, files)).toEqual(ids(world(), whole))
})

test('a call of ours appears in the window in which it was made, once that has closed', () => {
  let now = new Date(EPOCH)
  const it = world({ clock: () => now })
  it.calls.add({
    at: it.clock.now(),
    action: 'LIST_WORKSPACE_USERS',
    ok: true,
    key: 'sk-...abcd',
    agent: 'test',
    data: { limit: '200' },
  })
  const window = it.logs.windowAt(it.clock.now())
  expect(it.logs.lastClosed('AUDIT_LOG', it.clock.now())).toBeLessThan(window)
  now = new Date(now.getTime() + 11 * 60_000)
  expect(it.logs.lastClosed('AUDIT_LOG', it.clock.now())).toBeGreaterThanOrEqual(window)
  const [file] = it.logs.files('AUDIT_LOG', window)
  const record = recordsOf(it, file as LogFile).find(({ action }) => action === 'LIST_WORKSPACE_USERS')
  expect(record).toMatchObject({
    actor: { type: 'API_KEY', redacted_id: 'sk-...abcd' },
    action_data: { limit: '200' },
    action_privilege: 'ADMIN',
  })
})

test('file ids lead back to their file; others are malformed or unknown', () => {
  const it = world()
  for (const file of filesOf(it, 'AUDIT_LOG').slice(0, 30)) {
    expect(fileKeyOf(5, file.id)).toEqual({ type: file.type, window: file.window, part: file.part })
  }
  expect(fileKeyOf(5, 'eclf_nothex')).toBe('malformed')
  expect(fileKeyOf(5, `eclf_${'0'.repeat(32)}`)).toBe('unknown')
})

test('two simulators of one seed and epoch list the same files', () => {
  expect(filesOf(world(), 'CONVERSATION_MESSAGE')).toEqual(filesOf(world(), 'CONVERSATION_MESSAGE'))
})

test('the canary stands in every text of a message', () => {
  const it = world({ scenario: { canary: 'MARK' } })
  for (const file of filesOf(it, 'CONVERSATION_MESSAGE').slice(0, 30)) {
    for (const { message, conversation } of recordsOf(it, file)) {
      const text = message.content?.value ?? message.content?.quote
      if (typeof text === 'string') expect(text).toContain('MARK-message.content.value-')
      if (conversation.title !== '') expect(conversation.title).toContain('MARK-conversation.title-')
      for (const { name } of message.files ?? []) expect(name).toContain('MARK-message.files.name-')
    }
  }
})

test('messages are keyed by message, all else by event, without making the record', () => {
  const it = world()
  it.calls.add({
    at: it.clock.now() - 3_600_000_000,
    action: 'LIST_WORKSPACE_USERS',
    ok: true,
    key: 'sk-...abcd',
    agent: '',
    data: {},
  })
  for (const type of ['AUTH_LOG', 'AUDIT_LOG', 'CONVERSATION_MESSAGE'] as const) {
    const window = it.logs.windowAt(it.clock.now() - 3_600_000_000)
    const arrivals = [...it.logs.arrivals(type, window)]
    for (const arrival of arrivals) {
      const record = it.logs.recordOf(type, arrival)
      const key = type === 'CONVERSATION_MESSAGE' ? (record.message as { id: string }).id : record.event_id
      expect(it.logs.keyOf(type, arrival)).toBe(key)
    }
  }
})
