import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient } from './api-client.ts'
import type { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'

afterEach(() => vi.unstubAllGlobals())

test.each([301, 307, 308])(
  'a redirect (%i) is told and not followed: the body may hold keys',
  async (status) => {
    const asked = vi.fn<typeof fetch>(
      async () => new Response(null, { status, headers: { location: 'https://elsewhere.invalid/' } }),
    )
    vi.stubGlobal('fetch', asked)
    const client = createClient({ url: 'https://casbah.invalid', token: 'none' })
    await expect(client.post('/api/v1/integrations', {})).rejects.toThrow(`answered ${status}`)
    expect(asked).toHaveBeenCalledOnce()
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' })
  },
)

test.each(['tökén', 'cbh_live_a\nb'])(
  'a token that cannot be one (%j) is told from an API that is away',
  (token) => {
    expect(() => createClient({ url: 'http://127.0.0.1:1', token })).toThrow(
      'holds characters that no token has',
    )
  },
)

test('an empty token is called empty', () => {
  expect(() => createClient({ url: 'http://127.0.0.1:1', token: '' })).toThrow('The token is empty.')
})

const refusedWith = async (status: number, problem: object) => {
  vi.stubGlobal('fetch', async () => Response.json(problem, { status }))
  const client = createClient({ url: 'https://casbah.invalid', token: 'none' })
  return client.post('/api/v1/anything').then(
    () => expect.unreachable(),
    (error: unknown) => error as CliError,
  )
}

test('what is too large is wrong input, as other input is', async () => {
  const { exitCode, message } = await refusedWith(413, { title: 'The body is too large', detail: '64 kB.' })
  expect([exitCode, message]).toEqual([EXIT.usage, 'The body is too large'])
})

test.each([
  ['The name is taken.', [{ pointer: '/name', detail: 'The name is taken' }], '/name The name is taken'],
  ['Some of it.', [{ pointer: '/a', detail: 'is required' }], 'Some of it. · /a is required'],
  ['Of it a is required.', [{ pointer: '/a', detail: 'a is required' }], 'Of it a is required.'],
  ['1 row.', [{ pointer: '/lines/3', detail: 'line 3, column id: x' }], '1 row. · line 3, column id: x'],
])('a refusal says nothing twice: %s', async (detail, errors, why) => {
  expect((await refusedWith(400, { title: 'No', detail, errors })).why).toBe(why)
})

describe('a request too many', () => {
  const tooOften = (seconds: string | null) =>
    Response.json(
      {
        type: '/docs/problems/rate-limited',
        title: 'Too many requests in too short a time',
        detail: 'Wait.',
      },
      { status: 429, ...(seconds === null ? {} : { headers: { 'Retry-After': seconds } }) },
    )
  const client = (said: string[]) =>
    createClient({ url: 'https://casbah.invalid', token: 'none', say: (line) => said.push(line) })
  const answering = (...answers: readonly (() => Response)[]) => {
    let at = 0
    const asked = vi.fn<typeof fetch>(async () => (answers[at++] ?? answers.at(-1) ?? Response.error)())
    vi.stubGlobal('fetch', asked)
    return asked
  }

  test('is sent once more after the time that the answer names, with the same key, and a person is told', async () => {
    const asked = answering(
      () => tooOften('1'),
      () => Response.json({ ok: true }),
    )
    const said: string[] = []
    const began = performance.now()
    expect(await client(said).post('/api/v1/anything')).toEqual({ ok: true })
    expect(performance.now() - began).toBeGreaterThan(990)
    expect(said).toEqual([expect.stringContaining('waiting 1 s')])
    const keys = asked.mock.calls.map(([, init]) => new Headers(init?.headers).get('idempotency-key'))
    expect([keys.length, new Set(keys).size]).toEqual([2, 1])
  })

  test.each([
    ['is not sent a third time', '1', 2],
    ['is not waited for longer than a minute', '61', 1],
    ['is not waited for where nobody says how long', null, 1],
    ['is not waited for until a date', 'Wed, 21 Oct 2026 07:28:00 GMT', 1],
  ])('%s, and ends with a code of its own', async (_, seconds, times) => {
    const asked = answering(() => tooOften(seconds))
    const failure = await client([])
      .get('/api/v1/anything')
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({
      exitCode: EXIT.rateLimited,
      message: expect.stringContaining('Too many'),
    })
    expect(asked).toHaveBeenCalledTimes(times)
  })

  test('of a stream is waited for too', async () => {
    answering(
      () => tooOften('1'),
      () => new Response('piece'),
    )
    const said: string[] = []
    const pieces: Uint8Array[] = []
    for await (const piece of client(said).stream('/api/v1/exports/findings')) pieces.push(piece)
    expect([Buffer.concat(pieces).toString(), said.length]).toEqual(['piece', 1])
  })
})
