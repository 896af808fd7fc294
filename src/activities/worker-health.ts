import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Client } from '@temporalio/client'
import type { Worker } from '@temporalio/worker'
import type { Database } from '../db/client.ts'
import { withDeadline } from '../db/client.ts'

export interface Health {
  readonly workers: readonly Worker[]
  readonly database: Database
  readonly temporal: Client
}

/** Milliseconds; an orchestrator's own probe gives up soon after. */
const ANSWER_WITHIN_MS = 3_000
const HOST = '127.0.0.1'

export interface HealthServer {
  readonly url: string
  close(): Promise<void>
}

/** `/livez`: the process answers. `/readyz`: its workers poll, and Postgres and Temporal answer. */
export async function serveHealth(health: Health, port: number): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (request.url === '/livez') answer(response, 200, { status: 'alive' })
    else if (request.url === '/readyz')
      void readiness(health).then(([code, body]) => answer(response, code, body))
    else answer(response, 404, { status: 'not found' })
  })
  server.listen(port, HOST)
  await once(server, 'listening')
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${HOST}:${taken}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

type Answer = readonly [code: number, body: Readonly<Record<string, unknown>>]

async function readiness({ workers, database, temporal }: Health): Promise<Answer> {
  const polling = workers.every((worker) => worker.getState() === 'RUNNING')
  const [postgres, server] = await Promise.all([
    answers('Postgres', () => database.sql`select 1`),
    answers('Temporal', () => temporal.connection.workflowService.getSystemInfo({})),
  ])
  const slots = workers.map((worker) => ({
    queue: worker.options.taskQueue,
    activities: worker.getStatus().numInFlightActivities,
  }))
  const ready = polling && postgres && server
  return [
    ready ? 200 : 503,
    { status: ready ? 'ready' : 'not ready', polling, postgres, temporal: server, slots },
  ]
}

async function answers(what: string, ask: () => PromiseLike<unknown>): Promise<boolean> {
  try {
    await withDeadline(what, ANSWER_WITHIN_MS, Promise.resolve(ask()))
    return true
  } catch {
    return false
  }
}

function answer(response: ServerResponse, code: number, body: Readonly<Record<string, unknown>>): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
