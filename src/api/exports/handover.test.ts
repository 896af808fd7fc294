import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Handover } from './handover.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const LONG_MS = 10_000

test('pieces come in their order, each when the one before was taken', async () => {
  const handover = new Handover()
  const reader = handover.body.getReader()
  await handover.give(bytes('a'), LONG_MS)
  let isSecondGiven = false
  const second = handover.give(bytes('b'), LONG_MS).then(() => {
    isSecondGiven = true
  })
  await sleep(5)
  expect(isSecondGiven).toBe(false)
  expect((await reader.read()).value).toEqual(bytes('a'))
  await second
  handover.end()
  expect((await reader.read()).value).toEqual(bytes('b'))
  expect((await reader.read()).done).toBe(true)
})

test('who takes nothing in time is given up, and hears that there is no end', async () => {
  const handover = new Handover()
  await handover.give(bytes('a'), LONG_MS)
  await expect(handover.give(bytes('b'), 5)).rejects.toMatchObject({ name: 'ReaderStalled' })
  handover.breakOff()
  await expect(new Response(handover.body).text()).rejects.toThrow('cut off before its end')
})

test('who hangs up is known at once', async () => {
  const handover = new Handover()
  await handover.give(bytes('a'), LONG_MS)
  const waiting = handover.give(bytes('b'), LONG_MS)
  await handover.body.cancel()
  await expect(waiting).rejects.toMatchObject({ name: 'ReaderGone' })
  await expect(handover.give(bytes('c'), LONG_MS)).rejects.toMatchObject({ name: 'ReaderGone' })
})

test('who hangs up having asked for more is gone all the same, and to end or break off then is nothing', async () => {
  const handover = new Handover()
  const reader = handover.body.getReader()
  await handover.give(bytes('a'), LONG_MS)
  await reader.read()
  const asked = reader.read()
  await reader.cancel()
  await expect(handover.give(bytes('b'), LONG_MS)).rejects.toMatchObject({ name: 'ReaderGone' })
  expect((await asked).done).toBe(true)
  expect(() => handover.end()).not.toThrow()
  expect(() => handover.breakOff()).not.toThrow()
})
