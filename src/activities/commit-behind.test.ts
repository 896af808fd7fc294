import { expect, test } from 'vitest'
import { CommitBehind } from './commit-behind.ts'

test('one commit runs while the next batch is read, and commits keep their order', async () => {
  const behind = new CommitBehind()
  const said: string[] = []
  const gate = Promise.withResolvers<void>()
  await behind.start(async () => {
    said.push('first begins')
    await gate.promise
    said.push('first ends')
  })
  said.push('reading on')
  const second = behind.start(async () => void said.push('second'))
  await Promise.resolve()
  expect(said).toEqual(['first begins', 'reading on'])
  gate.resolve()
  await second
  await behind.settled()
  expect(said).toEqual(['first begins', 'reading on', 'first ends', 'second'])
})

test('a commit that fails stops what comes after it', async () => {
  const behind = new CommitBehind()
  await behind.start(() => Promise.reject(new Error('fenced')))
  const committed: string[] = []
  await expect(behind.start(async () => void committed.push('after'))).rejects.toThrow('fenced')
  await expect(behind.settled()).rejects.toThrow('fenced')
  expect(committed).toEqual([])
})
