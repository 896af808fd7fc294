import type { Context } from 'hono'
import { expect, test } from 'vitest'
import type { ApiEnv } from './context.ts'
import { Turns } from './turns.ts'

/** As much of a request as turns look at. */
const request = (id: string, signal = new AbortController().signal): Context<ApiEnv> =>
  ({ get: () => ({ actor: { id } }), req: { raw: { signal } } }) as unknown as Context<ApiEnv>
const settled = () => new Promise((resolve) => setImmediate(resolve))

function bench() {
  const turns = new Turns()
  const running: string[] = []
  const ends: (() => void)[] = []
  const ask = (id: string, signal?: AbortSignal) => {
    const work = async () => {
      running.push(id)
      await new Promise<void>((resolve) => ends.push(resolve))
      return id
    }
    const asked = turns.run(request(id, signal), work)
    asked.catch(() => undefined)
    return asked
  }
  const endAll = async () => {
    for (; ends.length > 0; await settled()) ends.shift()?.()
  }
  return { ask, running, ends, endAll }
}

test('whoever asks for much waits for themselves, and others have their turn meanwhile', async () => {
  const { ask, running, endAll } = bench()
  const asked = ['a', 'a', 'a', 'b', 'c'].map((id) => ask(id))
  await settled()
  expect(running).toEqual(['a', 'b'])
  await endAll()
  expect(await Promise.all(asked)).toEqual(['a', 'a', 'a', 'b', 'c'])
})

test('a queue is short: one request more is refused, and says when to come again', async () => {
  const { ask, endAll } = bench()
  const asked = Array.from({ length: 6 }, () => ask('a'))
  await expect(ask('a')).rejects.toMatchObject({ slug: 'busy', headers: { 'Retry-After': '20' } })
  const other = ask('b')
  await settled()
  await endAll()
  await expect(other).resolves.toBe('b')
  expect(await Promise.all(asked)).toHaveLength(6)
  const again = ask('a')
  await settled()
  await endAll()
  await expect(again).resolves.toBe('a')
})

test('a request that was given up waits no more, in its own queue as in that of all', async () => {
  const { ask, running, ends, endAll } = bench()
  const [own, all] = [new AbortController(), new AbortController()]
  const first = [ask('a'), ask('b')]
  await settled()
  const givenUp = [ask('a', own.signal), ask('c', all.signal)]
  const last = [ask('a'), ask('c')]
  own.abort()
  all.abort()
  for (const one of givenUp) await expect(one).rejects.toMatchObject({ slug: 'busy' })
  await settled()
  expect(ends).toHaveLength(2)
  await endAll()
  expect(await Promise.all([...first, ...last])).toEqual(['a', 'b', 'a', 'c'])
  expect(running).toHaveLength(4)
  await expect(ask('a', AbortSignal.abort())).rejects.toMatchObject({ slug: 'busy' })
})
