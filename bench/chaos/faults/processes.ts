import { setTimeout as sleep } from 'node:timers/promises'
import { watchedEnv } from '../../../test/support/chaos/watched-commits.ts'
import { HalfOpenProxy } from '../../../test/support/half-open-proxy.ts'
import { eventually } from '../../../test/support/temporal.ts'
import type { Cell } from '../cell.ts'
import { HEARTBEAT_MS } from '../cell.ts'
import type { ChaosFault } from '../fault.ts'

/** Blows to one collection, of each kind. */
const BLOWS = 3
/** Milliseconds from when the streams are at work again to the next blow. */
const CALM_MS = { least: 200, most: 3_000 } as const
/** Milliseconds until Postgres has noticed that a client is gone, and has ended what it had asked for. */
const AFTERMATH_MS = 500
/** Milliseconds that a server stays dead. */
const DEAD_MS = { least: 0, most: 2_000 } as const
/** Milliseconds of silence on a socket: longer than any heartbeat, shorter than the statement's deadline matters. */
const SILENCE_MS = 8_000
/** Milliseconds that a worker is frozen: until it has been given up. */
const FROZEN_MS = HEARTBEAT_MS * 2
const STOP_GRACE_MS = 30_000
const AT_ONCE = 50

/** Blow after blow, while there is something under way. */
async function blows(cell: Cell, blow: () => Promise<Date>): Promise<Awaited<ReturnType<Cell['collect']>>> {
  await cell.slowly()
  const tickets = await cell.collect()
  for (let dealt = 0; dealt < BLOWS; dealt += 1) {
    await cell.moment(CALM_MS.least, CALM_MS.most)
    const streams = await cell.underWay()
    if (streams.length === 0) break
    const over = await blow()
    await cell.awaitResumed(streams, over)
  }
  return tickets
}

export const workerKill: ChaosFault = {
  name: 'worker-kill',
  of: 'process',
  control: 'damage',
  disturb: (cell) =>
    blows(cell, async () => {
      const before = await cell.uncommittedPages()
      cell.worker.kill('SIGKILL')
      await cell.worker.exited
      const over = new Date()
      await sleep(AFTERMATH_MS)
      cell.noteLost(before, await cell.uncommittedPages())
      await cell.startWorker()
      return over
    }),
}

export const workerZombie: ChaosFault = {
  name: 'worker-zombie',
  of: 'process',
  control: 'fence',
  disturb: (cell) =>
    blows(cell, async () => {
      const zombie = cell.worker
      zombie.kill('SIGSTOP')
      const over = new Date()
      await cell.startWorker()
      await sleep(FROZEN_MS)
      zombie.kill('SIGCONT')
      return over
    }),
}

export const workerTerm: ChaosFault = {
  name: 'worker-sigterm',
  of: 'process',
  control: 'damage',
  disturb: (cell) =>
    blows(cell, async () => {
      await cell.worker.stop(STOP_GRACE_MS)
      cell.noteLost(cell.baseline, await cell.uncommittedPages())
      const over = new Date()
      await cell.startWorker()
      return over
    }),
}

export const postgresKill: ChaosFault = {
  name: 'postgres-kill',
  of: 'process',
  control: 'damage',
  disturb: (cell) =>
    blows(cell, async () => {
      cell.house.postgres.kill()
      await cell.moment(DEAD_MS.least, DEAD_MS.most)
      await cell.house.postgres.restart()
      return new Date()
    }),
}

export const temporalKill: ChaosFault = {
  name: 'temporal-kill',
  of: 'process',
  control: 'damage',
  disturb: (cell) =>
    blows(cell, async () => {
      cell.house.temporal.kill()
      await cell.moment(DEAD_MS.least, DEAD_MS.most)
      await cell.house.temporal.restart()
      return new Date()
    }),
}

/** Seconds. A statement's deadline and the margin after which its silent connection is given up, and the next attempt. */
const GIVEN_UP_AFTER_S = 45

/** The proxies by the stack's settings, since the fault is one object for all cells. */
const PROXIES = new WeakMap<Cell['house'], HalfOpenProxy>()

export const halfOpenSocket: ChaosFault = {
  name: 'half-open-socket',
  of: 'process',
  resumesWithinS: GIVEN_UP_AFTER_S,
  control: 'damage',
  async stack(house, opened) {
    const { port } = house.postgres.current
    const proxy = await HalfOpenProxy.to('127.0.0.1', port)
    opened.defer(() => proxy.close())
    PROXIES.set(house, proxy)
    return {
      env: async ({ env }) => {
        const through = new URL(env.DATABASE_URL ?? '')
        through.port = String(proxy.port)
        return { ...env, ...watchedEnv('on'), DATABASE_URL: through.href }
      },
    }
  },
  disturb: (cell) =>
    blows(cell, async () => {
      const proxy = PROXIES.get(cell.house)
      proxy?.fallSilent()
      await sleep(SILENCE_MS)
      proxy?.recover()
      return new Date()
    }),
}

export const doubleStart: ChaosFault = {
  name: 'double-start',
  of: 'process',
  control: 'damage',
  async disturb(cell) {
    await cell.slowly()
    const asked = await Promise.all(
      Array.from({ length: AT_ONCE }, () => cell.stack.collect(cell.integrationId)),
    )
    const [first] = asked
    if (first === undefined) throw new Error('Nobody asked.')
    const runs = new Set(asked.flatMap(({ full, incremental }) => [full.run_id, incremental.run_id]))
    if (runs.size !== 2)
      throw new Error(`${AT_ONCE} commands at once started ${runs.size} runs in place of 2.`)
    return first
  },
}

export const keyRevoked: ChaosFault = {
  name: 'key-revoked',
  of: 'process',
  control: 'damage',
  async disturb(cell) {
    const { stack, integrationId, tenant } = cell
    await cell.slowly()
    const tickets = await cell.collect()
    await cell.moment(CALM_MS.least, CALM_MS.most)
    const streams = (await cell.underWay()).filter((stream) => !stream.startsWith('platform.'))
    await tenant.scenario({ revokedTokens: [tenant.ready.keys.compliance] })
    await eventually('the run waits for a key', async () => {
      const rows = await stack.database.sql`select from run_streams where state = 'waiting_for_credentials'`
      if (rows.length === 0) throw new Error('not yet')
    })
    const secret = `sk-admin-chaos-${cell.moments.next(0, 1_000_000)}`
    const scopes = [
      'chatgpt.enterprise.compliance_export.read',
      'chatgpt.enterprise.compliance_logs_platform.read',
    ]
    await tenant.scenario({ keys: [{ token: secret, kind: 'compliance', scopes }] })
    const over = new Date()
    await stack.api.put(`/api/v1/integrations/${integrationId}/credentials/compliance_key`, { secret })
    await cell.awaitResumed(streams, over)
    return tickets
  },
}
