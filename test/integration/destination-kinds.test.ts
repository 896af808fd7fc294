import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendTest } from '../../src/destinations/registry.ts'
import type { BatchedKind } from '../../src/model/core/destinations.ts'
import { BATCHING, DESTINATION_KINDS, isBatched } from '../../src/model/core/destinations.ts'
import { parseAllowedHosts } from '../../src/model/schema/webhook-url.ts'
import type { Resolve } from '../../src/webhooks/pin.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { certificateFor } from '../support/certificate.ts'
import { runCli } from '../support/cli.ts'
import { startMessageReceiver } from '../support/message-receiver.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'
import { REFUSED_ANSWERS } from '../support/ssrf-cases.ts'

/** Each kind of destination as people set it up, and what none of them may reach. */

const KINDS = DESTINATION_KINDS.filter(isBatched)
const TOKEN = 'hec-token-0f1e2d3c'
const CA = certificateFor().cert

const opened = new AsyncDisposableStack()
let receiver: Awaited<ReturnType<typeof startMessageReceiver>>
let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let folder: string

beforeAll(async () => {
  folder = opened.use(await scratchFolder('destinations')).path
  receiver = await startMessageReceiver()
  opened.defer(() => receiver.close())
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database, { allowedHosts: receiver.host })
  opened.defer(() => api.close())
  served = await serveApi(api)
  opened.defer(() => served.close())
})
afterAll(() => opened.disposeAsync())

const post = (path: string, body?: object): Promise<Answer> =>
  api.call('POST', `/api/v1${path}`, body === undefined ? {} : { body })
const cli = (...args: string[]) => runCli(args, served.env)
const fileWith = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, `${text}\n`)
  return file
}

/** A body that each kind takes. */
const GOOD: Readonly<
  Record<BatchedKind, { readonly url: string; readonly token?: string; readonly [name: string]: unknown }>
> = {
  slack: { url: 'https://hooks.slack.example/services/T0/B0/SLACKSECRET-k3yZ' },
  teams: { url: 'https://flows.example/workflows/1/triggers/x?sig=TEAMSSECRET-k3yZ' },
  splunk_hec: { url: 'https://splunk.example:8088/', token: TOKEN, settings: { index: 'main', ca: CA } },
  syslog: { url: 'tls://logs.example:6514', settings: { ca: CA } },
  jira: { url: 'https://acme.atlassian.example', token: `a@b.c:${TOKEN}`, settings: { project: 'SEC' } },
  servicenow: { url: 'https://acme.service-now.example', token: `casbah:${TOKEN}`, settings: {} },
  s3: { url: 'https://s3.example', token: 'AKID:S3SECRET', settings: { bucket: 'siem', path_style: true } },
  email: {
    ...{ url: 'smtps://mail.example', token: 'casbah:MAILSECRET' },
    settings: { from: 'casbah@example.com', to: ['soc@example.com'] },
  },
}

/** What is no https. */
const SCHEMES: Partial<Record<BatchedKind, string>> = { syslog: 'tls:', email: 'smtps:' }

/** As little as each takes. */
const settingsOf = (kind: BatchedKind): object => ({
  ...(GOOD[kind].settings as object | undefined),
  ...(kind === 'splunk_hec' || kind === 'syslog' ? { ca: null } : {}),
})

describe.each(KINDS)('%s', (kind) => {
  test('is made, with what was left out as it is by default, changed, and its secrets are nowhere', async () => {
    const made = await post('/destinations', { kind, ...GOOD[kind] })
    expect(made.status, made.text).toBe(201)
    const { byDefault, most } = BATCHING[kind].windowSeconds
    expect(made.json).toMatchObject({
      kind,
      secret: null,
      settings: { detail: 'counts', window_seconds: byDefault },
    })
    const path = `/api/v1/destinations/${made.json.id}`
    const changed = await api.call('PATCH', path, { body: { settings: { detail: 'names' } } })
    expect(changed.json.settings).toEqual({ ...(made.json.settings as object), detail: 'names' })
    expect(changed.json.revision).not.toBe(made.json.revision)
    const [audited] = await fresh.database.sql`
      select detail from audit_log where action = 'destination.change' order by seq desc limit 1`
    expect(audited?.detail).toEqual({ fields: ['settings.detail'] })
    const tooLong = await api.call('PATCH', path, { body: { settings: { window_seconds: most + 1 } } })
    expect(tooLong.json).toMatchObject({ status: 400, errors: [{ pointer: '/settings/window_seconds' }] })
    const rows = await fresh.database.sql`
      select d::text as text from destinations d union all select a::text from audit_log a`
    const everywhere = [made.text, JSON.stringify(rows), ...api.logged].join('\n')
    expect(everywhere).not.toMatch(/SLACKSECRET|TEAMSSECRET|S3SECRET|MAILSECRET|hec-token/)
  })

  test('takes no settings and no token that are not its own', async () => {
    const body = { kind, ...GOOD[kind] }
    const unknown = await post('/destinations', { ...body, settings: { ...settingsOf(kind), colour: 'red' } })
    expect(unknown.json).toMatchObject({ status: 400, errors: [{ pointer: '/settings' }] })
    const isNeeded = 'token' in body && kind !== 'email'
    const other = { ...body, token: isNeeded ? undefined : TOKEN }
    expect((await post('/destinations', other)).json).toMatchObject({ errors: [{ pointer: '/token' }] })
    const key = await post('/destinations', {
      ...body,
      settings: { ...settingsOf(kind), ca: '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----' },
    })
    expect(key.status).toBe(400)
  })

  test.each([
    'https://127.0.0.1:PORT/',
    'https://localhost/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'https://0x7f.1/',
  ])('is not at %s', async (text) => {
    const url = text.replace('PORT', '6514').replace('https:', SCHEMES[kind] ?? 'https:')
    const body = { kind, ...GOOD[kind], url }
    for (const path of ['/destinations', '/destinations/test']) {
      const { text: said, json } = await post(path, body)
      expect(json, said).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
    }
  })

  test('is refused where its name leads inside, and where its row says so', async () => {
    let heard = 0
    const canary = createTcpServer((socket) => {
      heard += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(canary, 'listening')
    try {
      const { port } = canary.address() as AddressInfo
      const scheme = (SCHEMES[kind] ?? 'https:').slice(0, -1)
      const target = (url: string, resolve: Resolve) => ({
        ...{ url, token: GOOD[kind].token ?? TOKEN, settings: settingsOf(kind) },
        ...{ publicUrl: null, timeoutMs: 2_000 },
        ...{ allowedHosts: parseAllowedHosts(''), resolve },
      })
      for (const [, host, addresses] of REFUSED_ANSWERS) {
        const resolve: Resolve = async () => addresses.map((address) => ({ address, family: 4 }))
        const { answer } = await sendTest(kind, target(`${scheme}://${host}:${port}`, resolve), null)
        expect(answer).toMatchObject({ kind: 'refused', code: 'private_address' })
      }
      const { answer } = await sendTest(
        kind,
        target(`${scheme}://127.0.0.1:${port}`, async () => []),
        null,
      )
      expect(answer).toMatchObject({ kind: 'refused', code: 'url_not_allowed' })
      expect(heard).toBe(0)
      const allowed = {
        ...target(`${scheme}://127.0.0.1:${port}`, async () => []),
        allowedHosts: new Set(['127.0.0.1']),
      }
      await sendTest(kind, allowed, null)
      expect(heard).toBe(1)
    } finally {
      canary.close()
    }
  })
})

test('a test message says that it is one, and what came of it', async () => {
  for (const kind of KINDS.filter((one) => SCHEMES[one] === undefined)) {
    receiver.reset()
    const made = await post('/destinations', {
      kind,
      ...GOOD[kind],
      settings: settingsOf(kind),
      url: `http://${receiver.host}/${kind === 's3' ? '' : 'x'}`,
    })
    const tested = await post(`/destinations/${made.json.id}/test`)
    const isOfTickets = kind === 'jira' || kind === 'servicenow'
    // What answers there is no project and no table.
    expect(tested.json).toMatchObject(
      isOfTickets
        ? { taken: false, code: 'unexpected_answer' }
        : { outcome: 'answered', taken: true, status: 200 },
    )
    const [request] = receiver.received
    // Of tickets none is made: it is looked whether one could be.
    if (isOfTickets) expect(request?.path).toMatch(/\/(project\/SEC|table\/incident\?sysparm_limit=1&.*)$/)
    else expect(request?.body).toMatch(/This is a test|"type":"ping"/)
    await fresh.database.sql`truncate webhook_tests`
  }
})

test('secrets that come from outside are replaced at once, at the same host', async () => {
  const made = await post('/destinations', {
    ...{ kind: 'splunk_hec', url: `http://${receiver.host}/a`, token: TOKEN },
  })
  const rotate = (body: object) => post(`/destinations/${made.json.id}/rotate-secret`, body)
  expect((await rotate({})).json).toMatchObject({ status: 400, errors: [{ pointer: '/token' }] })
  expect((await rotate({ url: 'https://elsewhere.example/' })).json).toMatchObject({
    ...{ status: 400, errors: [{ pointer: '/url' }] },
  })
  const rotated = await rotate({ token: 'another-token', url: `http://${receiver.host}/b` })
  expect([rotated.status, rotated.json.secret]).toEqual([200, null])
  receiver.reset()
  await post(`/destinations/${made.json.id}/test`)
  expect(receiver.received[0]).toMatchObject({
    path: '/b',
    headers: { authorization: 'Splunk another-token' },
  })
  const slack = await post('/destinations', { kind: 'slack', ...GOOD.slack })
  expect((await post(`/destinations/${slack.json.id}/rotate-secret`, { token: 'x' })).status).toBe(400)
  const hook = await post('/destinations', { url: 'https://hooks.example.com/casbah' })
  const refused = await post(`/destinations/${hook.json.id}/rotate-secret`, { token: 'x' })
  expect(refused.json).toMatchObject({ status: 400, errors: [{ pointer: '/token' }] })
})

test('whoever replaces a URL has the token sent to no other port, and not in the clear', async () => {
  await fresh.database.sql`truncate destinations cascade`
  const { settings } = GOOD.email
  for (const [kind, url, others, same] of [
    ['splunk_hec', 'https://splunk.internal/', ['http://splunk.internal/'], 'https://splunk.internal:443/x'],
    ['jira', 'https://jira.internal', ['http://jira.internal'], 'https://jira.internal/jira'],
    [
      ...(['email', 'smtps://mail.internal'] as const),
      ['smtp+plain://mail.internal', 'smtp://mail.internal', 'smtps://mail.internal:2465'],
      'smtps://MAIL.internal:465',
    ],
    ['syslog', 'tls://logs.internal', ['tls://logs.internal:443'], 'tls://logs.internal:6514'],
  ] as const) {
    const allowedHosts = 'splunk.internal,jira.internal,mail.internal,logs.internal'
    await using inside = Object.assign(await startTestApi(fresh.database, { allowedHosts }), {
      [Symbol.asyncDispose]: () => inside.close(),
    })
    const made = await inside.call('POST', '/api/v1/destinations', {
      body: { kind, ...GOOD[kind], url, settings: kind === 'email' ? settings : settingsOf(kind) },
    })
    expect(made.status, made.text).toBe(201)
    const path = `/api/v1/destinations/${made.json.id}/rotate-secret`
    for (const other of others) {
      const { json } = await inside.call('POST', path, { body: { url: other } })
      expect(json, other).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
    }
    expect((await inside.call('POST', path, { body: { url: same } })).status).toBe(200)
  }
})

test('fields of tickets that are nested without end are refused, and break nothing', async () => {
  await fresh.database.sql`truncate destinations cascade`
  for (const levels of [20, 1_000, 3_000]) {
    const fields: unknown = JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)
    const answer = await post('/destinations', {
      kind: 'jira',
      ...GOOD.jira,
      settings: { project: 'SEC', fields },
    })
    expect(answer.json, String(levels)).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/settings/fields' }] },
    })
  }
})

test('the command line adds, shows, tries and rotates them, with secrets from files', async () => {
  await fresh.database.sql`truncate destinations, webhook_tests cascade`
  const urlFile = await fileWith('slack.url', `http://${receiver.host}/services/CLI-SECRET`)
  const added = await cli('destinations', 'add', 'slack', '--url-file', urlFile, '--names', '--window', '300')
  expect(added.code, added.stderr).toBe(0)
  expect(added.stdout).toBe('')
  const shown = (await cli('destinations', 'show', receiver.host)).stdout
  expect(shown).toMatch(/kind: +Slack[\s\S]*detail: +names[\s\S]*window_seconds: +300/)
  expect(shown).not.toContain('CLI-SECRET')
  expect((await cli('destinations', 'test', receiver.host)).stderr).toMatch(/^Taken: 200 after/)
  const rotated = await cli(
    'destinations',
    'rotate-secret',
    receiver.host,
    '--url-file',
    await fileWith('new.url', `http://${receiver.host}/services/ANOTHER`),
  )
  expect([rotated.code, rotated.stderr]).toEqual([0, expect.stringContaining('holds from now on')])
  const noToken = await cli('destinations', 'add', 'splunk-hec', 'https://splunk.example:8088')
  expect([noToken.code, noToken.stderr]).toEqual([2, expect.stringContaining('--token-file')])
  const splunk = await cli(
    ...['destinations', 'add', 'splunk-hec', 'https://splunk.example:8088', '--index', 'main'],
    ...['--token-file', await fileWith('hec.token', TOKEN), '--ca-file', await fileWith('ca.pem', CA)],
  )
  expect(splunk.code, splunk.stderr).toBe(0)
  expect((await cli('destinations', 'add', 'syslog', 'tls://logs.example')).code).toBe(0)
  const store = await cli(
    ...[
      'destinations',
      'add',
      's3',
      'https://s3.example',
      '--token-file',
      await fileWith('aws', 'AK:S3SECRET'),
    ],
    ...['--bucket', 'siem', '--region', 'eu-1', '--prefix', 'a/b', '--path-style', '--gzip'],
    ...['--encryption', 'aws:kms', '--kms-id', 'key-1'],
  )
  expect(store.code, store.stderr).toBe(0)
  const mail = await cli(
    ...['destinations', 'add', 'email', 'smtp://mail.example', '--from', 'casbah@example.com'],
    ...['--to', 'soc@example.com', 'ciso@example.com'],
  )
  expect(mail.code, mail.stderr).toBe(0)
  const listed = (await cli('destinations', 'list')).stdout
  expect(listed).toContain('tls://logs.example:6514')
  expect((await cli('destinations', 'show', 'splunk.example:8088')).stdout).toContain(
    'certificates of its own',
  )
  expect((await cli('destinations', 'add', 'pager', 'https://x.example/')).code).toBe(2)
})

test('a document says what they are, makes them, and changes their settings', async () => {
  await fresh.database.sql`truncate destinations cascade`
  const env = { ...served.env, SLACK: String(GOOD.slack.url), HEC: TOKEN, AWS: 'AK:S3SECRET' }
  const write = (window: number) =>
    fileWith(
      'casbah.yaml',
      `version: 1
destinations:
  - { key: room, kind: slack, url: { from_env: SLACK }, settings: { window_seconds: ${window} } }
  - { key: mail, kind: email, url: 'smtps://mail.example', settings: { from: a@b.example, to: [c@d.example] } }
  - { key: lake, kind: s3, url: 'https://s3.example', token: { from_env: AWS }, settings: { bucket: siem } }
  - { key: siem, kind: splunk_hec, url: 'https://splunk.example:8088/', token: { from_env: HEC } }`,
    )
  const file = await write(60)
  const missing = await runCli(['plan', '-f', file], { ...env, HEC: '' })
  expect(missing.stderr + missing.stdout).toContain('destination siem is new and needs HEC')
  const odd = await runCli(['apply', '-f', file, '--yes'], { ...env, HEC: `${TOKEN} twice` })
  expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining('siem is new: its token must be')])
  expect(odd.stderr + odd.stdout).not.toContain(TOKEN)
  const noPair = await runCli(['apply', '-f', file, '--yes'], { ...env, AWS: 'S3SECRET' })
  expect([noPair.code, noPair.stderr]).toEqual([
    2,
    expect.stringContaining('lake is new: its token must be like ACCESS_KEY_ID:'),
  ])
  expect(noPair.stderr + noPair.stdout).not.toContain('S3SECRET')
  expect(await fresh.database.sql`select from destinations`).toHaveLength(0)
  const applied = await runCli(['apply', '-f', file, '--yes'], env)
  expect(applied.code, applied.stderr).toBe(0)
  expect(applied.stdout).toContain('token: given')
  const again = await runCli(['plan', '-f', file, '--detailed-exitcode'], env)
  expect(again.code).toBe(0)
  expect(again.stderr).toMatch(/destination siem: nothing of its token is shown.*rotate-secret/)
  expect(again.stderr).not.toContain('destination mail: nothing of its token')
  await write(120)
  const planned = await runCli(['plan', '-f', file], env)
  expect(planned.stdout).toContain('settings.window_seconds: 60 → 120')
  expect(planned.stdout + applied.stdout).not.toMatch(/SLACKSECRET|S3SECRET|hec-token/)
  expect((await runCli(['apply', '-f', file, '--yes'], env)).code).toBe(0)
  const rows = await fresh.database
    .sql`select key, settings->>'window_seconds' as seconds from destinations order by key`
  expect(rows.map(({ key, seconds }) => [key, seconds])).toEqual([
    ['lake', '300'],
    ['mail', '900'],
    ['room', '120'],
    ['siem', '5'],
  ])
  const exported = (await runCli(['export', 'config'], env)).stdout
  for (const part of ['kind: splunk_hec', 'from_env: CASBAH_TOKEN_SIEM', 'window_seconds: 120'])
    expect(exported).toContain(part)
  // A mailbox without a login needs none to be made again.
  expect(exported).not.toContain('CASBAH_TOKEN_MAIL')
})
