import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyMode } from '../../src/activities/apply-mode.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { setMode } from '../../src/db/integrations/change-integration.ts'
import { dataKey } from '../../src/db/seal/data-key.ts'
import { contentPlace } from '../../src/db/seal/place.ts'
import type { CollectionMode } from '../../src/model/core/collection-mode.ts'
import { COLLECTION_MODES, isWider, modeAllows } from '../../src/model/core/collection-mode.ts'
import type { Draft } from '../../src/model/core/records.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import { FIELD_TABLE } from '../../src/privacy/fields.ts'
import { retain } from '../../src/privacy/retain.ts'
import { plantCanaries } from '../support/canaries.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, newTenant, retained } from '../support/db-fixtures.ts'
import type { Needle } from '../support/leak-forms.ts'
import { LeakScanner } from '../support/leak-scan.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scanDatabase } from '../support/traces.ts'

/**
 * The suite is made from the gate's own table: a marker in every listed field of every stream, and in fields that
 * nobody lists. Each mode, and each change from one to another, may leave in the whole database what the mode lists
 * and nothing else. Text may never stand there in clear, in no mode.
 */

let fresh: FreshDatabase
let tenant: Tenant
beforeEach(async () => {
  fresh = await freshDatabase()
  tenant = await newTenant(fresh.database)
})
afterEach(() => fresh.drop())

const now = new Date().toISOString()
const drafts = (stream: StreamName) =>
  ['login_success', 'GPT_CREATE'].map((action) => {
    const planted = plantCanaries(stream, action)
    // As of now: partitions are of the months around today.
    const dated = planted.draft.type === 'asset' ? {} : { occurredAt: now }
    return { ...planted, draft: { ...planted.draft, ...dated } as Draft }
  })

/** Collects every stream once, as a slice in this mode would. */
async function collect(mode: CollectionMode, runNo: number, gate: typeof retain = retain): Promise<void> {
  const { database, master, integrationId } = tenant
  const contentKey =
    mode === 'content' ? await dataKey(database.drizzle, master, integrationId, 'content') : undefined
  for (const stream of STREAM_NAMES) {
    const collector = new Collector(tenant, stream)
    const fence = [runNo, 0, 1] as const
    expect(await collector.claim(fence)).not.toBeNull()
    const records = drafts(stream).flatMap(({ draft }) => gate(mode, stream, draft) ?? [])
    const batch = collector.batch(fence, records, contentKey === undefined ? {} : { contentKey })
    await commitBatch(database.sql, batch)
  }
}

const change = (mode: CollectionMode) =>
  applyMode({ database: tenant.database }, { integrationId: tenant.integrationId, mode })

/** Markers that a mode may leave nowhere: of what it does not list, of text, and of what nobody lists. */
function forbidden(mode: CollectionMode): Needle[] {
  return STREAM_NAMES.flatMap((stream) =>
    drafts(stream).flatMap(({ listed, unlisted }) => {
      const kept = modeAllows(mode, STREAMS[stream].leastMode)
      const fields = [...listed].filter(
        ([row]) => row.class === 'content' || !(kept && modeAllows(mode, row.leastMode)),
      )
      return [...fields.map(([, marker]) => marker), ...unlisted].map((value) => ({ name: value, value }))
    }),
  )
}

async function leaks(needles: readonly Needle[]): Promise<string[]> {
  const scanner = new LeakScanner([...new Map(needles.map((needle) => [needle.value, needle])).values()])
  await scanDatabase(scanner, fresh.database.sql)
  expect(scanner.scanned).toBeGreaterThan(10_000)
  return scanner.leaks.map(({ needle, where, form }) => `${needle} in ${where} as ${form}`)
}

/** What of the text comes out again with the key for it. */
async function unsealed(): Promise<string> {
  const { database, master, integrationId } = tenant
  const rows = await database.sql<{ stream: StreamName; record_id: string; sealed: Buffer }[]>`
    select stream, record_id, sealed from contents`
  if (rows.length === 0) return ''
  const key = await dataKey(database.drizzle, master, integrationId, 'content')
  return rows
    .map((row) => key.unseal(contentPlace(row.stream, row.record_id), row.sealed).toString('utf8'))
    .join('\n')
}

/** The fields of the stream that the modes tell apart. */
const SAMPLES = FIELD_TABLE.filter(
  ({ stream, field }) => stream === 'logs.CONVERSATION_MESSAGE' && field.startsWith('attributes.'),
)

async function expectHeld(mode: CollectionMode): Promise<void> {
  const allowed = SAMPLES.filter((row) => row.class !== 'content' && modeAllows(mode, row.leastMode))
  const stored = await fresh.database.sql<{ text: string }[]>`
    select attributes::text as text from messages union all select attributes::text from events`
  const held = stored.map(({ text }) => text).join('\n')
  for (const { stream, field } of allowed) expect(held).toContain(`canary<${stream}|${field}>`)
  const texts = FIELD_TABLE.filter((row) => row.class === 'content')
  const inClear = await unsealed()
  if (mode === 'content') {
    for (const { stream, field } of texts) {
      const marker = `canary<${stream}|${field}>`
      const isPlanted = drafts(stream).some(({ listed }) => [...listed.values()].includes(marker))
      if (isPlanted) expect(inClear).toContain(marker)
    }
  } else expect(inClear).toBe('')
}

describe.each(COLLECTION_MODES)('mode %s', (mode) => {
  test('leaves what it lists, text only sealed, and nothing that nobody lists', async () => {
    await setMode(tenant.database.drizzle, tenant.integrationId, mode)
    await collect(mode, 1)
    expect(await leaks(forbidden(mode))).toEqual([])
    await expectHeld(mode)
  })
})

const CHANGES = COLLECTION_MODES.flatMap((from) =>
  COLLECTION_MODES.filter((to) => to !== from).map((to) => ({ from, to })),
)

describe.each(CHANGES)('from $from to $to', ({ from, to }) => {
  test('leaves what the new mode lists, at once and after the next collection', async () => {
    await setMode(tenant.database.drizzle, tenant.integrationId, from)
    await collect(from, 1)
    await change(to)
    expect(await leaks(forbidden(isWider(to, from) ? from : to))).toEqual([])
    if (!modeAllows(to, 'content')) expect(await unsealed()).toBe('')
    await collect(to, 2)
    expect(await leaks(forbidden(to))).toEqual([])
  })
})

describe('what the suite would find', () => {
  test('a mode that was set without purging', async () => {
    await setMode(tenant.database.drizzle, tenant.integrationId, 'content')
    await collect('content', 1)
    await setMode(tenant.database.drizzle, tenant.integrationId, 'none')
    const found = await leaks(forbidden('none'))
    expect(found.filter((leak) => leak.includes('logs.CONVERSATION_MESSAGE')).length).toBeGreaterThan(0)
    expect(await unsealed()).not.toBe('')
  })

  test('a gate that lets everything through', async () => {
    const open: typeof retain = (_mode, _stream, draft) => retained([draft])[0] ?? null
    await collect('metadata', 1, open)
    const found = await leaks(forbidden('metadata'))
    for (const field of ['attributes.content.value', 'attributes.nobody_lists_this']) {
      expect(found.some((leak) => leak.includes(`|${field}>`))).toBe(true)
    }
  })

  test('text that goes where the rest goes', async () => {
    const careless: typeof retain = (mode, stream, draft) => {
      const record = retain(mode, stream, draft)
      if (record === null || record.type === 'asset' || record.content === undefined) return record
      return { ...record, attributes: { ...record.attributes, text: record.content } }
    }
    await collect('content', 1, careless)
    expect((await leaks(forbidden('content'))).length).toBeGreaterThan(0)
  })
})
