import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BatchDeps } from '../../src/activities/deliver-batch.ts'
import { deliverBatch } from '../../src/activities/deliver-batch.ts'
import { findingPayload } from '../../src/activities/webhook-payloads.ts'
import { dispatchOutbox } from '../../src/db/deliveries/dispatch-outbox.ts'
import { sendTest } from '../../src/destinations/registry.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import type { Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { batchDeps } from '../support/batch-deps.ts'
import { certificateFor } from '../support/certificate.ts'
import { runCli } from '../support/cli.ts'
import { startMailServer } from '../support/mail-server.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { serveApi } from '../support/serve-api.ts'

/** What mailboxes are told, by a real sender to mail servers that listen for real. */

const OWN = certificateFor()
const ADDRESSES = { from: 'casbah@example.com', to: ['soc@example.com', 'ciso@example.com'] }

const opened = new AsyncDisposableStack()
const started = async (options: Parameters<typeof startMailServer>[0]) => {
  const server = await startMailServer({ ...OWN, ...options })
  opened.defer(() => server.close())
  return server
}
let implicit: Awaited<ReturnType<typeof startMailServer>>
let upgrading: typeof implicit
let clear: typeof implicit
let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let deps: BatchDeps

beforeAll(async () => {
  implicit = await started({ secure: true })
  upgrading = await started({})
  clear = await started({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] })
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database, { allowedHosts: '127.0.0.1' })
  opened.defer(() => api.close())
  deps = batchDeps(api, fresh.database, { publicUrl: null })
})
afterAll(() => opened.disposeAsync())
beforeEach(async () => {
  for (const server of [implicit, upgrading, clear]) server.reset()
  await fresh.database.sql`truncate destinations, deliveries, notices, finding_events, findings cascade`
  tenant = await seededTenant(fresh.database)
})

async function add(url: string, settings: object = {}, token: string | null = 'casbah:right') {
  const made = await api.call('POST', '/api/v1/destinations', {
    body: {
      ...{ kind: 'email', url, settings: { ...ADDRESSES, ca: OWN.cert, ...settings } },
      ...(token !== null && { token }),
    },
  })
  expect(made.status, made.text).toBe(201)
  const destinationId = asDestinationId(String(made.json.id))
  const { integrationId } = tenant
  await dispatchOutbox(deps.db, { integrationId, limit: 1_000, payloadOf: findingPayload })
  return { destinationId }
}

async function rowsOf({ destinationId }: { destinationId: string }): Promise<readonly Json[]> {
  const path = `/api/v1/deliveries?destination=${destinationId}&limit=200`
  return (await api.call('GET', path)).json.data ?? []
}
const errorOf = async (of: { destinationId: string }) => String((await rowsOf(of))[0]?.last_error)
async function serving() {
  const served = await serveApi(api)
  return Object.assign(served, { [Symbol.asyncDispose]: () => served.close() })
}
const dueAgain = () => fresh.database.sql`update delivery_batches set due_at = now()`
const headerOf = (source: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(source ?? '')?.[1]?.trim()

test.each(['smtps', 'smtp'])(
  '%s: one mail for what a run found, over TLS, to all, and names nobody',
  async (scheme) => {
    await fresh.database.sql`update findings set evidence = evidence || '{"name":"Named Thing"}'`
    const server = scheme === 'smtps' ? implicit : upgrading
    const of = await add(`${scheme}://127.0.0.1:${server.port}`)
    expect(await deliverBatch(deps, of)).toMatchObject({ outcome: 'delivered' })
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    expect(mail).toMatchObject({ ...ADDRESSES, isSecure: true, user: 'casbah' })
    expect(headerOf(mail?.source, 'Auto-Submitted')).toBe('auto-generated')
    expect(headerOf(mail?.source, 'Subject')).toMatch(/^Casbah: \d+ findings of Tenant/)
    expect(mail?.source).not.toContain('Named Thing')
    const rows = await rowsOf(of)
    expect(rows).toHaveLength(tenant.findingIds.length)
    expect(
      rows.every(({ state, last_status }) => String(state) === 'delivered' && Number(last_status) === 250),
    ).toBe(true)
  },
)

test('names are told where that is asked for, and become no header and no markup', async () => {
  const name = 'x\r\nBcc: evil@evil.example <img src=x>'
  await fresh.database.sql`update findings set evidence = ${JSON.stringify({ name })}::text::jsonb`
  await fresh.database.sql`update integrations set display_name = ${name}
    where id = ${tenant.integrationId}`
  const of = await add(`smtps://127.0.0.1:${implicit.port}`, { detail: 'names' })
  expect(await deliverBatch(deps, of)).toMatchObject({ outcome: 'delivered' })
  const [mail] = implicit.mails
  expect(mail?.to).toEqual(ADDRESSES.to)
  expect(mail?.source).not.toMatch(/^bcc:/im)
  // Lines that were broken by quoted-printable are one again.
  const whole = (mail?.source ?? '').replaceAll('=\r\n', '')
  expect(whole).toContain('evil@evil.example &lt;img')
  expect(whole.slice(whole.indexOf('<!doctype'))).not.toContain('<img')
})

test('in the clear to a host that is allowed, and never by a server that will not be upgraded', async () => {
  const plain = await add(`smtp+plain://127.0.0.1:${clear.port}`, {}, null)
  expect(await deliverBatch(deps, plain)).toMatchObject({ outcome: 'delivered' })
  expect(clear.mails).toMatchObject([{ isSecure: false, user: null }])
  const refused = await api.call('POST', '/api/v1/destinations', {
    body: { kind: 'email', url: 'smtp+plain://mail.example', settings: ADDRESSES },
  })
  expect(refused.json).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
  const strict = { destinationId: null, of: `smtp://127.0.0.1:${clear.port}` }
  const target = {
    ...{ url: strict.of, token: 'casbah:right', settings: { ...ADDRESSES, ca: OWN.cert }, publicUrl: null },
    ...{ allowedHosts: deps.allowedHosts, timeoutMs: 5_000 },
  }
  const { answer } = await sendTest('email', target, null)
  expect(answer).not.toMatchObject({ kind: 'answered', status: 250 })
  expect(clear.mails).toHaveLength(1)
})

test('a certificate of somebody else and a wrong password are told apart, and neither is kept', async () => {
  const wrong = await add(`smtps://127.0.0.1:${implicit.port}`, { ca: certificateFor().cert })
  expect(await deliverBatch(deps, wrong)).toMatchObject({ outcome: 'again' })
  expect(await errorOf(wrong)).toMatch(/SIGNED|VERIFY|CERT|ETLS|ESOCKET|ECONNECTION/)
  await fresh.database.sql`truncate destinations, deliveries, delivery_batches cascade`
  await fresh.database.sql`update finding_events set dispatched_at = null`
  const denied = await add(`smtp://127.0.0.1:${upgrading.port}`, {}, 'casbah:MAILSECRET')
  expect(await deliverBatch(deps, denied)).toMatchObject({ outcome: 'again' })
  expect(await errorOf(denied)).toBe('status_535')
  const rows = await fresh.database.sql`
    select d::text as text from destinations d union all select a::text from audit_log a`
  const everywhere = [JSON.stringify(rows), JSON.stringify(await rowsOf(denied)), ...api.logged].join('\n')
  expect(everywhere).not.toContain('MAILSECRET')
  const path = `/api/v1/destinations/${denied.destinationId}/rotate-secret`
  expect((await api.call('POST', path, { body: { token: 'casbah:right' } })).status).toBe(200)
  await dueAgain()
  expect(await deliverBatch(deps, denied)).toMatchObject({ outcome: 'delivered' })
})

test('a greylisted mail is sent again with the same id, and recipients that are refused hold up no other', async () => {
  const of = await add(`smtps://127.0.0.1:${implicit.port}`)
  implicit.state.mail = () => 451
  expect(await deliverBatch(deps, of)).toMatchObject({ outcome: 'again' })
  expect(await errorOf(of)).toBe('status_451')
  // One is greylisted, one is not: both are told again.
  implicit.state.mail = () => 250
  implicit.state.recipient = (address) => (address.startsWith('soc') ? 450 : 250)
  await dueAgain()
  expect(await deliverBatch(deps, of)).toMatchObject({ outcome: 'again' })
  expect(await errorOf(of)).toBe('status_450')
  // One is refused for good: the other has been told.
  implicit.state.recipient = (address) => (address.startsWith('soc') ? 550 : 250)
  await dueAgain()
  expect(await deliverBatch(deps, of)).toMatchObject({ outcome: 'delivered' })
  expect(implicit.mails.map(({ to }) => to)).toEqual([['ciso@example.com'], ['ciso@example.com']])
  const ids = new Set(implicit.mails.map(({ source }) => headerOf(source, 'Message-ID')))
  expect([...ids]).toEqual([`<${String((await rowsOf(of))[0]?.batch_id)}@example.com>`])
})

test('a test says which of several recipients was refused, and names none', async () => {
  const { destinationId } = await add(`smtps://127.0.0.1:${implicit.port}`)
  const look = async () => await api.call('POST', `/api/v1/destinations/${destinationId}/test`)
  expect((await look()).json).toMatchObject({ taken: true, status: 250, refused_recipients: [] })
  implicit.state.recipient = (address) => (address.startsWith('ciso') ? 550 : 250)
  const refused = [{ position: 2, status: 550 }]
  const looked = await look()
  expect(looked.json).toMatchObject({ taken: true, status: 250, refused_recipients: refused })
  expect(looked.text).not.toContain('@')
  implicit.state.recipient = (address) => (address.startsWith('soc') ? 450 : 250)
  const later = [{ position: 1, status: 450 }]
  expect((await look()).json).toMatchObject({ taken: false, status: 450, refused_recipients: later })
  await using served = await serving()
  implicit.state.recipient = (address) => (address.startsWith('ciso') ? 550 : 250)
  const told = await runCli(['destinations', 'test', destinationId], served.env)
  expect([told.code, told.stderr]).toEqual([1, expect.stringContaining('1 of 2 recipients')])
  expect(told.stderr).toContain('recipient 2 (550)')
})

test('where nobody takes it, and where nobody says a word, it is tried again', async () => {
  const of = await add(`smtps://127.0.0.1:${implicit.port}`)
  implicit.state.recipient = () => 550
  expect(await deliverBatch(deps, of)).toMatchObject({ outcome: 'again' })
  expect(await errorOf(of)).toBe('status_550')
  const silent = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  try {
    const { port } = silent.address() as { port: number }
    const target = {
      ...{ url: `smtp://127.0.0.1:${port}`, token: '', settings: ADDRESSES, publicUrl: null },
      ...{ allowedHosts: deps.allowedHosts, timeoutMs: 300 },
    }
    const { answer } = await sendTest('email', target, null)
    expect(answer).toMatchObject({ kind: 'unreachable', code: 'timeout' })
    // The library alone would wait for half a minute.
    expect(answer.latencyMs).toBeLessThan(20_000)
  } finally {
    silent.close()
  }
})

test.each([
  ['a farewell for a greeting', '221 bye', '250 ok'],
  ['a reply of no meaning to a recipient', '220 hello', '300 perhaps?\r\n250 ok'],
  ['nonsense for one of two recipients', '220 hello', '250 ok\r\nwhat?'],
])('%s is no mail that was taken', async (_what, greeting, toRecipients) => {
  const replies = toRecipients.split('\r\n')
  let recipients = 0
  const odd = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write(`${greeting}\r\n`)
    socket.on('data', (bytes) => {
      const [verb] = String(bytes).split(/[ \r]/, 1)
      if (verb === 'RCPT') socket.write(`${replies[recipients++ % replies.length]}\r\n`)
      else if (verb === 'DATA') socket.write('354 go on\r\n')
      else socket.write('250 ok\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(odd, 'listening')
  try {
    const { port } = odd.address() as { port: number }
    const target = {
      ...{ url: `smtp+plain://127.0.0.1:${port}`, token: '', settings: ADDRESSES, publicUrl: null },
      ...{ allowedHosts: deps.allowedHosts, timeoutMs: 30_000 },
    }
    const { answer } = await sendTest('email', target, null)
    expect(answer).toMatchObject({ kind: 'unreachable', code: expect.stringMatching(/^E[A-Z]+$/) })
  } finally {
    odd.close()
  }
})
