import type { SSEMessage } from 'hono/streaming'
import { describe, expect, test, vi } from 'vitest'
import type { RunNow } from './run-events.ts'
import { sendRunEvents } from './run-events.ts'

const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })

/** A run in these states, look after look; an error is what a look throws. */
function follow(looks: readonly (string | Error | null)[], lifeMs = 60_000, isAllowed = async () => true) {
  const sent: SSEMessage[] = []
  let next = 0
  const stream = {
    aborted: false,
    abort: () => {
      stream.aborted = true
    },
    writeSSE: async (message: SSEMessage) => void sent.push(message),
    write: async () => stream,
    sleep: async () => {
      stream.aborted = next >= looks.length
    },
  }
  const look = async (): Promise<RunNow | null> => {
    const one = looks[next++] ?? null
    if (one instanceof Error) throw one
    return one === null ? null : ({ run: { state: one }, streams: [] } as unknown as RunNow)
  }
  const view = async ({ run }: RunNow) => ({ state: run.state })
  const done = sendRunEvents(stream as never, { look, view, isAllowed, lifeMs })
  return { done, words: () => sent.map(({ event, data }) => `${event} ${data}`) }
}

describe('a run as it goes', () => {
  test('is told whenever it has changed, and to its end', async () => {
    const { done, words } = follow(['queued', 'queued', 'running', 'completed', 'never'])
    await done
    expect(words()).toEqual([
      'hello {}',
      'run {"state":"queued"}',
      'run {"state":"running"}',
      'run {"state":"completed"}',
      'end {}',
    ])
  })

  test('goes on after a database that was away', async () => {
    const { done, words } = follow(['running', away, away, 'completed'])
    await done
    expect(words().slice(1)).toEqual(['run {"state":"running"}', 'run {"state":"completed"}', 'end {}'])
  })

  test('ends without a word where the run is gone, and with what else went wrong', async () => {
    const gone = follow(['running', null])
    await gone.done
    expect(gone.words().at(-1)).toBe('run {"state":"running"}')
    await expect(follow([new Error('another')]).done).rejects.toThrow('another')
  })

  test('ends once the token that opened it does not open it any more', async () => {
    vi.useFakeTimers()
    try {
      let isAllowed = true
      const { done, words } = follow(['queued', 'running', 'completed'], 60_000, async () => isAllowed)
      isAllowed = false
      vi.advanceTimersByTime(31_000)
      await done
      expect(words()).toEqual(['hello {}'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('is cut off where its reader has stopped', async () => {
    let isCut = false
    const stuck = {
      aborted: false,
      writeSSE: () => new Promise<void>((resolve) => stuck.onCut.push(resolve)),
      onCut: [] as (() => void)[],
      abort: () => {
        isCut = true
        stuck.aborted = true
        for (const resolve of stuck.onCut) resolve()
      },
    }
    const look = async () => null
    await sendRunEvents(stuck as never, { look, view: look, isAllowed: async () => true, lifeMs: 10 })
    expect(isCut).toBe(true)
  })

  test('lasts no longer than a connection may', async () => {
    const { done, words } = follow(['running', 'running'], 0)
    await done
    expect(words()).toEqual(['hello {}'])
  })
})
