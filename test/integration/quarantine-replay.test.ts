import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/**
 * What could not be read is set aside by its place, and read again by it: once a version understands it, nothing of
 * upstream is missing any more, and what was stored already is stored once.
 */
const NAME = 'Acme'
const POISONED = ['logs.AUTH_LOG', 'platform.audit_logs', 'chatgpt.gpts'] as const

let stack: Stack
let id: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  stack = await startStack()
  ;({ id } = await stack.integrate({ display_name: NAME }))
  env = {
    CASBAH_URL: stack.api.url,
    CASBAH_TOKEN_FILE: join(stack.folder, 'token'),
    CASBAH_DATA: stack.folder,
  }
})
afterAll(() => stack?.close())

const collect = async () => {
  const { full, incremental } = await stack.collect(id)
  const runs = await stack.ended(full.run_id, incremental.run_id)
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
}

const quarantine = (...args: string[]) => runCli(['quarantine', ...args], env)

interface Listed {
  readonly stream: string
  readonly reason: string
  readonly outcome: string | null
  readonly replay: string
  readonly replay_asked_at: string | null
  readonly locator: { readonly file_id: string | null }
}

async function listed(state: string): Promise<readonly Listed[]> {
  const { stdout } = await quarantine('list', NAME, '--state', state, '--limit', '200', '--json')
  return (JSON.parse(stdout) as { data: Listed[] }).data
}

const streamsOf = (rows: readonly Listed[]) => [...new Set(rows.map(({ stream }) => stream))].sort()

const eventsHeld = async (stream: string) =>
  (
    await stack.database.sql<{ eventId: string; occurredAt: string }[]>`
      select event_id as "eventId", occurred_at::text as "occurredAt" from events
      where integration_id = ${id} and stream = ${stream} order by event_id`
  ).map(({ eventId, occurredAt }) => `${eventId} ${occurredAt}`)

test('what is met again stays, what is not is settled, by replay or by the next full run', async () => {
  await stack.scenario({ poison: { unknownShape: POISONED } })
  await collect()
  const first = await listed('open')
  expect(streamsOf(first)).toEqual([...POISONED].sort())
  expect(await listed('settled')).toEqual([])

  const asked = await quarantine('replay', NAME, '--json')
  const { data } = JSON.parse(asked.stdout) as { data: { stream: string; records: number; files: number }[] }
  expect(data.map(({ stream }) => stream)).toEqual(['logs.AUTH_LOG', 'platform.audit_logs'])
  const files = new Set(
    first.filter(({ stream }) => stream === 'logs.AUTH_LOG').map(({ locator }) => locator.file_id),
  )
  expect(data[0]).toMatchObject({ records: files.size, files: files.size })
  expect((await listed('open')).filter((row) => row.replay_asked_at !== null).length).toBeGreaterThan(0)
  await collect()
  // Nothing has changed upstream: every record is met again, and none twice.
  const again = await listed('open')
  expect(streamsOf(again)).toEqual([...POISONED].sort())
  expect(again.every(({ replay_asked_at }) => replay_asked_at === null)).toBe(true)
  expect(await listed('settled')).toEqual([])
  expect(await stack.mismatches(id)).toEqual([])

  await stack.scenario({ poison: { unknownShape: [] } })
  await collect()
  // State is read whole by every full run; what happened waits until somebody asks.
  expect(streamsOf(await listed('settled'))).toEqual(['chatgpt.gpts'])
  expect((await quarantine('replay', NAME)).stderr).toContain('logs.AUTH_LOG')
  await collect()
  expect(await listed('open')).toEqual([])
  const settled = await listed('settled')
  expect(streamsOf(settled)).toEqual([...POISONED].sort())
  expect(settled.every(({ outcome }) => outcome === 'not_met_again')).toBe(true)
  expect((await quarantine('list', NAME)).stderr).toContain('Nothing is set aside')
  expect(await stack.mismatches(id)).toEqual([])
})

test('an event that was set aside is stored once its file is read again, and the others are not stored twice', async () => {
  const { sql } = stack.database
  const before = await eventsHeld('logs.AUTH_LOG')
  const [lost] = before
  const [fileId] = (await listed('settled')).flatMap(({ stream, locator }) =>
    stream === 'logs.AUTH_LOG' && locator.file_id !== null ? [locator.file_id] : [],
  )
  if (lost === undefined || fileId === undefined) throw new Error('the tenant has no sign-in logs')
  const files = await sql<{ fileId: string }[]>`
    select distinct locator->>'fileId' as "fileId" from quarantine
    where integration_id = ${id} and stream = 'logs.AUTH_LOG'`
  const [eventId] = lost.split(' ')
  await sql`delete from events where integration_id = ${id} and event_id = ${eventId ?? ''}`
  await sql`delete from event_keys where integration_id = ${id} and event_id = ${eventId ?? ''}`
  expect(await eventsHeld('logs.AUTH_LOG')).toEqual(before.slice(1))
  // Every file of the tenant has had a record set aside, so one of them holds the event.
  await sql`update quarantine set settled_at = null, outcome = null
    where integration_id = ${id} and stream = 'logs.AUTH_LOG'`
  const asked = await quarantine('replay', NAME)
  expect(asked.stderr).toContain(`in ${files.length} files`)
  await collect()
  expect(await eventsHeld('logs.AUTH_LOG')).toEqual(expect.arrayContaining(before))
  expect(await listed('open')).toEqual([])
  expect(await stack.mismatches(id)).toEqual([])
})

test('a file that upstream has deleted says so, and holds up nothing', async () => {
  const { sql } = stack.database
  const [row] = await sql<{ locator: { fileId: string } }[]>`
    select locator from quarantine where integration_id = ${id} and stream = 'logs.AUTH_LOG' limit 1`
  const locator = { ...row?.locator, fileId: 'eclf_000000000000000000000000' }
  await sql`
    insert into quarantine (id, integration_id, stream, run_id, locator_hash, locator, reason, path)
    select ${randomUUID()}, integration_id, stream, run_id, 'of a deleted file', ${JSON.stringify(locator)}::text::jsonb, reason, path
    from quarantine where integration_id = ${id} and stream = 'logs.AUTH_LOG' limit 1`
  await quarantine('replay', NAME)
  await collect()
  const gone = (await listed('any')).filter(({ locator: place }) => place.file_id === locator.fileId)
  expect(gone.map(({ reason, outcome }) => `${reason} ${outcome}`).sort()).toEqual([
    'file_gone null',
    'unknown_shape file_gone',
  ])
  expect((await quarantine('replay', NAME)).stderr).toContain('Nothing is set aside that has to be asked for')
  expect(await stack.mismatches(id)).toEqual([])
})
