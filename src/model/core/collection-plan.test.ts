import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Earlier, PlanInput, Standing } from './collection-plan.ts'
import { planCollection } from './collection-plan.ts'
import type { StreamName } from './streams.ts'
import { STREAMS, streamsOfKind } from './streams.ts'

const LIMIT = { known: 100, present: 100 }
const LIMITS = { chatgpt: LIMIT, platform: LIMIT }

const earlier = (stream: StreamName, requests: number, records: number, parents: number | null = null) => ({
  stream,
  requests,
  records,
  parents,
})

const standing = (stream: StreamName, values: Partial<Standing> = {}): Standing => ({
  stream,
  state: 'running',
  requests: 0,
  records: 0,
  parentsTotal: null,
  parentsDone: null,
  elapsedS: null,
  ...values,
})

const plan = (input: Partial<PlanInput>) =>
  planCollection({ streams: [], standings: [], earlier: [], limits: LIMITS, ...input })

describe('before it starts', () => {
  test('where nothing was read yet there is a least and no most', () => {
    const { requests, seconds } = plan({ streams: ['chatgpt.users', 'chatgpt.canvases'] })
    expect(requests).toEqual({ from: 1, to: null })
    expect(seconds.to).toBeNull()
  })

  test('lists cost what they cost last time and may have grown; children are paid for by parent', () => {
    const { requests, streams } = plan({
      streams: ['chatgpt.users', 'chatgpt.canvases'],
      earlier: [earlier('chatgpt.users', 50, 10_000), earlier('chatgpt.canvases', 12_000, 3_000, 10_000)],
    })
    expect(streams.map(({ basis }) => basis)).toEqual(['last_collection', 'last_collection'])
    expect(streams[1]?.requests.from).toBe(12_000)
    // As many more parents, and each as much dearer.
    expect(streams[1]?.requests.to).toBe(14_520)
    expect(requests).toEqual({ from: 12_050, to: 14_575 })
  })

  test('children that were never read cost a page a parent, or two', () => {
    const { streams } = plan({
      streams: ['chatgpt.canvases'],
      earlier: [earlier('chatgpt.users', 50, 10_000)],
    })
    expect(streams[0]).toMatchObject({ requests: { from: 10_000, to: 22_000 }, basis: 'parents' })
  })

  test('a stage takes as long as its dearest stream, stages follow each other, planes go at once', () => {
    const { seconds } = plan({
      streams: ['chatgpt.users', 'chatgpt.canvases', 'chatgpt.automations', 'platform.users'],
      earlier: [
        earlier('chatgpt.users', 100, 6_000),
        earlier('chatgpt.canvases', 6_000, 0, 6_000),
        earlier('chatgpt.automations', 6_000, 0, 6_000),
        earlier('platform.users', 500, 6_000),
      ],
    })
    // A minute of users, then an hour of both lists side by side.
    expect(seconds.from).toBe(60 + 3_600)
  })

  test('what refusals have taught makes the most longer, not the least', () => {
    const { seconds } = plan({
      streams: ['chatgpt.users'],
      earlier: [earlier('chatgpt.users', 100, 6_000)],
      limits: { chatgpt: { known: 100, present: 50 } },
    })
    expect(seconds.from).toBe(60)
    expect(seconds.to).toBeCloseTo(132)
  })
})

describe('while it runs', () => {
  test('what has ended costs nothing more, and a list that was read tells how many parents there are', () => {
    const { requests, streams } = plan({
      streams: ['chatgpt.users', 'chatgpt.canvases'],
      standings: [
        standing('chatgpt.users', { state: 'completed', records: 500, requests: 3 }),
        standing('chatgpt.canvases', { state: 'queued' }),
      ],
    })
    expect(streams[0]?.basis).toBe('ended')
    expect(requests).toEqual({ from: 500, to: 1_000 })
  })

  test('what a stream has paid a parent so far, and how fast it went, tell of the rest', () => {
    const { requests, seconds } = plan({
      streams: ['chatgpt.canvases'],
      standings: [
        standing('chatgpt.canvases', {
          requests: 150,
          parentsTotal: 200,
          parentsDone: 100,
          elapsedS: 300,
        }),
      ],
    })
    expect(requests).toEqual({ from: 150, to: 165 })
    expect(seconds.from).toBe(90)
    // Two seconds each so far, where the limit would allow one in 0.6.
    expect(seconds.to).toBe(330)
  })
})

test('a range is one: its least is never beyond its most, and nothing is negative', () => {
  const streams = streamsOfKind('full')
  const count = fc.integer({ min: 0, max: 100_000 })
  const earlierOf = fc.record<Earlier>({
    stream: fc.constantFrom(...streams),
    requests: count,
    records: count,
    parents: fc.option(count),
  })
  const standingOf = fc.record<Standing>({
    stream: fc.constantFrom(...streams),
    state: fc.constantFrom('queued', 'running', 'waiting_for_rate_limit', 'completed', 'denied'),
    requests: count,
    records: count,
    parentsTotal: fc.option(count),
    parentsDone: fc.option(count),
    elapsedS: fc.option(count),
  })
  fc.assert(
    fc.property(fc.array(earlierOf), fc.array(standingOf), (earlierOnes, standings) => {
      const { requests, seconds, streams: each } = plan({ streams, earlier: earlierOnes, standings })
      for (const range of [requests, seconds, ...each.flatMap((one) => [one.requests, one.seconds])]) {
        expect(range.from).toBeGreaterThanOrEqual(0)
        if (range.to !== null) expect(range.to).toBeGreaterThanOrEqual(range.from)
      }
    }),
  )
})

test('every full stream has its place among the stages', () => {
  for (const stream of streamsOfKind('full')) expect(STREAMS[stream].stage).not.toBe('evaluate')
})
