import { expect, test } from 'vitest'
import { describeOptions, InvalidSimulatorOption, resolveOptions } from '../options.ts'
import { CALM, mergeScenario, ScenarioState } from '../scenario.ts'
import { incorrectKey, missingQuery, missingScopes } from './errors.ts'
import { bendAnswer, FaultPlan, routeMatches } from './faults.ts'
import { RateLimits } from './limits.ts'
import type { Request, Route } from './message.ts'
import type { Listing } from './pagination.ts'
import { answerCompliance, answerStyleA, PLATFORM_LIMITS, pageAfter, readLimit } from './pagination.ts'
import { Router } from './router.ts'

const LETTERS: Listing<{ id: string }> = {
  count: 26,
  item: (position) => ({ id: String.fromCharCode(97 + position) }),
  idOf: ({ id }) => id,
  positionOf: (id) => (/^[a-z]$/.test(id) ? id.charCodeAt(0) - 97 : undefined),
}

function request(query: string): Request {
  return {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(query),
    headers: {},
    params: {},
    body: '',
    now: 0,
  }
}

test('pages follow each other to the end and no further', () => {
  const seen: string[] = []
  let after: string | null = null
  for (;;) {
    const page = pageAfter(LETTERS, after, 7)
    if (page === 'unknown cursor') throw new Error('the cursor came from the list')
    seen.push(...page.items.map(({ id }) => id))
    if (!page.hasMore) break
    after = seen.at(-1) ?? null
  }
  expect(seen.join('')).toBe('abcdefghijklmnopqrstuvwxyz')
  expect(pageAfter(LETTERS, 'z', 7)).toEqual({ items: [], hasMore: false })
})

test('style A names first and last; the compliance plane leaves out a last id that does not exist', () => {
  expect(answerStyleA(LETTERS, request('limit=2&after=c'), PLATFORM_LIMITS).body).toEqual({
    object: 'list',
    data: [{ id: 'd' }, { id: 'e' }],
    first_id: 'd',
    last_id: 'e',
    has_more: true,
  })
  expect(answerCompliance(LETTERS, request('after=z'), PLATFORM_LIMITS).body).toEqual({
    object: 'list',
    data: [],
    has_more: false,
  })
})

test('limits outside the range are a 400 in the shape of an OpenAI error', () => {
  for (const limit of ['0', '101', 'many', '1.5']) {
    const answer = answerStyleA(LETTERS, request(`limit=${limit}`), PLATFORM_LIMITS)
    expect(answer.status).toBe(400)
    expect(Object.keys((answer.body as { error: object }).error).sort()).toEqual([
      'code',
      'message',
      'param',
      'type',
    ])
  }
  expect(readLimit(new URLSearchParams('limit=900'), { fallback: 20, min: 1, max: 200, clamp: true })).toBe(
    200,
  )
})

test('a bucket gives what a minute holds, then says how long to wait', () => {
  const limits = new RateLimits(1)
  for (let i = 0; i < 100; i++) expect(limits.take('a', 100, 0).allowed).toBe(true)
  expect(limits.take('a', 100, 0)).toEqual({ allowed: false, tooEarly: false, retryAfterSeconds: 1 })
  expect(limits.take('b', 100, 0).allowed).toBe(true)
  expect(limits.take('a', 100, 500_000)).toMatchObject({ allowed: false, tooEarly: true })
  expect(limits.take('a', 100, 2_000_000)).toMatchObject({ allowed: true, tooEarly: false })
})

test('a slow bucket asks for more than a second; a factor speeds it up', () => {
  const slow = new RateLimits(1)
  for (let i = 0; i < 6; i++) slow.take('a', 6, 0)
  expect(slow.take('a', 6, 0)).toMatchObject({ allowed: false, retryAfterSeconds: 10 })
  const fast = new RateLimits(10)
  for (let i = 0; i < 60; i++) expect(fast.take('a', 6, 0).allowed).toBe(true)
})

test('a strict minute holds no more than a minute’s allowance, wherever it begins', () => {
  const limits = new RateLimits(1)
  const second = 1_000_000
  for (let i = 0; i < 50; i++) expect(limits.take('a', 100, 0, true).allowed).toBe(true)
  for (let i = 0; i < 50; i++) expect(limits.take('a', 100, 55 * second, true).allowed).toBe(true)
  expect(limits.take('a', 100, 59 * second, true)).toMatchObject({ allowed: false, retryAfterSeconds: 1 })
  for (let i = 0; i < 50; i++) expect(limits.take('a', 100, 61 * second, true).allowed).toBe(true)
  expect(limits.take('a', 100, 62 * second, true)).toMatchObject({ allowed: false, retryAfterSeconds: 53 })
})

test('refusals have the bodies that users of the API report', () => {
  expect(incorrectKey('sk-admin-0123456789').body).toEqual({
    error: {
      message:
        'Incorrect API key provided: sk-admin-…6789. You can find your API key at https://platform.openai.com/account/api-keys.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  })
  expect(JSON.stringify(missingScopes('api.management.read').body)).toMatch(
    /Missing scopes: api\.management\.read\./,
  )
  expect(missingScopes('x').status).toBe(401)
  expect(missingQuery('after')).toMatchObject({
    status: 422,
    body: { detail: [{ type: 'missing', loc: ['query', 'after'] }] },
  })
})

test('a word in a path is never taken for an id', () => {
  const route = (template: string): Route => ({
    method: 'GET',
    template,
    plane: 'platform',
    scopes: () => [],
    handle: () => ({ status: 200 }),
    perMinute: 1,
  })
  const router = new Router([route('/v1/things/{id}'), route('/v1/things/special')])
  expect(router.match('GET', '/v1/things/special')).toMatchObject({
    route: { template: '/v1/things/special' },
  })
  expect(router.match('GET', '/v1/things/7')).toMatchObject({ params: { id: '7' } })
  expect(router.match('DELETE', '/v1/things/7').kind).toBe('wrong method')
  expect(router.match('GET', '/v1/other').kind).toBe('nothing')
})

test('faults hit every Nth request of their route, at most as often as they say', () => {
  const plan = new FaultPlan(1)
  const scenario = mergeScenario(CALM, {
    faults: [{ route: 'GET /v1/a/*', kind: 'status5xx', every: 3, count: 2 }],
  })
  const hits = Array.from({ length: 12 }, () => plan.hits(scenario, 'GET /v1/a/b').length)
  expect(hits).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  expect(plan.hits(scenario, 'GET /v1/c')).toEqual([])
  expect(routeMatches('*', 'GET /anything')).toBe(true)
  expect(routeMatches('GET /v1/{id}', 'GET /v1/{id}')).toBe(true)
})

test('an endless list keeps saying that there is more', () => {
  const fault = { route: '*', kind: 'hasMoreForever' } as const
  expect(bendAnswer([fault], { status: 200, body: { data: [], has_more: false } }).body).toEqual({
    data: [],
    has_more: true,
  })
})

test('an unknown switch of the scenario is refused by name', () => {
  const state = new ScenarioState()
  expect(() => state.merge(JSON.parse('{"audtLoggingOff":true}'))).toThrow(/audtLoggingOff/)
  state.merge({ poison: { nul: true } })
  expect(state.current.poison).toEqual({ ...CALM.poison, nul: true })
})

test('options are checked, and the printed line names the factor', () => {
  expect(() => resolveOptions({ users: '3' })).toThrow(InvalidSimulatorOption)
  expect(() => resolveOptions({ epoch: 'yesterday' })).toThrow(/epoch/)
  expect(describeOptions(resolveOptions({ rateFactor: '20' }))).toContain('20 times')
  expect(describeOptions(resolveOptions({}))).toContain('as documented')
})
