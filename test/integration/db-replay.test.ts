import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { askForReplay } from '../../src/db/quarantine/ask-for-replay.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import { MOST_FILES_A_REPLAY } from '../../src/model/core/replays.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/** What stands in a cursor is read; what is asked for and does not stand there would be settled without being read. */
const STREAM = 'logs.AUTH_LOG'
let fresh: FreshDatabase
let id = asIntegrationId(randomUUID())
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

const sql = () => fresh.database.sql

beforeEach(async () => {
  id = asIntegrationId(randomUUID())
  await sql()`insert into checkpoints (integration_id, lane, stream, cursor, fence, run_no, started_at)
    values (${id}, 'incremental', ${STREAM}, '{"after":"2026-11-20T00:00:00Z"}', '{3,1,1}', 3, now())`
})

async function setAside(fileId: string, reason: string, stream = STREAM, days = 0): Promise<void> {
  const locator = { fileId, pageCursor: null, index: 0, recordId: null, sha256: 'a'.repeat(64) }
  await sql()`insert into quarantine (id, integration_id, stream, run_id, locator_hash, locator, reason, path, created_at)
    values (${randomUUIDv7()}, ${id}, ${stream}, ${randomUUID()}, ${`${fileId} ${reason}`},
      ${JSON.stringify(locator)}::text::jsonb, ${reason}, '$', now() - make_interval(days => ${days}))`
}

const again = async () => {
  const [row] = await sql()<{ files: string[] | null; fence: string }[]>`
    select (select array_agg(f->>'id' order by f->>'id') from jsonb_array_elements(cursor->'again') f) as files,
      fence::text from checkpoints where integration_id = ${id}`
  return { files: row?.files ?? [], fence: row?.fence }
}
const asked = async () =>
  (
    await sql()<{ file: string }[]>`select locator->>'fileId' as file from quarantine
      where integration_id = ${id} and replay_asked_at is not null order by 1`
  ).map(({ file }) => file)

test('a run asks for files that an outage kept back, and for nothing else', async () => {
  await setAside('f1', 'bad_checksum')
  await setAside('f2', 'link_refused')
  await setAside('f3', 'unknown_shape')
  await setAside('f4', 'file_too_large')
  await askForReplay(sql(), id, 'files_set_aside')
  expect(await again()).toEqual({ files: ['f1', 'f2'], fence: '{3,1,1,1}' })
  expect(await asked()).toEqual(['f1', 'f2'])
})

test('what a person has asked for is not replaced by what a run asks for', async () => {
  await setAside('f1', 'bad_checksum')
  await setAside('f2', 'unknown_shape')
  await askForReplay(sql(), id)
  expect((await again()).files).toEqual(['f1', 'f2'])
  expect(await askForReplay(sql(), id, 'files_set_aside')).toEqual([])
  expect((await again()).files).toEqual(['f1', 'f2'])
  expect(await asked()).toEqual(['f1', 'f2'])
})

test('no record is asked for whose file is beyond the bound, or was pushed beyond it', async () => {
  for (let n = 100; n < 100 + MOST_FILES_A_REPLAY; n += 1) await setAside(`f${n}`, 'unknown_shape')
  await askForReplay(sql(), id)
  // One that was set aside long ago, settled, and met again has an older id than all others.
  await sql()`insert into quarantine (id, integration_id, stream, run_id, locator_hash, locator, reason, path)
    select '01000000-0000-7000-8000-000000000000', integration_id, stream, run_id, 'older',
      jsonb_set(locator, '{fileId}', '"f0"'), reason, path from quarantine where integration_id = ${id} limit 1`
  await askForReplay(sql(), id)
  const { files } = await again()
  expect(files).toHaveLength(MOST_FILES_A_REPLAY)
  expect(await asked()).toEqual(files)
})

test('what lies before the look-back is not asked for, since nothing would read it', async () => {
  await setAside('old', 'unknown_shape', 'platform.audit_logs', 31)
  await setAside('new', 'unknown_shape', 'platform.audit_logs', 29)
  expect(await askForReplay(sql(), id)).toMatchObject([{ stream: 'platform.audit_logs', records: 1 }])
  expect(await asked()).toEqual(['new'])
})
