import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'

// A small simulated tenant whose clock stands still, and a client for it that checks nothing.

export const EPOCH = '2026-11-10T12:00:00Z'
/** `after` from before the tenant's history. */
export const FROM = 'after=2026-11-01T00:00:00Z'

let running: Simulator | undefined

export async function stopTenant(): Promise<void> {
  await running?.close()
  running = undefined
}

export async function startTenant(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  running = await startSimulator({
    seed: 11,
    epoch: EPOCH,
    users: 12,
    gpts: 8,
    projects: 3,
    days: 1,
    messagesPerDay: 600,
    rateFactor: 1000,
    clock: () => new Date(EPOCH),
    ...options,
  })
  return running
}

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, never> & {
    data: Record<string, never>[]
    error: { message: string; code: string | null }
  }
}

export async function call(
  path: string,
  token?: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Reply> {
  const base = running?.platformUrl ?? ''
  const url = path.startsWith('/_sim') ? base.replace(/\/v1$/, path) : `${base}${path}`
  const auth = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(url, { method, headers: { ...auth, ...headers }, redirect: 'manual' })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  }
}

export async function steer(change: object, path = '/_sim/scenario'): Promise<void> {
  const response = await fetch((running?.platformUrl ?? '').replace(/\/v1$/, path), {
    method: 'POST',
    body: JSON.stringify(change),
  })
  expect(response.status, await response.text()).toBe(200)
}

/** Walks a list by `after` and gives all items. */
export async function walk(path: string, token: string, limit: number): Promise<{ id: string }[]> {
  const items: { id: string }[] = []
  let after = ''
  for (;;) {
    const sign = path.includes('?') ? '&' : '?'
    const { status, body } = await call(`${path}${sign}limit=${limit}${after}`, token)
    expect(status, path).toBe(200)
    items.push(...(body.data as unknown as { id: string }[]))
    if (!body.has_more) return items
    after = `&after=${encodeURIComponent(String(items.at(-1)?.id))}`
  }
}

export function idsHash(ids: readonly string[]): string {
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
}

export async function truth(
  query = '',
): Promise<Record<string, { count: number; idsHash: string; fieldsHash: string }>> {
  const { status, body } = await call(`/_sim/truth${query}`)
  expect(status).toBe(200)
  return body.streams as never
}
