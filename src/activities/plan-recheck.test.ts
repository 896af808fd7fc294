import { expect, test } from 'vitest'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { STREAM_READERS } from '../openai/streams/registry.ts'
import { READ_BY_ID, SHORT_LISTS } from '../rules/recheck-plan.ts'

test('what rechecks take to be read by its id is what readers can ask for so', () => {
  const byId = STREAM_NAMES.filter((stream) => STREAM_READERS[stream].readsOneById === true)
  expect(new Set(byId)).toEqual(READ_BY_ID)
})

test('whatever a recheck reads has a reader that reads a part', () => {
  const read = STREAM_NAMES.filter(
    (stream) => READ_BY_ID.has(stream) || SHORT_LISTS.has(stream) || STREAMS[stream].parent !== undefined,
  )
  const without = read.filter((stream) => STREAM_READERS[stream].reread === undefined)
  expect(without).toEqual([])
})
