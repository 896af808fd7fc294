import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyMode } from '../../src/activities/apply-mode.ts'
import { listEventRuleCursors } from '../../src/db/event-rules/cursors.ts'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import type { EventRuleId } from '../../src/model/core/rule-ids.ts'
import { EVENT_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { daysAgo, EvaluationBench, later, NOW } from '../support/evaluation.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'
import type { PlantedEvent } from '../support/plant-events.ts'
import { plantEvents } from '../support/plant-events.ts'

const bench = new EvaluationBench()
const AUDIT = 'logs.AUDIT_LOG'
const AUTH = 'logs.AUTH_LOG'
const MINUTE_MS = 60_000

const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * MINUTE_MS)
const data = (action_data: JsonObject) => ({ action_result: 'SUCCESS', action_data })

async function tenant(): Promise<{ integrationId: IntegrationId; ada: PersonId }> {
  const { sql } = bench.database
  const integrationId = await plantIntegration(sql)
  return { integrationId, ada: await plantPerson(sql, integrationId, 'user:u-ada', 'ada@example.com') }
}

const plant = (id: IntegrationId, stream: StreamName, events: readonly PlantedEvent[]) =>
  plantEvents(bench.database.sql, id, stream, events)

const evaluate = (id: IntegrationId, more: Parameters<typeof bench.evaluate>[1] = {}) =>
  bench.evaluate(id, { ruleIds: EVENT_RULE_IDS, ...more })

/** One occurrence of each rule: stream, deed, attributes, and how many events it takes. */
const DEEDS: Record<EventRuleId, [stream: StreamName, deed: string, attributes: JsonObject]> = {
  'control.scim_disabled': ['platform.audit_logs', 'scim.disabled', {}],
  'control.ip_allowlist_removed': [AUDIT, 'WORKSPACE_SET_IP_ALLOWLIST', data({ allowed_ips: [] })],
  'control.sso_changed': [AUDIT, 'SAML_CREATE_CONNECTION', data({})],
  'control.domain_added': [AUDIT, 'DOMAIN_CREATE', data({ hostname: 'evil.example' })],
  'control.action_domains_changed': [AUDIT, 'CUSTOM_GPT_SET_ALLOWED_ACTION_DOMAINS', data({ domains: [] })],
  'control.sharing_widened': [AUDIT, 'WORKSPACE_SET_SHARING_PERMISSION', data({ value: 'public' })],
  'control.external_invites_allowed': [AUDIT, 'INVITE_SET_ALLOW_EXTERNAL_DOMAINS', data({ value: true })],
  'control.third_party_gpts_allowed': [AUDIT, 'CUSTOM_GPT_ALLOW_THIRD_PARTY', data({ value: true })],
  'control.feature_toggled': [AUDIT, 'WORKSPACE_TOGGLE_FEATURE', data({ feature: 'memory', value: true })],
  'control.compliance_allowlist_changed': [AUDIT, 'WORKSPACE_SET_COMPLIANCE_API_IP_ALLOWLIST', data({})],
  'control.compliance_log_accessed': [AUDIT, 'LIST_WORKSPACE_LOG_FILES', data({})],
  'control.conversations_mass_deleted': [AUDIT, 'CONVERSATION_DELETE', data({})],
  'identity.privilege_escalated': [
    AUDIT,
    'USER_ROLE_UPDATED',
    data({ new_role: 'account-owner', user_id: 'u-x' }),
  ],
  'org.data_retention_changed': [
    'platform.project_settings',
    'data_retention.changed',
    { detail: { from: 'organization_default', to: 'none', project_id: 'proj_1' } },
  ],
  'access.login_burst': [AUTH, 'password_login_invalid_password', {}],
  'access.credential_created': ['platform.audit_logs', 'tenant.admin_api_key.created', {}],
  'gpt.owner_changed': [AUDIT, 'CUSTOM_GPT_CHANGE_OWNER', data({ id: 'g-1' })],
  'share.conversation_public': [AUDIT, 'CONVERSATION_SHARE', data({ already_exists: false })],
  'app.linked': ['logs.APP_AUTH_LOG', 'link', { app_id: 'app_1' }],
  'agent.published': ['logs.CUSTOM_AGENTS_LOG', 'AGENT_PUBLISHED', { details: { agent_id: 'agent_1' } }],
}

const BURST = 5
const MANY = 20

async function plantOccurrence(id: IntegrationId, ruleId: EventRuleId, actor: PersonId): Promise<void> {
  const [stream, deed, attributes] = DEEDS[ruleId]
  const times =
    ruleId === 'access.login_burst' ? BURST : ruleId === 'control.conversations_mass_deleted' ? MANY : 1
  const events = Array.from({ length: times }, (_, no) => ({
    eventId: `${ruleId}-${no}`,
    at: minutesAgo(times - no),
    deed,
    actor,
    attributes,
  }))
  await plant(id, stream, events)
  if (ruleId === 'access.login_burst') {
    await plant(id, stream, [{ eventId: `${ruleId}-in`, at: NOW, deed: 'login_success', actor }])
  }
}

describe('every event rule', () => {
  test.each(EVENT_RULE_IDS)(
    '%s: its occurrence is exactly one finding, of that rule alone',
    async (ruleId) => {
      const { integrationId, ada } = await tenant()
      await plantOccurrence(integrationId, ruleId, ada)
      expect(await evaluate(integrationId)).toMatchObject({ opened: 1 })
      const findings = await bench.findingsOf(integrationId)
      expect(findings).toMatchObject([
        { ruleId, state: 'open', evidence: { actor_person_id: ada, day: '2026-11-22' } },
      ])
      expect(await evaluate(integrationId, { now: later(1) })).toMatchObject({ evaluated: 0, opened: 0 })
      expect(await bench.findingsOf(integrationId)).toEqual(findings)
    },
  )

  test('without events all have judged, and nothing is found', async () => {
    const { integrationId } = await tenant()
    await evaluate(integrationId)
    expect(await bench.findingsOf(integrationId)).toEqual([])
    const results = await bench.resultsOf(integrationId)
    for (const id of EVENT_RULE_IDS) expect(results.get(id), id).toMatchObject({ failed: 0, reason: null })
  })

  test('what a plane or a mode does not bring is not evaluated, and says so', async () => {
    const { sql } = bench.database
    const integrationId = await plantIntegration(sql, ['platform'])
    await evaluate(integrationId)
    const results = await bench.resultsOf(integrationId)
    expect(results.get('app.linked')?.reason).toBe('needs_chatgpt_enterprise')
    expect(results.get('control.sso_changed')).toMatchObject({
      reason: null,
      reasonDetail: 'chatgpt.workspace left out: needs ChatGPT Enterprise (compliance key and workspace id)',
    })
    await sql`update integrations set collection_mode = 'none' where id = ${integrationId}`
    await evaluate(integrationId, { now: later(1) })
    expect((await bench.resultsOf(integrationId)).get('share.conversation_public')?.reason).toBe(
      'collection_mode',
    )
  })
})

describe('one finding a person, thing and day', () => {
  const shared = (no: number, at: Date, actor: PersonId): PlantedEvent => ({
    eventId: `share-${no}`,
    at,
    deed: 'CONVERSATION_SHARE',
    actor,
    attributes: data({}),
  })

  test('counts what comes later, also late, and is told once', async () => {
    const { integrationId, ada } = await tenant()
    const bob = await plantPerson(bench.database.sql, integrationId, 'user:u-bob', 'bob@example.com')
    await plant(integrationId, AUDIT, [shared(1, NOW, ada), shared(2, NOW, bob)])
    await evaluate(integrationId)
    // Of the same day, committed later although it happened before; and one of the day before.
    await plant(integrationId, AUDIT, [shared(3, minutesAgo(30), ada), shared(4, minutesAgo(24 * 60), ada)])
    await evaluate(integrationId, { now: later(1) })
    const findings = await bench.findingsOf(integrationId)
    const counts = findings.map(({ evidence }) => [
      evidence.actor_person_id === ada ? 'ada' : 'bob',
      evidence.day,
      evidence.observations,
    ])
    expect(counts.toSorted()).toEqual([
      ['ada', '2026-11-21', 1],
      ['ada', '2026-11-22', 2],
      ['bob', '2026-11-22', 1],
    ])
    const both = findings.find(({ evidence }) => evidence.observations === 2)
    expect(both?.evidence).toMatchObject({
      first_at: minutesAgo(30).toISOString().replace('.000Z', 'Z'),
      last_at: NOW.toISOString().replace('.000Z', 'Z'),
    })
    expect(JSON.stringify(findings)).not.toContain('@')
  })

  test('is told of the thing it is about where that is known, and of the tenant where it is not', async () => {
    const { integrationId, ada } = await tenant()
    const { sql } = bench.database
    await plantAsset(sql, integrationId, { kind: 'chatgpt.gpt', externalId: 'g-1', attributes: {} })
    const change = (no: number, id: string) => ({
      eventId: `owner-${no}`,
      at: NOW,
      deed: 'CUSTOM_GPT_CHANGE_OWNER',
      actor: ada,
      attributes: data({ id }),
    })
    await plant(integrationId, AUDIT, [change(1, 'g-1'), change(2, 'g-nobody-knows')])
    await evaluate(integrationId)
    const kinds = (await bench.findingsOf(integrationId)).map(({ assetKind }) => assetKind)
    expect(kinds.toSorted()).toEqual(['chatgpt.gpt', 'chatgpt.workspace'])
  })

  test('is as urgent as its most urgent occurrence, whichever came last', async () => {
    const { integrationId, ada } = await tenant()
    const grant = (no: number, deed: string, detail: JsonObject) => ({
      eventId: `grant-${no}`,
      at: NOW,
      deed,
      actor: ada,
      attributes: { detail },
    })
    const severity = async () => (await bench.findingsOf(integrationId))[0]?.effectiveSeverity
    const machine = grant(1, 'service_account.created', { id: 'svc_1', data: { role: 'owner' } })
    const person = grant(2, 'user.updated', { id: 'u-nobody', changes_requested: { role: 'owner' } })
    await plant(integrationId, 'platform.audit_logs', [machine])
    await evaluate(integrationId)
    expect(await severity()).toBe('critical')
    await plant(integrationId, 'platform.audit_logs', [person])
    await evaluate(integrationId, { now: later(1) })
    expect(await severity()).toBe('critical')
    expect((await bench.findingsOf(integrationId))[0]?.evidence.observations).toBe(2)
  })

  test('closes when it is long past, and what comes later of that day does not open it again', async () => {
    const { integrationId, ada } = await tenant()
    await plant(integrationId, AUDIT, [shared(1, NOW, ada)])
    await evaluate(integrationId)
    await evaluate(integrationId, { now: later(24 * 89) })
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ state: 'open' }])
    await evaluate(integrationId, { now: later(24 * 91) })
    await plant(integrationId, AUDIT, [shared(2, minutesAgo(1), ada)])
    await evaluate(integrationId, { now: later(24 * 91 + 1) })
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ state: 'resolved', reopenedCount: 0 }])
    expect(await bench.historyOf(integrationId, 'share.conversation_public')).toEqual(['opened', 'resolved'])
  })
})

describe('each event is judged once', () => {
  const pictureOf = async (id: IntegrationId) => {
    const { sql } = bench.database
    const observed = await sql`
      select f.rule_id, f.evidence - 'actor_person_id' as evidence, o.event_id
      from observations o join findings f on f.id = o.finding_id
      where o.integration_id = ${id} order by 1, 3`
    return observed.map(({ rule_id, evidence, event_id }) => ({ rule_id, evidence, event_id }))
  }

  async function plantAll(id: IntegrationId, actor: PersonId): Promise<void> {
    for (const ruleId of EVENT_RULE_IDS) await plantOccurrence(id, ruleId, actor)
  }

  test('whatever the size of a page', async () => {
    const [one, other] = [await tenant(), await tenant()]
    for (const { integrationId, ada } of [one, other]) await plantAll(integrationId, ada)
    await evaluate(one.integrationId)
    await evaluate(other.integrationId, { page: 1 })
    expect(await pictureOf(other.integrationId)).toEqual(await pictureOf(one.integrationId))
  })

  test('by two evaluations at a time', async () => {
    const { integrationId, ada } = await tenant()
    await plantAll(integrationId, ada)
    const counts = await Promise.all([
      evaluate(integrationId),
      evaluate(integrationId),
      evaluate(integrationId),
    ])
    expect(counts.reduce((sum, { opened }) => sum + opened, 0)).toBe(EVENT_RULE_IDS.length)
    expect(await bench.findingsOf(integrationId)).toHaveLength(EVENT_RULE_IDS.length)
    const [row] = await bench.database.sql`
      select count(*)::int as opened from finding_events where integration_id = ${integrationId}`
    expect(row?.opened).toBe(EVENT_RULE_IDS.length)
  })

  test('by an evaluation that goes on where another died', async () => {
    const { integrationId, ada } = await tenant()
    await plantAll(integrationId, ada)
    let beats = 0
    const heartbeat = () => {
      beats += 1
      if (beats === 2) throw new Error('killed')
    }
    await expect(evaluate(integrationId, { heartbeat, page: 3 })).rejects.toThrow('killed')
    await evaluate(integrationId, { now: later(1) })
    const whole = await tenant()
    await plantAll(whole.integrationId, whole.ada)
    await evaluate(whole.integrationId)
    expect(await pictureOf(integrationId)).toEqual(await pictureOf(whole.integrationId))
  })

  test('a rule that is new begins with the first event that is kept', async () => {
    const { integrationId, ada } = await tenant()
    await plantOccurrence(integrationId, 'control.domain_added', ada)
    await evaluate(integrationId, { ruleIds: EVENT_RULE_IDS.filter((id) => id !== 'control.domain_added') })
    expect(await bench.findingsOf(integrationId)).toEqual([])
    await evaluate(integrationId, { now: later(1) })
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ ruleId: 'control.domain_added' }])
    const cursors = await listEventRuleCursors(bench.database.sql, integrationId)
    expect(new Set(cursors.filter(({ stream }) => stream === AUDIT).map(({ seq }) => seq)).size).toBe(1)
  })

  test('in whatever order a burst comes in, and however often it is looked at in between', async () => {
    const events = [...Array.from({ length: BURST }, (_, no) => no), BURST]
    const deedOf = (no: number) => (no === BURST ? 'login_success' : 'password_login_invalid_password')
    const cut = fc.tuple(
      fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
      fc.array(fc.integer({ min: 1, max: BURST }), { maxLength: 3 }),
    )
    await fc.assert(
      fc.asyncProperty(cut, async ([order, cuts]) => {
        const { integrationId, ada } = await tenant()
        const edges = [0, ...cuts.toSorted((a, b) => a - b), order.length]
        for (const [index, from] of edges.slice(0, -1).entries()) {
          const part = order.slice(from, edges[index + 1])
          const planted = part.map((no) => ({
            eventId: `b-${no}`,
            at: minutesAgo(BURST - no),
            deed: deedOf(no),
            actor: ada,
          }))
          if (planted.length > 0) await plant(integrationId, AUTH, planted)
          await evaluate(integrationId, { ruleIds: ['access.login_burst'], now: later(index) })
        }
        expect(await bench.findingsOf(integrationId)).toMatchObject([
          { evidence: { observations: BURST + 1 } },
        ])
      }),
      { numRuns: 15 },
    )
  })
})

test('a stricter mode takes with it what tells of conversations, and nothing else', async () => {
  const { integrationId, ada } = await tenant()
  for (const id of ['share.conversation_public', 'agent.published', 'control.domain_added'] as const) {
    await plantOccurrence(integrationId, id, ada)
  }
  await evaluate(integrationId)
  expect(await bench.findingsOf(integrationId)).toHaveLength(3)
  const { sql, drizzle } = bench.database
  const database = { sql, drizzle, close: async () => undefined }
  await applyMode({ database }, { integrationId, mode: 'none' })
  expect(await bench.findingsOf(integrationId)).toMatchObject([{ ruleId: 'control.domain_added' }])
  const left = await sql`
    select (select count(*)::int from observations where integration_id = ${integrationId}) as observations,
      (select count(*)::int from finding_events where integration_id = ${integrationId}) as events`
  expect(left).toEqual([{ observations: 1, events: 1 }])
})

test('old events of a first collection are judged too: what was done a week ago stands', async () => {
  const { integrationId, ada } = await tenant()
  const at = new Date(daysAgo(7) * 1_000)
  await plant(integrationId, AUDIT, [
    { eventId: 'old', at, deed: 'SAML_CREATE_CONNECTION', actor: ada, attributes: data({}) },
  ])
  await evaluate(integrationId)
  expect(await bench.findingsOf(integrationId)).toMatchObject([{ evidence: { day: '2026-11-15' } }])
})

describe('windows', () => {
  const BURST_RULE = { ruleIds: ['access.login_burst'] } as const
  const failed = (no: number, at: Date, actor: PlantedEvent['actor'] = null): PlantedEvent => ({
    eventId: `failed-${no}`,
    at,
    deed: 'password_login_invalid_password',
    actor,
  })
  const signedIn = (at: Date, actor: PlantedEvent['actor'] = null): PlantedEvent => ({
    eventId: 'in',
    at,
    deed: 'login_success',
    actor,
  })

  test('are whole however much is in them: thousands of deletions of an hour are all counted', async () => {
    const { integrationId, ada } = await tenant()
    const deletions = 2_500
    const deeds = Array.from({ length: deletions }, (_, no) => ({
      eventId: `deleted-${no}`,
      at: new Date(NOW.getTime() - no * 100),
      deed: 'CONVERSATION_DELETE',
      actor: ada,
      attributes: data({}),
    }))
    const half = deletions / 2
    for (const part of [deeds.slice(half), deeds.slice(0, half)]) {
      await plant(integrationId, AUDIT, part)
      await evaluate(integrationId, { ruleIds: ['control.conversations_mass_deleted'] })
    }
    const counted = (await bench.findingsOf(integrationId)).map(({ evidence }) => evidence.observations)
    expect(counted).toEqual([deletions])
  })

  test('are those of one key: neither another key nor a person adds to them', async () => {
    const { integrationId, ada } = await tenant()
    const deletions = (
      who: string,
      count: number,
      actor: PersonId | { readonly key: string },
    ): PlantedEvent[] =>
      Array.from({ length: count }, (_, no) => ({
        eventId: `${who}-${no}`,
        at: minutesAgo(no),
        deed: 'CONVERSATION_DELETE',
        actor,
        attributes: data({}),
      }))
    await plant(integrationId, AUDIT, [
      ...deletions('many', MANY, { key: 'key-many' }),
      ...deletions('few', MANY - 1, { key: 'key-few' }),
      ...deletions('ada', MANY - 1, ada),
    ])
    await evaluate(integrationId, { ruleIds: ['control.conversations_mass_deleted'] })
    const findings = await bench.findingsOf(integrationId)
    expect(findings).toMatchObject([{ evidence: { actor: 'key-many', observations: MANY } }])
  })

  test('see one human behind an address and an id, and two humans where the addresses differ', async () => {
    const { integrationId, ada } = await tenant()
    const { sql } = bench.database
    const byAddress = await plantPerson(sql, integrationId, 'email:ada@example.com', 'ADA@example.com')
    const bob = await plantPerson(sql, integrationId, 'user:u-bob', 'bob@example.com')
    const guesses = Array.from({ length: BURST }, (_, no) => failed(no, minutesAgo(BURST - no), byAddress))
    await plant(integrationId, AUTH, [...guesses, signedIn(NOW, bob)])
    await evaluate(integrationId, BURST_RULE)
    expect(await bench.findingsOf(integrationId)).toEqual([])
    await plant(integrationId, AUTH, [{ ...signedIn(NOW, ada), eventId: 'in-2' }])
    await evaluate(integrationId, { ...BURST_RULE, now: later(1) })
    const [first] = [ada, byAddress].toSorted()
    expect(await bench.findingsOf(integrationId)).toMatchObject([
      { evidence: { actor_person_id: first, observations: BURST + 1 } },
    ])
  })

  test('of somebody unknown are not judged: who did it may be one or many', async () => {
    const { integrationId } = await tenant()
    const guesses = Array.from({ length: BURST }, (_, no) => failed(no, minutesAgo(BURST - no)))
    await plant(integrationId, AUTH, [...guesses, signedIn(NOW)])
    await evaluate(integrationId, BURST_RULE)
    expect(await bench.findingsOf(integrationId)).toEqual([])
    expect((await bench.resultsOf(integrationId)).get('access.login_burst')).toMatchObject({
      notEvaluated: BURST + 1,
      failed: 0,
    })
  })
})

test('a deed that is rare is found among hundreds of commits, and the cursor moves over those without', async () => {
  const { integrationId, ada } = await tenant()
  const commits = 450
  for (let no = 0; no < commits; no += 1) {
    await plant(integrationId, AUDIT, [{ eventId: `e-${no}`, at: NOW, deed: 'SOMETHING_ELSE' }])
  }
  await plantOccurrence(integrationId, 'control.domain_added', ada)
  let beats = 0
  const heartbeat = () => {
    beats += 1
  }
  await evaluate(integrationId, { heartbeat })
  expect(await bench.findingsOf(integrationId)).toMatchObject([{ ruleId: 'control.domain_added' }])
  const cursors = await listEventRuleCursors(bench.database.sql, integrationId)
  expect(new Set(cursors.filter(({ stream }) => stream === AUDIT).map(({ seq }) => seq))).toEqual(
    new Set([commits + 1]),
  )
  expect(beats).toBeGreaterThan(2)
})

test('of two evaluations that overlap, what the one that began first has found is counted too', async () => {
  const { integrationId, ada } = await tenant()
  const shared = (no: number): PlantedEvent => ({
    eventId: `share-${no}`,
    at: NOW,
    deed: 'CONVERSATION_SHARE',
    actor: ada,
    attributes: data({}),
  })
  await plant(integrationId, AUDIT, [shared(1)])
  await evaluate(integrationId, { now: later(1) })
  await plant(integrationId, AUDIT, [shared(2)])
  await evaluate(integrationId)
  expect(await bench.findingsOf(integrationId)).toMatchObject([{ evidence: { observations: 2 } }])
})
