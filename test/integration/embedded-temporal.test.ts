import { readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { beforeAll, describe, expect, test } from 'vitest'
import { startEmbeddedTemporal } from '../../src/embedded/temporal.ts'
import { resolveTemporalBinary } from '../../src/embedded/temporal-binary.ts'
import { startInChild } from '../support/embedded-child.ts'
import { scratchFolder } from '../support/scratch.ts'

/** Milliseconds. A port that speaks something else may never answer. */
const FORM_ANSWER_MS = 10_000

const quiet = (): void => undefined

let binary: string

beforeAll(async () => {
  binary = (await resolveTemporalBinary({ cacheDir: '.casbah/bin', env: process.env, log: quiet })).path
})

const start = (dataDir: string, options: { port?: number; binary?: string } = {}) =>
  startEmbeddedTemporal({
    binary,
    dataDir,
    namespace: 'casbah',
    searchAttributes: { CasbahIntegration: 'Keyword', CasbahPhase: 'Keyword' },
    uiCodecEndpoint: 'http://127.0.0.1:1',
    log: quiet,
    ...options,
  })

async function startWorkflow(address: string, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address })
  await connection.workflowService.startWorkflowExecution({
    namespace: 'casbah',
    workflowId,
    requestId: workflowId,
    workflowType: { name: 'nobodyRunsThis' },
    taskQueue: { name: 'nobody-listens' },
  })
  await connection.close()
}

async function isRunning(address: string, workflowId: string): Promise<boolean> {
  const connection = await Connection.connect({ address })
  const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
    namespace: 'casbah',
    execution: { workflowId },
  })
  await connection.close()
  return workflowExecutionInfo?.execution?.workflowId === workflowId
}

async function searchAttributes(address: string): Promise<string[]> {
  const connection = await Connection.connect({ address })
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'casbah' })
  await connection.close()
  return Object.keys(customAttributes)
}

describe("embedded Temporal's dev server", () => {
  test('serves our namespace, its UI knows the codec endpoint, and workflows survive a restart', async () => {
    await using folder = await scratchFolder('temporal')
    const first = await start(folder.path)
    await startWorkflow(first.address, 'kept')
    const settings = await (await fetch(`${first.uiUrl}/api/v1/settings`)).json()
    await first.stop()
    expect(settings).toMatchObject({ Codec: { Endpoint: 'http://127.0.0.1:1' } })

    const second = await start(folder.path)
    const kept = await isRunning(second.address, 'kept')
    await second.stop()
    expect(kept).toBe(true)
  })

  test('listens on loopback only', async (context) => {
    if (process.platform !== 'linux') context.skip('reads /proc, which only Linux has')
    await using folder = await scratchFolder('temporal')
    const server = await start(folder.path)
    const addresses = await listeningAddresses(server.pid)
    await server.stop()
    expect(addresses.length).toBeGreaterThan(1)
    expect(addresses.filter((address) => !LOOPBACK_ADDRESSES.includes(address))).toEqual([])
  })

  test('a web page cannot start a workflow by a form post, whichever port it finds', async (context) => {
    if (process.platform !== 'linux') context.skip('reads /proc, which only Linux has')
    await using folder = await scratchFolder('temporal')
    const server = await start(folder.path)
    const ports = await listeningPorts(server.pid)
    const answers = await Promise.all(ports.map((port) => postLikeAForm(port, 'forged')))
    const forged = await isRunning(server.address, 'forged').catch(() => false)
    await server.stop()
    // One is the HTTP API, which refuses by name; the others are the UI and what speaks no HTTP.
    expect(answers).toContain(403)
    expect(answers).not.toContain(200)
    expect(forged).toBe(false)
  })

  test('dies with its owner, even one that is killed, and the next start has the workflows', async () => {
    await using folder = await scratchFolder('temporal')
    const child = await startInChild('temporal', folder.path, binary)
    const { address, pid } = child.said as { address: string; pid: number }
    await startWorkflow(address, 'kept')
    await child.kill()
    await child.gone(pid)

    const next = await start(folder.path)
    const kept = await isRunning(next.address, 'kept')
    const attributes = await searchAttributes(next.address)
    await next.stop()
    expect(kept).toBe(true)
    // The killed owner had asked for none: attributes are added to a database that is there already.
    expect(attributes).toEqual(expect.arrayContaining(['CasbahIntegration', 'CasbahPhase']))
  })

  test('a second start in the same folder is told who runs there', async () => {
    await using folder = await scratchFolder('temporal')
    const first = await start(folder.path)
    await expect(start(folder.path)).rejects.toThrow(/already runs in .*process \d+, since/)
    await first.stop()
  })

  test('names the port that is taken', async () => {
    await using folder = await scratchFolder('temporal')
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as { port: number }
    await expect(start(folder.path, { port })).rejects.toThrow(
      `Port ${port}, wanted for Temporal's server, is taken`,
    )
    await new Promise((resolve) => holder.close(resolve))
  })

  test('a program that ends at once is shown with the end of its log', async () => {
    await using folder = await scratchFolder('temporal')
    const broken = join(folder.path, 'temporal')
    await writeFile(broken, '#!/bin/sh\necho "no such flag"\nexit 9\n', { mode: 0o755 })
    await expect(start(folder.path, { binary: broken })).rejects.toThrow(
      /did not start \(exit code 9\)[\s\S]*no such flag/,
    )
  })
})

/** 127.0.0.1 and ::1 as /proc/net/tcp and tcp6 write them. */
const LOOPBACK_ADDRESSES = [
  '0100007F',
  '0000000000000000FFFF00000100007F',
  '00000000000000000000000001000000',
]

const listeningAddresses = async (pid: number): Promise<string[]> =>
  (await listening(pid)).map(([address]) => address)

const listeningPorts = async (pid: number): Promise<number[]> => [
  ...new Set((await listening(pid)).map(([, port]) => Number.parseInt(port, 16))),
]

/** What any page may send anywhere without asking first. Undefined where no HTTP is spoken. */
async function postLikeAForm(port: number, workflowId: string): Promise<number | undefined> {
  const body = JSON.stringify({ workflowType: { name: 'x' }, taskQueue: { name: 'x' } })
  const headers = { 'content-type': 'text/plain', origin: 'https://page.invalid' }
  const url = `http://127.0.0.1:${port}/api/v1/namespaces/casbah/workflows/${workflowId}`
  const signal = AbortSignal.timeout(FORM_ANSWER_MS)
  return fetch(url, { method: 'POST', headers, body, signal }).then(
    ({ status }) => status,
    () => undefined,
  )
}

async function listening(pid: number): Promise<(readonly [address: string, port: string])[]> {
  const sockets = await socketsOf(pid)
  const tables = await Promise.all([readFile('/proc/net/tcp', 'utf8'), readFile('/proc/net/tcp6', 'utf8')])
  const rows = tables.flatMap((table) => table.split('\n')).map((line) => line.trim().split(/\s+/))
  return rows
    .filter((row) => row[3] === '0A' && sockets.has(`socket:[${row[9]}]`))
    .map((row) => {
      const [address = '', port = ''] = row[1]?.split(':') ?? []
      return [address, port] as const
    })
}

async function socketsOf(pid: number): Promise<Set<string>> {
  const entries = await readdir(`/proc/${pid}/fd`)
  return new Set(await Promise.all(entries.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''))))
}
