import { describe, expect, test } from 'vitest'
import type { RunDetail, RunStream } from '../run-view.ts'
import { describeCount, describeDuration } from './duration.ts'
import { EtaEstimator } from './eta.ts'
import type { Paint } from './progress.ts'
import { changesSince, distanceOf, etaLine, paceOf, progressLines } from './progress.ts'
import { cut } from './screen.ts'
import { harmless, renderTable } from './table.ts'

const NOW = new Date('2026-11-22T04:00:00.000Z')
const plain: Paint = (_style, text) => text
const ESC = '\u001b'

const stream = (name: RunStream['stream'], values: Partial<RunStream> = {}): RunStream => ({
  stream: name,
  plane: 'chatgpt',
  plane_label: 'ChatGPT workspace',
  stage: 'gpts',
  state: 'running',
  records: 1_234,
  pages: 12,
  retries: 0,
  waits: 0,
  waited_ms: 0,
  quarantined: 0,
  cursor_time: null,
  parents_total: null,
  parents_done: null,
  last_checkpoint_at: null,
  waiting_until: null,
  cause: null,
  started_at: null,
  ended_at: null,
  eta: null,
  ...values,
})

const run = (streams: RunStream[], values: Partial<RunDetail> = {}): RunDetail => ({
  id: '01890000-0000-7000-8000-000000000001',
  integration_id: '01890000-0000-7000-8000-000000000002',
  run_no: 2,
  kind: 'full',
  lane: 'full',
  state: 'running',
  state_label: 'Running',
  ended: false,
  stage: 'gpts',
  requested_by: { kind: 'token', id: 'x', label: 'bootstrap' },
  outcome: null,
  outcome_label: null,
  cause: null,
  created_at: NOW.toISOString(),
  started_at: NOW.toISOString(),
  ended_at: null,
  links: { temporal: null },
  streams,
  totals: { records: 1_234, pages: 12, waits: 0, waited_ms: 0, quarantined: 0 },
  eta: null,
  rechecks: [],
  remaining: null,
  ...values,
})

test('a run that ended without having read anything says so', () => {
  const outcome_label = 'None of its streams could be read to the end; its gaps say why'
  const failed = run([], { state: 'failed', state_label: 'Failed', ended: true, outcome_label })
  expect(progressLines([failed], NOW, plain)[0]).toContain(`Run 2 full · Failed · ${outcome_label} · `)
})

describe('durations and counts', () => {
  test.each([
    [-5, '0.0 s'],
    [400, '0.4 s'],
    [12_300, '12 s'],
    [59_700, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ])('%d ms reads as %s', (ms, text) => expect(describeDuration(ms)).toBe(text))

  test('digits come in threes', () => expect(describeCount(1_234_567)).toBe('1,234,567'))
})

describe('ETA', () => {
  test('the pace of the last samples carries on to the end', () => {
    const estimator = new EtaEstimator()
    for (let second = 0; second <= 10; second++) {
      estimator.observe('gpts', { done: second * 2, total: 100 }, second * 1_000)
    }
    expect(estimator.remainingMs()).toBe(40_000)
  })

  test('the slowest stream decides, and an ended one has no say', () => {
    const estimator = new EtaEstimator()
    const see = (atMs: number, slow: number, quick: number) => {
      estimator.observe('slow', { done: slow, total: 100 }, atMs)
      estimator.observe('quick', { done: quick, total: 100 }, atMs)
    }
    see(0, 0, 0)
    see(2_000, 1, 50)
    expect(estimator.remainingMs()).toBe(198_000)
    estimator.observe('slow', null, 2_000)
    expect(estimator.remainingMs()).toBe(2_000)
  })

  test('nothing is made up: no progress, too short a look, or no known end say nothing', () => {
    const estimator = new EtaEstimator()
    estimator.observe('one', { done: 5, total: 10 }, 0)
    estimator.observe('one', { done: 6, total: 10 }, 100)
    expect(estimator.remainingMs()).toBeUndefined()
    estimator.observe('stuck', { done: 5, total: 10 }, 0)
    estimator.observe('stuck', { done: 5, total: 10 }, 9_000)
    expect(estimator.remainingMs()).toBeUndefined()
    expect(etaLine(3_000, undefined)).toContain('not known yet')
  })

  test('only parents tell how far a stream is', () => {
    expect(distanceOf(stream('chatgpt.users'))).toBeNull()
    expect(distanceOf(stream('chatgpt.gpt_configs', { parents_total: 8, parents_done: 3 }))).toEqual({
      done: 3,
      total: 8,
    })
    expect(distanceOf(stream('chatgpt.gpt_configs', { parents_total: 8, state: 'completed' }))).toBeNull()
  })
})

test('a log stream is as far as its cursor is in upstream’s time', () => {
  const log = stream('logs.AUTH_LOG', { cursor_time: '2026-11-22T03:00:00.000Z' })
  const hours = (pace: ReturnType<typeof paceOf>) => ((pace?.total ?? 0) - (pace?.done ?? 0)) / 3_600_000
  expect(hours(paceOf(log, NOW))).toBe(1)
  expect(paceOf({ ...log, state: 'completed' }, NOW)).toBeNull()
})

describe('progress on a terminal', () => {
  test('streams stand in the order of stages with records, pages and how far they are', () => {
    const lines = progressLines(
      [
        run([
          stream('chatgpt.gpt_configs', { parents_total: 120, parents_done: 60 }),
          stream('chatgpt.users', { stage: 'directory', state: 'completed' }),
        ]),
      ],
      NOW,
      plain,
    )
    expect(lines[0]).toBe('Run 2 full · Running · stage gpts · 1,234 records, 12 pages')
    expect(lines[1]).toContain('✓ chatgpt.users')
    expect(lines[2]).toContain('▸ chatgpt.gpt_configs')
    expect(lines[2]).toContain('██████░░░░░░ 60/120')
  })

  test('a wait says how long and for what; trouble is named', () => {
    const [, line] = progressLines(
      [
        run([
          stream('chatgpt.gpts', {
            state: 'waiting_for_rate_limit',
            waiting_until: '2026-11-22T04:01:10.000Z',
            retries: 2,
            quarantined: 1,
            cause: 'rate_limited',
          }),
        ]),
      ],
      NOW,
      plain,
    )
    expect(line).toContain('waits 1 min 10 s for the rate limit')
    expect(line).toContain('2 retries, 1 in quarantine, rate_limited')
  })
})

describe('progress in a log', () => {
  test('each thing that happened is one line, once', () => {
    const before = run([stream('chatgpt.gpts')])
    expect(changesSince([], [before], NOW)).toEqual(['run 2 full: stage gpts'])
    expect(changesSince([before], [before], NOW)).toEqual([])
    const after = run([stream('chatgpt.gpts', { state: 'completed' })], { stage: 'projects' })
    expect(changesSince([before], [after], NOW)).toEqual([
      'run 2 full: stage projects',
      'run 2 full: chatgpt.gpts 1,234 records 12 pages (completed)',
    ])
    const ended = { ...after, ended: true, state: 'completed' as const, state_label: 'Completed' }
    expect(changesSince([after], [ended], NOW)).toEqual(['Run 2 full · Completed · 1,234 records, 12 pages'])
    expect(changesSince([ended], [ended], NOW)).toEqual([])
  })
})

test('a stall is told with its reason when it begins and when it is over', () => {
  const before = run([stream('chatgpt.gpts')])
  const stalled = run([stream('chatgpt.gpts', { state: 'stalled', cause: 'server_error', retries: 3 })], {
    state: 'stalled',
    state_label: 'Stalled',
  })
  expect(progressLines([stalled], NOW, plain)[0]).toContain('Run 2 full · Stalled')
  expect(changesSince([before], [stalled], NOW)).toEqual([
    'run 2 full: chatgpt.gpts 1,234 records 12 pages stalled, tried again 3 retries, server_error (stalled)',
  ])
  expect(changesSince([stalled], [stalled], NOW)).toEqual([])
  expect(changesSince([stalled], [before], NOW)).toEqual([
    'run 2 full: chatgpt.gpts 1,234 records 12 pages (running)',
  ])
})

describe('text from outside', () => {
  test('a line is cut to what is visible, and styles take no room', () => {
    expect(cut(`${ESC}[31mabcdef${ESC}[39m`, 3)).toBe(`${ESC}[31mabc${ESC}[39m`)
    expect(cut('⏳⏳⏳', 2)).toBe('⏳⏳')
  })

  test('control characters in names cannot move the cursor; our own colours stay', () => {
    expect(harmless(`x${ESC}[2Jy\u0007\u009b`)).toBe('x·[2Jy··')
    expect(harmless(`${ESC}[31mred${ESC}[39m`)).toBe(`${ESC}[31mred${ESC}[39m`)
    expect(harmless(`${ESC}[8mhidden${ESC}[30;40m`)).toBe('·[8mhidden·[30;40m')
    expect(harmless('cod\u202eexe.\u2066x')).toBe('cod·exe.·x')
    const table = renderTable({ paint: plain }, [{ title: 'Name' }], [[`evil${ESC}[2J\r\nGPT`]])
    expect(table).not.toContain(`${ESC}[2J`)
    expect(table).not.toContain('\r')
  })
})
