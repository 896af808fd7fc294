import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { ApiProblem } from '../problem.ts'
import { FileTurns, withBodyWithin } from './file-turns.ts'

const BOUNDS = { atOnce: 2, waiting: 1, waitMs: 5_000 }

/** Work that goes on until it is told to end, and says when it began. */
function held(turns: FileTurns, key: string) {
  const { promise, resolve: end } = Promise.withResolvers<void>()
  const work = { began: false, end, ended: Promise.resolve() }
  work.ended = turns.run(key, () => {
    work.began = true
    return promise
  })
  return work
}
const turn = () => sleep(1)

describe('turns', () => {
  test('one integration’s file does not hold up another’s, and no more than two are read at once', async () => {
    const turns = new FileTurns(BOUNDS)
    const all = ['a', 'a', 'b', 'c'].map((key) => held(turns, key))
    await turn()
    expect(all.map(({ began }) => began)).toEqual([true, false, true, false])
    all[2]?.end()
    await turn()
    // The second of `a` came before, and still must wait for the first of `a`.
    expect(all.map(({ began }) => began)).toEqual([true, false, true, true])
    all[0]?.end()
    await turn()
    expect(all.map(({ began }) => began)).toEqual([true, true, true, true])
    for (const { end } of all) end()
    await Promise.all(all.map(({ ended }) => ended))
  })

  test('of one integration few wait, and the others are sent away', async () => {
    const turns = new FileTurns(BOUNDS)
    const all = [held(turns, 'a'), held(turns, 'a')]
    await expect(turns.run('a', () => Promise.resolve())).rejects.toMatchObject({ slug: 'busy' })
    for (const { end } of all) end()
    await Promise.all(all.map(({ ended }) => ended))
    await expect(turns.run('a', () => Promise.resolve('again'))).resolves.toBe('again')
  })

  test('nobody waits for ever, nor is read after having been sent away', async () => {
    const turns = new FileTurns({ ...BOUNDS, waitMs: 10 })
    const first = held(turns, 'a')
    const second = held(turns, 'a')
    await expect(second.ended).rejects.toMatchObject({ slug: 'busy' })
    first.end()
    await first.ended
    await turn()
    expect(second.began).toBe(false)
  })
})

describe('a body', () => {
  const url = 'http://127.0.0.1/'
  const WITHIN_MS = 50
  const read = (request: Request) => withBodyWithin(WITHIN_MS, request, (one) => one.text())
  const slow = () => new ReadableStream<Uint8Array>({ start: (sent) => sent.enqueue(new Uint8Array(1)) })

  test('that does not come whole in time ends in a problem', async () => {
    const request = new Request(url, { method: 'PUT', body: slow(), duplex: 'half' })
    await expect(read(request)).rejects.toMatchObject({
      slug: 'invalid-request',
      detail: 'The body did not come whole within 0.05 s.',
    })
  })

  test('that does is as it was sent, with its headers, however long the work takes', async () => {
    const headers = { 'Content-Type': 'text/csv' }
    const request = new Request(url, { method: 'PUT', body: 'email\n', headers })
    await withBodyWithin(WITHIN_MS, request, async (one) => {
      expect(one.headers.get('Content-Type')).toBe('text/csv')
      expect(await one.text()).toBe('email\n')
      await sleep(2 * WITHIN_MS)
    })
  })

  test('may be missing', async () => {
    const request = new Request(url)
    await withBodyWithin(WITHIN_MS, request, async (one) => expect(one).toBe(request))
  })

  test('that somebody sends slowly over a socket is answered, and others are served meanwhile', async () => {
    const app = new Hono().put('/', async (context) => {
      const answer = await read(context.req.raw).catch((error: ApiProblem) => error.slug)
      return context.text(answer)
    })
    const { promise: listening, resolve } = Promise.withResolvers<number>()
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port))
    const port = await listening
    const socket = connect(port, '127.0.0.1')
    socket.write('PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nemail')
    const quick = await fetch(`http://127.0.0.1:${port}/`, { method: 'PUT', body: 'email' })
    expect(await quick.text()).toBe('email')
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 (.|\s)*invalid-request/)
    socket.destroy()
    server.close()
  })
})
