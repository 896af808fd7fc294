import { expect, test } from 'vitest'
import type { Caller } from './context.ts'
import { Searches } from './searches.ts'

const caller = (id: string): Caller => ({
  actor: { kind: 'token', id, label: id },
  scopes: [],
  scope: { integrationIds: 'all' },
  serviceAccountId: null,
  expiresAt: null,
})

test('a caller searches once at a time, and all of them three times; what does not search does not wait', async () => {
  const searches = new Searches()
  const running: string[] = []
  const ends: (() => void)[] = []
  const search = (id: string, words: string | undefined) =>
    searches.run(caller(id), words, async () => {
      running.push(id)
      await new Promise<void>((resolve) => ends.push(resolve))
    })
  const all = ['a', 'a', 'b', 'c', 'd'].map((id) => search(id, 'words'))
  all.push(search('a', undefined))
  await new Promise((resolve) => setImmediate(resolve))
  expect(running.toSorted()).toEqual(['a', 'a', 'b', 'c'])
  while (running.length < 6 || ends.length > 0) {
    ends.shift()?.()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  await Promise.all(all)
  expect(running.toSorted()).toEqual(['a', 'a', 'a', 'b', 'c', 'd'])
})
