import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyMode } from '../../src/activities/apply-mode.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { expireActivity } from '../../src/db/purge/purge-activity.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import { countActivity } from '../../src/evaluation/activity/count-activity.ts'
import { ACTIVITY_DAYS } from '../../src/model/core/activity.ts'
import type { AssetDraft, Draft, EventDraft, MessageDraft } from '../../src/model/core/records.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, login, message, newTenant, person } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let tenant: Tenant
beforeAll(async () => {
  fresh = await freshDatabase()
})
beforeEach(async () => {
  tenant = await newTenant(fresh.database)
})
afterAll(() => fresh.drop())

const sql = () => fresh.database.sql

interface Row {
  readonly kind: string
  readonly who: string
  readonly day: string
  readonly signal: string
  readonly count: number
  readonly last_at: string
}

const rowsOf = async ({ integrationId }: Tenant): Promise<string[]> => {
  const rows = await sql()<Row[]>`
    select subject_kind as kind, coalesce((select p.ref from people p where p.id::text = subject), subject) as who,
      day::text, signal, count::int as count, last_at from activity_daily where integration_id = ${integrationId}`
  return rows.map(lineOf).sort()
}

const lineOf = ({ kind, who, day, signal, count, last_at }: Row): string =>
  [kind, who, day, signal, count, new Date(last_at).toISOString()].join(' ')

const count = (of: Tenant, page = 5_000) =>
  countActivity({ sql: sql(), integrationId: of.integrationId, mode: 'metadata', page })

const fence = [1, 0, 1] as const

/** Streams of one tenant, each with a collector that has claimed it. */
async function collecting(of: Tenant, streams: readonly StreamName[]) {
  const collectors = new Map<StreamName, Collector>()
  for (const stream of streams) {
    const collector = new Collector(of, stream)
    await collector.claim(fence)
    collectors.set(stream, collector)
  }
  return (stream: StreamName, records: readonly Draft[]) => {
    const collector = collectors.get(stream)
    if (collector === undefined) throw new Error(`${stream} is not collected here`)
    return commitBatch(sql(), collector.batch(fence, records))
  }
}

const event = (
  stream: StreamName,
  eventId: string,
  occurredAt: string,
  more: Partial<EventDraft>,
): EventDraft => ({
  type: 'event',
  eventId,
  occurredAt,
  eventType: stream.replace('logs.', ''),
  action: null,
  actor: { kind: 'unknown' },
  attributes: {},
  ...more,
})

const DAY_S = 86_400
const FIRST_DAY = Date.parse('2026-11-01T00:00:00Z') / 1_000
const at = (second: number): string => new Date((FIRST_DAY + second) * 1_000).toISOString()

describe('days', () => {
  test('count by person, key, GPT, app and tool what shows in which signal', async () => {
    const commit = await collecting(tenant, [
      'logs.AUTH_LOG',
      'logs.AUDIT_LOG',
      'logs.APP_LOG',
      'logs.CONVERSATION_MESSAGE',
      'platform.audit_logs',
      'platform.usage',
      'platform.project_keys',
    ])
    const ann = { kind: 'person', person: person('ann') } as const
    await commit('logs.AUTH_LOG', [
      login('e1', 'ann', at(60)),
      { ...login('e2', 'ann', at(70)), action: 'login_failed' },
    ])
    await commit('logs.AUDIT_LOG', [
      event('logs.AUDIT_LOG', 'e3', at(80), { action: 'GPT_CREATE', actor: ann }),
      event('logs.AUDIT_LOG', 'e4', at(90), { actor: { kind: 'api_key', key: 'sk-…1234', person: null } }),
    ])
    await commit('platform.audit_logs', [
      event('platform.audit_logs', 'e5', at(95), { actor: { kind: 'api_key', key: 'key_A', person: null } }),
      event('platform.audit_logs', 'e6', at(96), {
        actor: { kind: 'api_key', key: 'unknown', person: null },
      }),
    ])
    await commit('platform.usage', [
      event('platform.usage', 'e7', at(0), {
        actor: { kind: 'api_key', key: 'key_A', person: person('ann') },
        attributes: { num_model_requests: 40 },
      }),
      event('platform.usage', 'e8', at(0), {
        actor: { kind: 'api_key', key: 'key_A', person: null },
        attributes: { num_requests: 2 },
      }),
      event('platform.usage', 'e9', at(0), { actor: ann, attributes: { num_model_requests: 0 } }),
    ])
    const calls = [
      { connector_id: 'c1', action_name: 'search' },
      { connector_id: 'c1', action_name: 'search' },
    ]
    await commit('logs.APP_LOG', [
      event('logs.APP_LOG', 'e10', at(DAY_S), { actor: ann, attributes: { app_id: 'app-1', calls } }),
    ])
    const annotations = [{ action_domain: 'api.example.com', action_name: 'get' }]
    await commit('logs.CONVERSATION_MESSAGE', [
      { ...message('m1', 'm1', 'ann', at(100)), attributes: { gpt_id: 'g-1' } },
      {
        ...message('m2', 'm2', 'ann', at(110), 'assistant'),
        attributes: { gpt_id: 'g-1', tools_used: ['python', 'python'], content: { annotations } },
      },
    ])
    const key: AssetDraft = {
      type: 'asset',
      kind: 'platform.project_key',
      externalId: 'proj_1/key_A',
      parentId: 'proj_1',
      attributes: { last_used_at: FIRST_DAY + 5 },
      sealed: {},
      people: {},
    }
    for (const used of [5, 3, 9]) {
      await commit('platform.project_keys', [{ ...key, attributes: { last_used_at: FIRST_DAY + used } }])
    }
    await count(tenant)
    await count(tenant)
    expect(await rowsOf(tenant)).toEqual(
      [
        `api_key key_A 2026-11-01 last_used_at 1 ${at(9)}`,
        `api_key key_A 2026-11-01 platform_audit 1 ${at(95)}`,
        `api_key key_A 2026-11-01 usage 42 ${at(0)}`,
        `api_key sk-…1234 2026-11-01 AUDIT_LOG 1 ${at(90)}`,
        `app app-1 2026-11-02 APP_LOG 1 ${at(DAY_S)}`,
        `gpt g-1 2026-11-01 conversations 1 ${at(100)}`,
        `person user:ann 2026-11-01 AUDIT_LOG 1 ${at(80)}`,
        `person user:ann 2026-11-01 AUTH_LOG 1 ${at(60)}`,
        `person user:ann 2026-11-01 conversations 1 ${at(100)}`,
        `person user:ann 2026-11-02 APP_LOG 1 ${at(DAY_S)}`,
        `tool api.example.com/get 2026-11-01 conversations 1 ${at(110)}`,
        `tool c1/search 2026-11-02 APP_LOG 1 ${at(DAY_S)}`,
        `tool python 2026-11-01 conversations 1 ${at(110)}`,
      ].sort(),
    )
  })
})

// --- The law: whatever the order, cut and repetition, a day's count is a plain count of all that there is. ------------

const PEOPLE = ['ann', 'bob']
const SIGN_INS = Array.from({ length: 16 }, (_, n) =>
  login(`e${n}`, PEOPLE[n % 2] ?? '', at((n * 7 * 3_600) % (3 * DAY_S))),
)
/** Ten messages in up to three versions, which may fall on other days than the first. */
const VERSIONS: readonly MessageDraft[] = Array.from({ length: 10 }, (_, m) =>
  Array.from({ length: 1 + (m % 3) }, (__, v) => ({
    ...message(
      `v${m}.${v}`,
      `m${m}`,
      PEOPLE[m % 2] ?? '',
      at(m * 9_000 + v * 50_000),
      m % 4 === 3 ? 'assistant' : 'user',
    ),
    attributes: { gpt_id: `g-${(m + v) % 2}`, tools_used: v === 1 ? ['python'] : ['browser', 'python'] },
  })),
).flat()

const dayOf = (occurredAt: string): string => occurredAt.slice(0, '2026-11-01'.length)

function plainCount(): string[] {
  const rows = new Map<string, Row>()
  const add = (kind: string, who: string, signal: string, occurredAt: string, n: number) => {
    const key = `${kind} ${who} ${dayOf(occurredAt)} ${signal}`
    const before = rows.get(key)
    const last_at = before === undefined || before.last_at < occurredAt ? occurredAt : before.last_at
    rows.set(key, { kind, who, day: dayOf(occurredAt), signal, count: (before?.count ?? 0) + n, last_at })
  }
  for (const { actor, occurredAt } of SIGN_INS) {
    if (actor.kind === 'person') add('person', actor.person.ref, 'AUTH_LOG', occurredAt, 1)
  }
  for (const version of VERSIONS) {
    const { actor, authorKind, attributes, messageId, occurredAt } = version
    const isNewest = !VERSIONS.some((other) => other.messageId === messageId && other.occurredAt > occurredAt)
    const n = isNewest ? 1 : 0
    if (authorKind === 'user') {
      if (actor.kind === 'person') add('person', actor.person.ref, 'conversations', occurredAt, n)
      add('gpt', String(attributes.gpt_id), 'conversations', occurredAt, n)
    } else {
      for (const tool of attributes.tools_used as string[]) add('tool', tool, 'conversations', occurredAt, n)
    }
  }
  return [...rows.values()].map(lineOf).sort()
}

const step = fc.oneof(
  fc.record({
    does: fc.constant('sign-ins' as const),
    picks: fc.array(fc.nat(SIGN_INS.length - 1), { minLength: 1 }),
  }),
  fc.record({
    does: fc.constant('messages' as const),
    picks: fc.array(fc.nat(VERSIONS.length - 1), { minLength: 1 }),
  }),
  fc.record({ does: fc.constant('count' as const), page: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ does: fc.constant('count twice at once' as const) }),
)

test('any order, cut and repetition of what comes in, counted at any time, gives a plain count of all of it', async () => {
  const truth = plainCount()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), fc.boolean(), async (steps, backwards) => {
      const of = await newTenant(fresh.database)
      const commit = await collecting(of, ['logs.AUTH_LOG', 'logs.CONVERSATION_MESSAGE'])
      for (const one of steps) {
        if (one.does === 'count') await count(of, one.page)
        else if (one.does === 'count twice at once') await Promise.all([count(of), count(of, 3)])
        else if (one.does === 'sign-ins') {
          await commit(
            'logs.AUTH_LOG',
            one.picks.flatMap((pick) => SIGN_INS[pick] ?? []),
          )
        } else {
          await commit(
            'logs.CONVERSATION_MESSAGE',
            one.picks.flatMap((pick) => VERSIONS[pick] ?? []),
          )
        }
      }
      await commit('logs.AUTH_LOG', SIGN_INS)
      await commit('logs.CONVERSATION_MESSAGE', backwards ? VERSIONS.toReversed() : VERSIONS)
      await count(of)
      expect(await rowsOf(of)).toEqual(truth)
    }),
    { numRuns: 40 },
  )
}, 120_000)

describe('days end', () => {
  test('with what mode none forbids; of the audit log the deeds that stay are counted again', async () => {
    const commit = await collecting(tenant, ['logs.AUDIT_LOG', 'logs.CONVERSATION_MESSAGE', 'logs.AUTH_LOG'])
    const ann = { kind: 'person', person: person('ann') } as const
    const audit = (eventId: string, action: string) =>
      event('logs.AUDIT_LOG', eventId, at(5), { action, actor: ann })
    await commit('logs.AUDIT_LOG', [audit('e1', 'CONVERSATION_SHARE'), audit('e2', 'GPT_CREATE')])
    await commit('logs.CONVERSATION_MESSAGE', [message('m1', 'm1', 'ann', at(100))])
    await commit('logs.AUTH_LOG', [login('e3', 'ann', at(60))])
    await count(tenant)
    expect(await rowsOf(tenant)).toHaveLength(3)
    const { integrationId } = tenant
    await applyMode({ database: fresh.database }, { integrationId, mode: 'none' })
    await countActivity({ sql: sql(), integrationId, mode: 'none' })
    expect(await rowsOf(tenant)).toEqual([
      `person user:ann 2026-11-01 AUDIT_LOG 1 ${at(5)}`,
      `person user:ann 2026-11-01 AUTH_LOG 1 ${at(60)}`,
    ])
  })

  test('with their integration, cursor and all, and after their time', async () => {
    const commit = await collecting(tenant, ['logs.AUTH_LOG'])
    const old = new Date(Date.now() - (ACTIVITY_DAYS + 2) * DAY_S * 1_000).toISOString()
    const kept = new Date(Date.now() - (ACTIVITY_DAYS - 2) * DAY_S * 1_000).toISOString()
    await commit('logs.AUTH_LOG', [login('e1', 'ann', old), login('e2', 'ann', kept)])
    await count(tenant)
    await expireActivity(sql())
    expect(await rowsOf(tenant)).toEqual([expect.stringContaining(dayOf(kept))])
    await shredIntegration(sql(), tenant.integrationId)
    const { integrationId } = tenant
    const left = await sql()`select 'rows' from activity_daily where integration_id = ${integrationId}
      union all select 'cursor' from activity_cursors where integration_id = ${integrationId}`
    expect(left).toEqual([])
  })
})
