import { writeFile } from 'node:fs/promises'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendToSyslog, syslogTarget } from '../../src/cli/export/syslog.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { certificateFor } from '../support/certificate.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'
import type { SyslogCollector } from '../support/syslog-collector.ts'
import { listenForSyslog } from '../support/syslog-collector.ts'

/** Findings to a collector of syslog that listens for real. */

const opened = new AsyncDisposableStack()
/** Milliseconds in which a collector on loopback is connected to, on a busy machine too. */
const PATIENCE_MS = 1_500

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let caFile: string
const own = certificateFor()

beforeAll(async () => {
  const folder = opened.use(await scratchFolder('syslog')).path
  caFile = join(folder, 'ca.pem')
  await writeFile(caFile, own.cert)
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database)
  opened.defer(() => api.close())
  tenant = await seededTenant(fresh.database)
  served = await serveApi(api)
  opened.defer(() => served.close())
})
afterAll(() => opened.disposeAsync())

const overTls = ({ cert, key } = own): Promise<SyslogCollector> =>
  listenForSyslog((take) => createTlsServer({ cert, key }, take).on('tlsClientError', () => undefined))

const send = (...args: string[]) => runCli(['export', 'findings', '--format', 'cef', ...args], served.env)

/** As a collector splits them: by the length that stands before each. */
function messagesIn(bytes: Buffer): string[] {
  const messages: string[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const space = rest.indexOf(' ')
    const end = space + 1 + Number(rest.subarray(0, space).toString('ascii'))
    messages.push(rest.subarray(space + 1, end).toString('utf8'))
    rest = rest.subarray(end)
  }
  return messages
}

test('every finding arrives over TLS, in a frame of its length, as the file has it', async () => {
  await using stack = new AsyncDisposableStack()
  const collector = await overTls()
  stack.defer(() => collector.close())
  const address = `tls://127.0.0.1:${collector.port}`
  const { code, stdout, stderr } = await send('--syslog', address, '--syslog-ca', caFile)
  expect([code, stdout, stderr]).toEqual([
    0,
    '',
    `${tenant.findingIds.length} messages handed over to ${address}.\n`,
  ])
  const messages = messagesIn(collector.received[0] ?? Buffer.alloc(0))
  const lines = messages.map(
    (message) => /^<13[0-3]>1 \S+ \S+ casbah \d+ finding - (CEF:0\|.*)$/.exec(message)?.[1],
  )
  const file = await send()
  expect(lines).toEqual(file.stdout.trimEnd().split('\n'))
  for (const id of tenant.findingIds) expect(file.stdout).toContain(`externalId=${id}`)
})

test('and over plain TCP to one that is near', async () => {
  await using stack = new AsyncDisposableStack()
  const collector = await listenForSyslog((take) => createTcpServer(take))
  stack.defer(() => collector.close())
  const { code, stderr } = await send('--syslog', `tcp://127.0.0.1:${collector.port}`, '--limit', '3')
  expect(code, stderr).toBe(0)
  expect(messagesIn(collector.received[0] ?? Buffer.alloc(0))).toHaveLength(3)
})

test('nothing is sent to one whose certificate is by nobody known, or for another', async () => {
  await using stack = new AsyncDisposableStack()
  const unknown = await overTls()
  stack.defer(() => unknown.close())
  const untrusted = await send('--syslog', `tls://127.0.0.1:${unknown.port}`)
  expect([untrusted.code, untrusted.stderr]).toEqual([1, expect.stringContaining('--syslog-ca')])
  const elsewhere = certificateFor([192, 0, 2, 1])
  const other = await overTls(elsewhere)
  stack.defer(() => other.close())
  await writeFile(`${caFile}.other`, elsewhere.cert)
  const mistaken = await send(
    ...['--syslog', `tls://127.0.0.1:${other.port}`, '--syslog-ca', `${caFile}.other`],
  )
  expect([mistaken.code, mistaken.stderr]).toEqual([1, expect.stringContaining('ALTNAME')])
  expect(Buffer.concat([...unknown.received, ...other.received])).toHaveLength(0)
})

test('a collector that hangs up is told of, with how many went before', async () => {
  await using stack = new AsyncDisposableStack()
  const collector = await listenForSyslog((take) =>
    createTcpServer((socket) => {
      take(socket)
      socket.resetAndDestroy()
    }),
  )
  stack.defer(() => collector.close())
  const { code, stderr } = await send('--syslog', `tcp://127.0.0.1:${collector.port}`)
  expect(code).toBe(1)
  expect(stderr).toMatch(/broke off after \d+ messages|cannot be reached/)
})

test('a collector is not told off for what the API takes its time with', async () => {
  await using stack = new AsyncDisposableStack()
  const collector = await listenForSyslog((take) => createTcpServer(take))
  stack.defer(() => collector.close())
  const slow = async function* () {
    for (const line of ['CEF:0|a|b|c|d|e|3|\n', 'CEF:0|a|b|c|d|f|3|\n']) {
      await new Promise((resolve) => setTimeout(resolve, 2 * PATIENCE_MS))
      yield Buffer.from(line)
    }
  }
  const target = syslogTarget(`tcp://127.0.0.1:${collector.port}`, undefined)
  expect(await sendToSyslog(target, slow(), PATIENCE_MS)).toBe(2)
})

test.each([
  [['--syslog', 'udp://127.0.0.1:514'], 'is not where a syslog collector could be'],
  [['--syslog', 'tcp://127.0.0.1'], 'is not where a syslog collector could be'],
  [['--syslog', 'tls://127.0.0.1:6514/path'], 'is not where a syslog collector could be'],
  [['--syslog', 'tcp://127.0.0.1:1', '--syslog-ca', 'x.pem'], 'goes with tls:// alone'],
  [['--syslog-ca', 'x.pem'], 'goes with --syslog alone'],
  [['--syslog', 'tls://127.0.0.1:1', '--out', 'x'], 'not with --out'],
])('%j is refused before anything is asked', async (args, said) => {
  const { code, stderr } = await send(...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
})
