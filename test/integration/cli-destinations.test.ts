import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intoSecretFile } from '../../src/cli/secret-file.ts'
import { dispatchOutbox } from '../../src/db/deliveries/dispatch-outbox.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** Webhooks from the command line, in the order in which a person goes about it. */

let receiver: Server
let host: string
let folder: Awaited<ReturnType<typeof scratchFolder>>
let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let status = 204

beforeAll(async () => {
  receiver = createServer((_request, response) => response.writeHead(status).end()).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
  folder = await scratchFolder('cli-destinations')
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database, { allowedHosts: host })
  served = await serveApi(api)
  tenant = await seededTenant(fresh.database)
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
  await folder?.[Symbol.asyncDispose]()
  receiver?.close()
})

const BATCH = '019a5c7e-2f5b-7c1e-9f3a-0d6b8a4e1c22'

const cli = (...args: readonly string[]) => runCli(args, served.env)

test('a webhook is tried out, added, shown, rotated, switched off and on, and removed', async () => {
  expect((await cli('destinations', 'test', `http://${host}/hook`)).stderr).toMatch(
    /^Taken: 204 after \d+ ms\./,
  )
  const added = await cli('destinations', 'add', `http://${host}/hook`, '--least-severity', 'high')
  expect(added.code, added.stderr).toBe(0)
  expect(added.stdout).toMatch(/^whsec_\S+\n$/)
  expect(added.stderr).not.toContain(added.stdout.trim())
  expect((await cli('destinations', 'list')).stdout).toMatch(/from high.*enabled/)
  const shown = await cli('destinations', 'show', host)
  expect(shown.stdout).toContain('finding.opened')
  expect(shown.stdout).not.toContain('whsec_')
  const rotated = await cli('destinations', 'rotate-secret', host, '--overlap-hours', '2')
  expect(rotated.stdout).toMatch(/^whsec_\S+\n$/)
  expect(rotated.stdout).not.toBe(added.stdout)
  expect((await cli('destinations', 'show', host)).stdout).toContain('the one before signs, too, until')
  expect((await cli('destinations', 'disable', host)).stderr).toContain('told nothing')
  expect((await cli('destinations', 'list')).stdout).toContain('Disabled by hand.')
  status = 503
  const refused = await cli('destinations', 'test', host)
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('answered 503')])
  status = 204
  expect((await cli('destinations', 'enable', host)).code).toBe(0)
  expect((await cli('destinations', 'delete', host)).code).toBe(2)
  expect((await cli('destinations', 'delete', host, '--yes')).code).toBe(0)
  expect((await cli('destinations', 'show', host)).stderr).toContain('No destination leads to')
})

test('a secret goes into a new file of its owner, or nothing is asked for', async () => {
  const [secret, taken] = [join(folder.path, 'secret'), join(folder.path, 'taken')]
  const add = (file: string, url = `http://${host}/hook`) =>
    cli('destinations', 'add', url, '--secret-file', file)
  const count = async () => (JSON.parse((await cli('destinations', 'list', '--json')).stdout) as []).length
  const before = await count()
  await writeFile(taken, 'of before')
  for (const [file, why] of [
    [taken, 'EEXIST'],
    [join(folder.path, 'nowhere', 'secret'), 'ENOENT'],
  ] as const) {
    for (const refused of [
      await add(file),
      await cli('destinations', 'rotate-secret', host, '--secret-file', file),
    ])
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringContaining(`${file} cannot be written (${why}). Nothing was asked`),
      ])
  }
  expect(await readFile(taken, 'utf8')).toBe('of before')
  expect((await add(secret, 'http://elsewhere.example/')).code).toBe(2)
  expect(await readdir(folder.path)).toEqual(['taken'])
  expect(await count()).toBe(before)

  const added = await add(secret)
  expect([added.code, added.stdout]).toEqual([0, ''])
  expect(added.stderr).toContain(`Its secret is in ${secret}`)
  const first = await readFile(secret, 'utf8')
  expect(first).toMatch(/^whsec_\S+\n$/)
  expect((await stat(secret)).mode & 0o777).toBe(0o600)
  const fresh = join(folder.path, 'fresh')
  const rotated = await cli('destinations', 'rotate-secret', host, '--secret-file', fresh, '--json')
  expect(JSON.parse(rotated.stdout)).toMatchObject({ kind: 'webhook', secret: null })
  expect(await readFile(fresh, 'utf8')).toMatch(/^whsec_\S+\n$/)
  expect(await readFile(fresh, 'utf8')).not.toBe(first)
  const other = await cli(
    'destinations',
    'add',
    'syslog',
    'tls://logs.example',
    '--secret-file',
    join(folder.path, 'none'),
  )
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('syslog has no secret of ours')])
  expect((await cli('destinations', 'delete', host, '--yes')).code).toBe(0)
})

test('a secret whose answer was lost leaves no empty file, and is said to be made anew', async () => {
  const file = join(folder.path, 'lost')
  const lost = intoSecretFile({ file, namedBy: '--secret-file' }, async () => ({ id: BATCH, secret: null }))
  await expect(lost).rejects.toMatchObject({ next: expect.stringContaining(`rotate-secret ${BATCH}`) })
  await expect(stat(file)).rejects.toThrow('ENOENT')
})

test('deliveries are listed, shown, and sent again when they have ended', async () => {
  await cli('destinations', 'add', `http://${host}/hook`)
  await dispatchOutbox(fresh.database.drizzle, {
    ...{ integrationId: tenant.integrationId, limit: 1, payloadOf: () => ({ type: 'finding.opened' }) },
  })
  const { stdout } = await cli('deliveries', 'list', '--json')
  const id = String((JSON.parse(stdout) as { data: { id: string }[] }).data[0]?.id)
  expect((await cli('deliveries', 'list', '--destination', host)).stdout).toMatch(/finding\.opened.*pending/)
  const shown = await cli('deliveries', 'show', id)
  expect(shown.stderr).toContain('no attempt yet')
  expect(shown.stdout).toContain(`to:     webhook http://${host}/`)
  expect(shown.stdout).toContain('\n{\n  "type": "finding.opened"\n}\n')
  const early = await cli('deliveries', 'replay', id)
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('on its way')])
  await fresh.database.sql`update deliveries set state = 'abandoned'`
  expect((await cli('deliveries', 'replay', id)).stderr).toContain('goes out again')
  await fresh.database.sql`update deliveries set state = 'abandoned'`
  const all = await cli('destinations', 'replay-failed', host, '--since', '2026-01-01')
  expect(all.stderr).toBe('1 is on its way again.\n')
  await fresh.database.sql`update deliveries set state = 'failed', batch_id = ${BATCH}`
  const none = await cli('destinations', 'replay-failed', host, '--since', '2026-01-01')
  expect(none.stderr).toContain('0 are on their way again.\n1 more is not given up')
  const retrying = await cli('deliveries', 'list', '--state', 'retrying')
  expect(retrying.stdout).toMatch(new RegExp(`webhook ${host}/.*retrying.*…${BATCH.slice(-6)}.*${id}`))
  const again = await cli('deliveries', 'show', id)
  expect(again.stdout).toContain('finding.opened: retrying, sent again 2 times\n')
  expect(again.stdout).toContain(`batch:  ${BATCH}\n`)
  expect((await cli('destinations', 'replay-failed', host, '--since', 'yesterday')).code).toBe(2)
  expect((await cli('destinations', 'replay-failed', '--help')).stdout).toMatch(/--since <time> +required:/)
})

test('a mailbox is told once a week where somebody says when', async () => {
  const email = ['destinations', 'add', 'email', 'smtp://mail.example', '--from', 'a@example.com']
  const to = ['--to', 'b@example.com']
  for (const [flags, why] of [
    [['--digest-hour', '9'], 'A digest needs its day.'],
    [['--digest', 'noday'], 'Allowed choices are monday'],
    [['--digest', 'monday', '--digest-hour', '24'], 'an hour from 0 to 23'],
  ] as const) {
    const refused = await cli(...email, ...to, ...flags)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(why)])
  }
  const nowhere = await cli(...email, ...to, '--digest', 'monday', '--digest-time-zone', 'BST')
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('Europe/Berlin')])
  const zone = ['--digest-time-zone', 'Europe/Berlin']
  const added = await cli(...email, ...to, '--digest', 'friday', '--digest-hour', '17', ...zone)
  expect(added.code, added.stderr).toBe(0)
  expect(added.stderr).toMatch(/once a week, the first time at \d{4}-\d{2}-\d{2} 1[56]:00 UTC/)
  const shown = await cli('destinations', 'show', 'mail.example:587')
  expect(shown.stdout).toMatch(/^digest: +friday 17:00 Europe\/Berlin$/m)
  expect(shown.stdout).toMatch(/^next: +\d{4}-\d{2}-\d{2} 1[56]:00 UTC$/m)
  expect((await cli('deliveries', 'list', '--type', 'digest.weekly')).stderr).toContain('Nothing was sent.')
})

test('a refusal names the flag, and the file that is empty or not there', async () => {
  const empty = join(folder.path, 'empty')
  const token = join(folder.path, 'token')
  const nowhere = join(folder.path, 'nowhere')
  await writeFile(empty, '\n')
  await writeFile(token, 'a@example.com:secret')
  const add = (...args: string[]) => cli('destinations', 'add', ...args)
  const jira = await add('jira', 'https://acme.example', '--token-file', token)
  expect(jira.stderr).toMatch(/--setting project=KEY (?!\/)/)
  expect(jira.stderr).not.toContain('/settings')
  const clear = await add('http://hooks.example/')
  expect(clear.stderr).toContain('The URL must be an https URL; name the host in CASBAH_WEBHOOK_ALLOW_HOSTS')
  for (const flags of [
    ['slack', '--url-file'],
    ['splunk-hec', 'https://splunk.example', '--token-file'],
  ]) {
    const refused = await add(...flags, empty)
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining(`The file ${empty} is empty.`),
    ])
    expect((await add(...flags, nowhere)).stderr).toContain(
      `The file ${nowhere} of ${flags.at(-1)} cannot be read`,
    )
  }
  const asked = await runCli(['destinations', 'list'], {
    ...served.env,
    CASBAH_TOKEN: '',
    CASBAH_TOKEN_FILE: empty,
  })
  expect([asked.code, asked.stderr]).toEqual([4, expect.stringContaining(`The file ${empty} is empty.`)])
})

test('of Slack nothing is taken that it has no use for', async () => {
  const url = join(folder.path, 'slack.url')
  await writeFile(url, 'https://hooks.slack.com/services/T0/B0/x9Qzk3yZ')
  expect((await cli('destinations', 'add', 'slack', '--url-file', url)).code).toBe(0)
  const rotate = (...flags: string[]) => cli('destinations', 'rotate-secret', 'hooks.slack.com', ...flags)
  const overlap = await rotate('--url-file', url, '--overlap-hours', '2')
  expect([overlap.code, overlap.stderr]).toEqual([
    2,
    expect.stringContaining('--overlap-hours is of webhooks'),
  ])
  expect((await rotate()).stderr).toContain('--url-file is required')
  expect((await rotate('--url-file', url)).code).toBe(0)
  expect((await rotate('--help')).stdout).toMatch(
    /the new token \(splunk-hec, s3, email,\s+jira,\s+servicenow\)/,
  )
  expect((await cli('destinations', 'tickets', 'hooks.slack.com')).stderr).toContain('Slack keeps no tickets')
})
