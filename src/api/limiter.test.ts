import { describe, expect, it } from 'vitest'
import { Limiter } from './limiter.ts'

describe('Limiter', () => {
  it('never runs more than its number for one key, and serves all in order', async () => {
    const limiter = new Limiter(3)
    let running = 0
    let most = 0
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        limiter.run('one', async () => {
          running += 1
          most = Math.max(most, running)
          order.push(index)
          await Promise.resolve()
          running -= 1
        }),
      ),
    )
    expect(most).toBe(3)
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })

  it('keeps keys apart and gives the place back after a failure', async () => {
    const limiter = new Limiter(1)
    const { promise, resolve: release } = Promise.withResolvers<void>()
    const held = limiter.run('a', () => promise)
    await expect(limiter.run('b', async () => 'b')).resolves.toBe('b')
    const failing = limiter.run('a', () => Promise.reject(new Error('broken')))
    release()
    await held
    await expect(failing).rejects.toThrow('broken')
    await expect(limiter.run('a', async () => 'again')).resolves.toBe('again')
  })
})
