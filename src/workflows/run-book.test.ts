import { expect, test } from 'vitest'
import type { PlannedStream } from '../model/core/planned-streams.ts'
import { STAGES } from '../model/core/runs.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import type { RunBook, StreamOutcome } from './run-book.ts'
import { endingOf, newRunBook, outcomeOf, runDetails, stageUnfinished, streamEnded } from './run-book.ts'

const read = (stream: StreamName): PlannedStream => ({ stream, verdict: 'read' })
const denied = (stream: StreamName): PlannedStream => ({ stream, verdict: 'denied', cause: 'missing_scope' })

function bookOf(
  planned: readonly PlannedStream[],
  ended: Partial<Record<StreamName, StreamOutcome['state']>> = {},
): RunBook {
  return Object.entries(ended).reduce<RunBook>(
    (book, [stream, state]) =>
      streamEnded(book, stream as StreamName, {
        state,
        cause: state === 'completed' ? null : 'CursorStuck',
        records: 0,
        pages: 1,
      }),
    { ...newRunBook(), planned },
  )
}

test('a run that read all of its streams is complete, empty lists among them', () => {
  const book = bookOf([read('platform.users'), read('platform.invites')], {
    'platform.users': 'completed',
    'platform.invites': 'completed',
  })
  expect(endingOf(book)).toEqual({ state: 'completed', failure: null })
})

test('a run that read one of its streams has gaps, whatever kept it from the others', () => {
  const planned = [read('platform.users'), read('platform.invites'), denied('chatgpt.users')]
  const book = bookOf(planned, { 'platform.users': 'completed', 'platform.invites': 'failed' })
  expect(endingOf(book)).toEqual({ state: 'completed_with_gaps', failure: null })
  expect(outcomeOf(book)).toEqual({
    gaps: [
      { stream: 'platform.invites', state: 'failed', cause: 'CursorStuck' },
      { stream: 'chatgpt.users', state: 'denied', cause: 'missing_scope' },
    ],
  })
})

test.each([
  ['every stream was denied by the plan', bookOf([denied('platform.users'), denied('chatgpt.users')])],
  ['every stream was denied on the way', bookOf([read('platform.users')], { 'platform.users': 'denied' })],
  ['every stream failed', bookOf([read('platform.users')], { 'platform.users': 'failed' })],
  ['none was begun', bookOf([read('platform.users')])],
])('a run that read nothing has failed: %s', (_, book) => {
  expect(endingOf(book)).toEqual({ state: 'failed', failure: 'nothing_read' })
})

test('a run with an empty plan is no success, and says why', () => {
  const ending = endingOf(bookOf([]))
  expect(ending).toEqual({ state: 'failed', failure: 'nothing_to_read' })
  const book = { ...bookOf([]), failure: ending.failure }
  expect(outcomeOf(book)).toEqual({ gaps: [], code: 'nothing_to_read' })
  expect(runDetails(book)).toContain('nothing_to_read')
})

test('the stage of a run is the earliest that a plane has not finished', () => {
  const planned = [
    read('platform.users'),
    read('platform.admin_keys'),
    read('chatgpt.users'),
    denied('chatgpt.gpts'),
  ]
  expect(stageUnfinished(bookOf(planned))).toBe('directory')
  const platform = { 'platform.users': 'completed', 'platform.admin_keys': 'failed' } as const
  expect(stageUnfinished(bookOf(planned, platform))).toBe('directory')
  const directory = { 'platform.users': 'completed', 'chatgpt.users': 'denied' } as const
  expect(stageUnfinished(bookOf(planned, directory))).toBe('keys')
  expect(stageUnfinished(bookOf(planned, { ...platform, ...directory }))).toBeNull()
})

test('no stream hangs on a stream of another plane, of a later stage or of another lane', () => {
  for (const name of STREAM_NAMES) {
    const { parent, plane, stage, lane } = STREAMS[name]
    if (parent === undefined) continue
    expect([STREAMS[parent].plane, STREAMS[parent].lane]).toEqual([plane, lane])
    expect(STAGES.indexOf(STREAMS[parent].stage)).toBeLessThanOrEqual(STAGES.indexOf(stage))
  }
})
