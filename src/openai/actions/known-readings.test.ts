import { expect, test } from 'vitest'
import { KnownReadings } from './known-readings.ts'
import type { ActionReading } from './read-action.ts'
import { readAction } from './read-action.ts'

const counting = (read: (raw: string) => ActionReading) => {
  const asked: string[] = []
  const known = new KnownReadings((raw) => {
    asked.push(raw)
    return read(raw)
  })
  return { known, asked }
}

const unread: ActionReading = { format: 'unknown', problem: 'not_parsed', facts: null, operations: [] }

test('a schema that several versions share is read once', () => {
  const { known, asked } = counting(readAction)
  const raw = '{"paths":{"/a":{"get":{}}}}'
  expect(known.of(raw)).toEqual(readAction(raw))
  expect(known.of(raw)).toEqual(readAction(raw))
  known.of('{"paths":{}}')
  expect(asked).toEqual([raw, '{"paths":{}}'])
})

test('texts that UTF-8 could not tell apart are two', () => {
  const { known, asked } = counting(() => unread)
  known.of('\uD800')
  known.of('\uDBFF')
  expect(asked).toHaveLength(2)
})

test('of many texts the one used longest ago is forgotten', () => {
  const { known, asked } = counting(() => unread)
  known.of('first')
  known.of('second')
  for (let index = 0; index < 254; index += 1) known.of(String(index))
  known.of('first')
  known.of('one more')
  known.of('first')
  expect(asked).toHaveLength(257)
  known.of('second')
  expect(asked).toHaveLength(258)
})

test('of large readings fewer are kept', () => {
  const operation = {
    method: 'get',
    path: 'x'.repeat(1_000_000),
    operation_id: null,
    hosts: [],
    consequential: null,
    auth: [],
    parameters: 0,
  }
  const { known, asked } = counting(() => ({ ...unread, operations: [operation] }))
  for (const raw of ['a', 'b', 'c', 'd', 'd', 'a']) known.of(raw)
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'a'])
})
