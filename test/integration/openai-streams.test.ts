import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'
import type { HttpPool } from '../../src/openai/http-pool.ts'
import { openHttpPool } from '../../src/openai/http-pool.ts'
import { UNDESCRIBED_LOG_TYPE } from '../../src/simulator/clp/types.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import { SPEC_FILES, skipWithoutSpecs } from '../support/openai-specs.ts'
import {
  Collector,
  linesOf,
  optionsFor,
  setScenario,
  truthLines,
  UNHURRIED,
} from '../support/openai-tenant.ts'

const DAY_MS = 86_400_000
const PAGES_A_LIFE = 3
const SINCE = new Date(Date.now() - 3 * DAY_MS).toISOString()

/** What drafts hold and no mode keeps: everything else that a stream reads is listed in the gate's table. */
const DROPPED_ON_PURPOSE: Partial<Record<StreamName, readonly string[]>> = {
  'platform.audit_logs': [
    // Free text, people's addresses, and what no rule reads.
    'attributes.detail.changes_requested.max_requests_per_1_minute',
    'attributes.detail.changes_requested.title',
    'attributes.detail.data.email',
    'attributes.detail.error_message',
  ],
  'logs.AUDIT_LOG': [
    'attributes.action_data.email_addresses',
    // A sign-in's country and city are enough.
    'attributes.request_metadata.client_ip_details.latitude',
    'attributes.request_metadata.client_ip_details.longitude',
  ],
}

/** Of a type that no description names everything but the envelope is drift. */
const DRIFT_ON_PURPOSE: Partial<Record<StreamName, readonly string[]>> = {
  'logs.OTHER': ['browser_action', 'page', `type ${UNDESCRIBED_LOG_TYPE}`],
}

let simulator: Simulator
let pool: HttpPool

beforeAll(async () => {
  pool = openHttpPool()
  simulator = await startSimulator({
    seed: 11,
    users: 230,
    gpts: 30,
    projects: 6,
    days: 1,
    messagesPerDay: 3_000,
    rateFactor: UNHURRIED,
    maxLogFileBytes: 200_000,
  })
})

afterAll(async () => {
  await simulator.close()
  await pool.close()
})

const collector = () => new Collector(optionsFor(simulator), pool, SINCE)

async function expectTruth(collected: Collector, stream: StreamName): Promise<void> {
  const held = collected.of(stream)
  const ours = linesOf(stream, held)
  const truth = await truthLines(simulator, stream, held.cursor, SINCE)
  expect(ours.length, stream).toBeGreaterThan(0)
  expect(ours, stream).toEqual(truth)
}

describe('every stream', () => {
  test('ends with exactly what the tenant says a perfect collector holds', async () => {
    const collected = collector()
    for (const stream of STREAM_NAMES) {
      await collected.read(stream)
      await expectTruth(collected, stream)
      expect(collected.of(stream).quarantined, stream).toEqual([])
      expect([...new Set(collected.of(stream).drift)], stream).toEqual(DRIFT_ON_PURPOSE[stream] ?? [])
      expect([...collected.of(stream).unlisted].sort(), stream).toEqual(DROPPED_ON_PURPOSE[stream] ?? [])
    }
  })

  test('goes on from any cursor after a worker is lost, page by page', async () => {
    const whole = collector()
    for (const stream of STREAM_NAMES) {
      let pages = PAGES_A_LIFE
      // Three pages a life, from the cursor that the last life left.
      while (!(await whole.read(stream, pages))) pages = whole.of(stream).pages + PAGES_A_LIFE
      await expectTruth(whole, stream)
    }
  })
})

describe('under faults', () => {
  test('files with concatenated and repeated lines, listed again at the boundary, yield the truth', async () => {
    await setScenario(simulator, {
      faults: [
        { route: '*', kind: 'concatenatedLines', every: 2 },
        { route: '*', kind: 'duplicateLines', every: 3 },
        { route: 'GET *logs', kind: 'boundaryRelist', every: 2 },
        { route: 'GET download', kind: 'expiredLink', every: 7 },
        { route: 'GET *logs', kind: 'emptyPageNullCursor', every: 5 },
      ],
    })
    const collected = collector()
    for (const stream of ['logs.AUTH_LOG', 'logs.CONVERSATION_MESSAGE'] as const) {
      await collected.read(stream)
      // An empty page ends a pass early; the next pass goes on where it stopped.
      for (let passes = 0; passes < 5; passes += 1) await collected.read(stream)
      await expectTruth(collected, stream)
    }
    await setScenario(simulator, { faults: [] })
  })

  test('a record of no known shape is set aside with its place, and the stream goes on', async () => {
    const streams = ['platform.users', 'chatgpt.gpts', 'logs.AUTH_LOG'] as const
    await setScenario(simulator, {
      poison: { unknownShape: streams, nul: true, loneSurrogates: true, equalKeysInPage: true },
    })
    const collected = collector()
    for (const stream of streams) {
      await collected.read(stream)
      await expectTruth(collected, stream)
      const [aside] = collected.of(stream).quarantined
      expect(aside, stream).toMatchObject({ reason: 'unknown_shape' })
      expect(aside?.locator.sha256, stream).toMatch(/^[0-9a-f]{64}$/)
      expect(JSON.stringify(aside), stream).not.toContain('unexpected')
    }
    await setScenario(simulator, {
      poison: { unknownShape: [], nul: false, loneSurrogates: false, equalKeysInPage: false },
    })
  })

  test('a list that says "more" forever stops the stream instead of looping', async () => {
    await setScenario(simulator, { faults: [{ route: '*', kind: 'hasMoreForever' }] })
    for (const stream of [
      'platform.users',
      'platform.admin_keys',
      'chatgpt.users',
      'logs.AUDIT_LOG',
    ] as const) {
      await expect(collector().read(stream), stream).rejects.toMatchObject({ name: 'CursorStuck' })
    }
    await setScenario(simulator, { faults: [] })
  })

  test('an empty page with more to come and no cursor does not pass for the end of a list', async () => {
    await setScenario(simulator, { faults: [{ route: '*', kind: 'emptyPageNullCursor' }] })
    await expect(collector().read('chatgpt.users')).rejects.toMatchObject({ name: 'CursorStuck' })
    await setScenario(simulator, { faults: [] })
  })

  test.each([
    ['status5xx', 'server_error'],
    ['reset', 'connection'],
    ['truncate', undefined],
  ] as const)('%s is worth another try', async (kind, reason) => {
    await setScenario(simulator, { faults: [{ route: '*', kind }] })
    for (const stream of ['platform.users', 'chatgpt.users'] as const) {
      await expect(collector().read(stream), stream).rejects.toMatchObject({
        name: 'Transient',
        ...(reason === undefined ? {} : { reason }),
      })
    }
    await setScenario(simulator, { faults: [] })
  })

  test('after a 429 nothing is asked before the time that upstream named', async () => {
    const faults = [
      { route: 'GET *users', kind: '429', every: 2, retryAfter: 1 },
      { route: 'GET *invites', kind: '429', every: 2, retryAfter: 'date' },
    ]
    await setScenario(simulator, { faults })
    const collected = collector()
    for (const stream of ['platform.users', 'chatgpt.users', 'platform.invites'] as const) {
      await collected.read(stream)
      await expectTruth(collected, stream)
    }
    await setScenario(simulator, { faults: [] })
    expect(simulator.stats().beforeRetryAfter).toBe(0)
  })

  test('a 429 without a time goes to a durable timer', async () => {
    await setScenario(simulator, { faults: [{ route: 'GET *users', kind: '429', retryAfter: 'none' }] })
    await expect(collector().read('platform.users')).rejects.toMatchObject({ name: 'BudgetWait' })
    await setScenario(simulator, { faults: [] })
  })

  test('a wrong checksum is worth another try, and nothing of the file is kept', async () => {
    await setScenario(simulator, { faults: [{ route: 'GET download', kind: 'badChecksum' }] })
    const collected = collector()
    await expect(collected.read('logs.AUTH_LOG')).rejects.toMatchObject({ reason: 'bad_checksum' })
    expect(collected.of('logs.AUTH_LOG').records.size).toBe(0)
    await setScenario(simulator, { faults: [] })
  })
})

test('project keys among the admin keys are left out and counted', async () => {
  await setScenario(simulator, { adminKeysIncludeProjectKeys: true })
  const collected = collector()
  await collected.read('platform.admin_keys')
  await expectTruth(collected, 'platform.admin_keys')
  expect(collected.of('platform.admin_keys').drift.join()).toContain('project key')
  await setScenario(simulator, { adminKeysIncludeProjectKeys: false })
})

test('OpenAI’s published samples are read, those that break their schema too', async (context) => {
  skipWithoutSpecs(context)
  const recorded = await startSimulator({ recordingsFile: SPEC_FILES.platform, rateFactor: UNHURRIED })
  try {
    const collected = new Collector(optionsFor(recorded), pool, '2024-01-01T00:00:00Z')
    for (const stream of STREAM_NAMES.filter((name) => name.startsWith('platform.'))) {
      await collected.read(stream)
      expect(collected.of(stream).records.size, stream).toBeGreaterThan(0)
      expect(collected.of(stream).quarantined, stream).toEqual([])
    }
  } finally {
    await recorded.close()
  }
})

test('nothing but GET was ever sent, and no bearer header reached the second origin', () => {
  const stats = simulator.stats()
  expect(stats).toMatchObject({ nonRead: 0, downloadsWithBearer: 0 })
  expect(stats.downloads).toBeGreaterThan(0)
})
