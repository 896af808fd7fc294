import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAPABILITIES } from '../../src/model/core/capabilities.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'
import type { HttpPool } from '../../src/openai/http-pool.ts'
import { openHttpPool } from '../../src/openai/http-pool.ts'
import { createLocalBudget } from '../../src/openai/local-budget.ts'
import { probeCapabilities } from '../../src/openai/probe.ts'
import { COMPLIANCE_ROUTES, nameOfRoute, PLATFORM_ROUTES } from '../../src/openai/routes.ts'
import { reportShapes } from '../../src/openai/shape-report.ts'
import type { UpstreamOptions } from '../../src/openai/upstream.ts'
import { openUpstream } from '../../src/openai/upstream.ts'
import { USAGE_ENDPOINTS } from '../../src/openai/usage-calls.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import type { NamedException } from '../support/described-requests.ts'
import { Description } from '../support/described-requests.ts'
import { readSpec, skipWithoutSpecs, specsAreHere } from '../support/openai-specs.ts'
import { Collector, optionsFor, setScenario, UNHURRIED } from '../support/openai-tenant.ts'
import type { RequestRecorder } from '../support/request-recorder.ts'
import { recordRequests } from '../support/request-recorder.ts'

// Every request that our clients make, as it goes over the wire, against what OpenAI says that there is to ask.

const BRACKETS = `described as one object without a style; OpenAI's own SDK writes its members in brackets`

const REPEATED = "described without the brackets in which OpenAI's own SDK repeats a parameter"
/** One route to us, as many to OpenAI. */
const FIGURES = [
  '/organization/costs',
  ...USAGE_ENDPOINTS.map((endpoint) => `/organization/usage/${endpoint}`),
]

const EXCEPTIONS: readonly NamedException[] = [
  ...FIGURES.map((path) => ({ route: `GET ${path}`, parameter: 'group_by[]', reason: REPEATED })),
  { route: 'GET /organization/audit_logs', parameter: 'effective_at[gte]', reason: BRACKETS },
  { route: 'GET /organization/audit_logs', parameter: 'effective_at[lt]', reason: BRACKETS },
]

const DAY_MS = 86_400_000
const SINCE = new Date(Date.now() - 2 * DAY_MS).toISOString()

let simulator: Simulator
let pool: HttpPool
let platform: RequestRecorder
let compliance: RequestRecorder
let options: UpstreamOptions

beforeAll(async () => {
  pool = openHttpPool()
  // More than a page of everything that comes in pages.
  simulator = await startSimulator({
    ...{ seed: 5, users: 230, gpts: 105, projects: 6, days: 1, messagesPerDay: 1_000 },
    ...{ rateFactor: UNHURRIED, maxLogFileBytes: 50_000 },
  })
  platform = await recordRequests(simulator.platformUrl)
  compliance = await recordRequests(simulator.complianceUrl)
  options = { ...optionsFor(simulator), platformUrl: platform.url, complianceUrl: compliance.url }
})

afterAll(async () => {
  await platform.close()
  await compliance.close()
  await simulator.close()
  await pool.close()
})

/** The connection test with keys of both planes, with keys that fit neither id, and with a stray one. */
async function probe(): Promise<void> {
  const { serving: _, ...rest } = { ...options, budget: createLocalBudget() }
  const ids = { organizationId: null, workspaceId: null, projectId: null }
  const [admin, key] = options.credentials
  if (admin === undefined || key === undefined) throw new Error('the simulated tenant has two keys')
  const swapped = [
    { ...admin, secret: key.secret },
    { ...key, secret: admin.secret },
  ]
  await probeCapabilities(rest, pool)
  await probeCapabilities({ ...rest, credentials: swapped }, pool)
  await probeCapabilities({ ...rest, credentials: [{ ...admin, secret: 'sk-nobody' }], ids }, pool)
}

/** Every stream to its end, under faults that make the clients ask again and ask otherwise; then once more for news. */
async function collect(): Promise<void> {
  const collector = new Collector({ ...options, budget: createLocalBudget() }, pool, SINCE)
  await setScenario(simulator, {
    faults: [
      { route: 'GET *logs', kind: 'boundaryRelist', every: 3 },
      { route: 'GET download', kind: 'expiredLink', every: 7 },
    ],
  })
  for (const stream of STREAM_NAMES) await collector.read(stream)
  await setScenario(simulator, { faults: [] })
  for (const stream of STREAM_NAMES) await collector.read(stream)
  for (const stream of STREAM_NAMES) await collector.readAgain(stream)
}

async function sampleShapes(): Promise<void> {
  await reportShapes(
    {
      mode: 'metadata',
      upstream: openUpstream({ ...options, budget: createLocalBudget() }, pool),
      ids: options.ids,
      now: () => new Date(),
      since: SINCE,
      signal: options.signal,
    },
    new Set(CAPABILITIES),
  )
}

const templates = [...PLATFORM_ROUTES, ...Object.values(COMPLIANCE_ROUTES)]
  .map(nameOfRoute)
  .flatMap((name) =>
    name.includes('{endpoint}')
      ? USAGE_ENDPOINTS.map((endpoint) => name.replace('{endpoint}', endpoint))
      : [name],
  )

describe("OpenAI's descriptions", () => {
  let described: { readonly platform: Description; readonly compliance: Description }

  beforeEach(skipWithoutSpecs)

  beforeAll(() => {
    if (!specsAreHere) return
    described = {
      platform: new Description(readSpec('platform'), EXCEPTIONS),
      compliance: new Description(readSpec('compliance'), []),
    }
  })

  const judged = () => [
    ...platform.seen.map((request) => described.platform.judge(request)),
    ...compliance.seen.map((request) => described.compliance.judge(request)),
  ]

  test('describe every request that connection test, collection and shape report make', async () => {
    await probe()
    await collect()
    await sampleShapes()
    const all = judged()
    expect([...new Set(all.flatMap(({ faults }) => faults))]).toEqual([])

    // Not vacuous: every route that the clients know was asked, and lists of both planes beyond their first page.
    expect([...new Set(all.map(({ route }) => route))].sort()).toEqual([...templates].sort())
    expect(platform.seen.some(({ query }) => query.has('after'))).toBe(true)
    expect(compliance.seen.some(({ path, query }) => path.endsWith('/gpts') && query.has('after'))).toBe(true)
    // No exception outlives its reason.
    expect(new Set(all.flatMap(({ excepted }) => excepted))).toEqual(new Set(EXCEPTIONS))
  })

  test.each([
    [
      'a parameter that is not described',
      'GET',
      '/organization/users?expand=keys',
      'expand is not described',
    ],
    ['one that another route has', 'GET', '/organization/users?order=asc', 'order is not described'],
    [
      'a value that is not described',
      'GET',
      '/organization/admin_api_keys?order=newest',
      'newest is none of',
    ],
    ['a route that is not described', 'GET', '/organization/secrets', 'no such route'],
    ['a method that is not described', 'DELETE', '/organization/users', 'has no DELETE'],
  ])('catch %s', async (_, method, url, fault) => {
    const before = platform.seen.length
    await fetch(`${platform.url}${url}`, { method })
    const [request] = platform.seen.slice(before)
    if (request === undefined) throw new Error('nothing was recorded')
    expect(described.platform.judge(request).faults.join()).toContain(fault)
  })

  test('catch a missing parameter that is required', async () => {
    const before = compliance.seen.length
    await fetch(`${compliance.url}/compliance/workspaces/${simulator.workspaceId}/logs?event_type=AUTH_LOG`)
    const [request] = compliance.seen.slice(before)
    if (request === undefined) throw new Error('nothing was recorded')
    expect(described.compliance.judge(request).faults.join()).toContain('after is required')
  })
})

test('the one list by POST is open for no other path', async () => {
  const page = { limit: 1, cursor: null }
  const before = compliance.seen.length
  const workspace = `${compliance.url}/compliance/workspaces/${simulator.workspaceId}`
  for (const path of ['/users', '/skills/s/export', '/skills?x=1', '/users/u/skills']) {
    const request = { url: `${workspace}${path}`, headers: {}, signal: options.signal, page }
    await expect(pool.listSkills(request)).rejects.toThrow('Refused to send a POST')
  }
  expect(compliance.seen).toHaveLength(before)
})

test('the door to the network sends GET without a body, whatever it is handed', async () => {
  const before = platform.seen.length
  const forced = {
    ...{ url: `${platform.url}/organization/users`, headers: {}, signal: options.signal },
    ...{ method: 'DELETE', body: '{}' },
  }
  const answer = await pool.read(forced)
  for await (const _ of answer.body ?? []);
  expect(platform.seen.slice(before)).toMatchObject([{ method: 'GET', body: '' }])
})
