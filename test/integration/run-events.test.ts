import { afterAll, beforeAll, expect, test } from 'vitest'

import { MOST_OPEN_A_TOKEN } from '../../src/api/run-events.ts'
import type { RunDetail } from '../../src/cli/run-view.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

let stack: Stack
let runId: string
beforeAll(async () => {
  stack = await startStack()
  const { id } = await stack.integrate()
  await stack.scenario({ latencyMs: 1_500 })
  const { full } = await stack.collect(id)
  runId = full.run_id
  await eventually('the run is open', () => stack.api.get(`/api/v1/runs/${runId}`))
})
afterAll(() => stack?.close())

const follow = (id: string, signal?: AbortSignal, token = stack.token) =>
  fetch(`${stack.api.url}/api/v1/runs/${id}/events`, {
    headers: { authorization: `Bearer ${token}` },
    ...(signal === undefined ? {} : { signal }),
  })

interface Told {
  readonly event: string
  readonly data: unknown
}

function toldIn(text: string): Told[] {
  return text
    .split('\n\n')
    .filter((block) => block.includes('event:'))
    .map((block) => ({
      event: /^event: (.*)$/m.exec(block)?.[1] ?? '',
      data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'),
    }))
}

test('who has no token, or asks for a run that is not there, is refused as everywhere', async () => {
  expect((await follow(runId, undefined, 'cbh_live_wrong')).status).toBe(401)
  expect((await follow('01a21ed1-7434-799e-825f-e573fee5b897')).status).toBe(404)
  expect((await follow('no-id')).status).toBe(400)
})

test('no more are followed at once than one token may, and who leaves makes room', async () => {
  const leaving = new AbortController()
  const open = await Promise.all(
    Array.from({ length: MOST_OPEN_A_TOKEN }, () => follow(runId, leaving.signal)),
  )
  expect(open.map(({ status }) => status)).toEqual(open.map(() => 200))
  const refused = await follow(runId)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await refused.json()).toMatchObject({ title: 'Too much at once' })
  leaving.abort()
  await eventually('there is room again', async () => {
    const again = await follow(runId)
    await again.body?.cancel()
    expect(again.status).toBe(200)
  })
})

test('a HEAD is answered and holds no place', async () => {
  for (let n = 0; n <= MOST_OPEN_A_TOKEN; n += 1) {
    const response = await fetch(`${stack.api.url}/api/v1/runs/${runId}/events`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${stack.token}` },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
  }
  const response = await follow(runId)
  expect(response.status).toBe(200)
  await response.body?.cancel()
})

test('a run is told from where it stands to its end, and ends as it is stored', async () => {
  const response = await eventually('there is room', async () => {
    const one = await follow(runId)
    if (one.status !== 200) throw new Error(`refused with ${one.status}`)
    return one
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toContain('no-cache')
  const [text] = await Promise.all([response.text(), stack.scenario({ latencyMs: 0 })])
  const told = toldIn(text)
  expect(told[0]?.event).toBe('hello')
  expect(told.at(-1)?.event).toBe('end')
  const runs = told.filter(({ event }) => event === 'run').map(({ data }) => data as RunDetail)
  expect(runs.length).toBeGreaterThan(2)
  const { eta: _, ...stored } = await stack.api.get<RunDetail>(`/api/v1/runs/${runId}`)
  expect(runs.at(-1)).toMatchObject(stored)
  const pages = runs.map(({ totals }) => totals.pages)
  expect(pages).toEqual([...pages].sort((one, other) => one - other))
})
