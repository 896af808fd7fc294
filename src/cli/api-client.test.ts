import { afterEach, expect, test, vi } from 'vitest'
import { createClient } from './api-client.ts'

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
