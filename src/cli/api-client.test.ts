import { afterEach, expect, test, vi } from 'vitest'
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

test.each(['tökén', 'cbh_live_a\nb', ''])(
  'a token that cannot be one (%j) is told from an API that is away',
  (token) => {
    expect(() => createClient({ url: 'http://127.0.0.1:1', token })).toThrow(
      'holds characters that no token has',
    )
  },
)

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
