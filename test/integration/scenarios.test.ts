import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replayFinding } from '../../src/evaluation/replay/replay-finding.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { DEFAULT_OPTIONS } from '../../src/simulator/options.ts'
import type { Condition } from '../../src/simulator/tenant/conditions.ts'
import { CONDITION_NAMES } from '../../src/simulator/tenant/conditions.ts'
import { plantedObjects } from '../../src/simulator/tenant/planted-objects.ts'
import { makeTenant } from '../../src/simulator/tenant/tenant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { Judged } from '../support/scenario.ts'
import { judgeScenario, NEEDED_STREAMS, withScenario } from '../support/scenario.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

/** Small, and large enough for every condition at once; days enough for everybody to have signed in once with success. `strict` shows what published samples leave out. */
const SMALL = {
  users: 24,
  gpts: 14,
  projects: 4,
  messagesPerDay: 60,
  days: 5,
  windowMinutes: 60,
  profile: 'strict',
} as const
/** A third owner is a fault by itself in a tenant that small. */
const WITH_A_THIRD_OWNER: { readonly [C in Condition]?: { readonly users: number } } = {
  'user.dormant_admin': { users: 120 },
  'user.admin_external_domain': { users: 120 },
}
/** Days enough to say what is usual, and messages enough for one person to be far from it. */
const BUSY = { days: 20, messagesPerDay: 400 }
const sizeFor = (planted: readonly Condition[]) => ({
  ...SMALL,
  ...Object.assign({}, ...planted.map((condition) => WITH_A_THIRD_OWNER[condition])),
  ...(planted.includes('user.unusual_activity') ? BUSY : {}),
})

/**
 * Conditions that know nothing of each other share a tenant, since to collect one is most of what a test here takes. Those
 * that are about the whole of it, such as how many owners it has, or about the one credential, have one of their own.
 */
const ALONE: ReadonlySet<Condition> = new Set([
  ...(['user.unusual_activity', 'user.dormant_admin', 'user.admin_external_domain'] as const),
  ...(['user.too_many_admins', 'credential.owner_at_risk', 'credential.expiring'] as const),
  ...(['credential.not_service_account', 'credential.more_than_read'] as const),
])
const TENANTS: readonly (readonly Condition[])[] = [
  CONDITION_NAMES.filter((condition) => condition.startsWith('gpt.')),
  CONDITION_NAMES.filter((condition) => !condition.startsWith('gpt.') && !ALONE.has(condition)),
  ...[...ALONE].map((condition) => [condition]),
]

/** What a condition is found by: the rule of its name, and what is bound to come with it. */
const FOUND_BY: { readonly [C in Condition]?: readonly RuleId[] } = {
  'gpt.public_store': ['gpt.public_store', 'gpt.audience_too_wide'],
  'gpt.public_link': ['gpt.public_link', 'gpt.audience_too_wide'],
  'gpt.risky_combination': ['gpt.risky_combination', 'gpt.web_browsing', 'gpt.custom_actions'],
  'gpt.audience_too_wide': ['gpt.audience_too_wide', 'gpt.custom_actions'],
  'gpt.action_broad': ['gpt.action_broad', 'gpt.custom_actions'],
  'gpt.action_insecure': ['gpt.action_insecure', 'gpt.custom_actions'],
  'gpt.action_yaml': ['gpt.custom_actions'],
  'gpt.action_swagger2': ['gpt.custom_actions'],
  'gpt.action_broken': ['gpt.custom_actions'],
  'key.admin_unused': ['key.admin_unused', 'key.admin_not_rotated'],
  'key.project_unused': ['key.project_unused', 'key.project_not_rotated'],
  'agent.orphaned': ['nhi.orphaned'],
  'user.dormant_admin': ['user.dormant_admin', 'user.inactive'],
}

const rulesOf = (condition: Condition): readonly RuleId[] => FOUND_BY[condition] ?? [condition as RuleId]

/** Ids of what was planted; settings of a project are found as the project, our own key as our credential. */
function idsOf(condition: Condition, planted: readonly Condition[]): ReadonlySet<string> {
  const epoch = new Date().toISOString()
  const tenant = makeTenant({ ...DEFAULT_OPTIONS, ...sizeFor(planted), epoch, planted })
  const ids = (plantedObjects(tenant)[condition] ?? []).map(({ id }) => id.replace(/\/settings$/, ''))
  return new Set(condition.startsWith('credential.') ? ['admin_key'] : ids)
}

const judge = (planted: readonly Condition[]) => judgeScenario(fresh.database, { ...SMALL, planted })

describe('a clean tenant', () => {
  test('gives no finding, and every rule has looked', async () => {
    const { findings, results } = await judge([])
    expect(findings.map(({ ruleId, evidence }) => ({ ruleId, evidence }))).toEqual([])
    expect(results.filter(({ reason }) => reason !== null)).toEqual([])
    expect(results.map(({ ruleId }) => ruleId).toSorted()).toEqual(STATE_RULE_IDS.toSorted())
  })

  test('of 1,000 users and 300 GPTs gives none either', async () => {
    const large = {
      users: 1_000,
      gpts: 300,
      projects: 20,
      messagesPerDay: 1_000,
      days: 8,
      windowMinutes: 60,
      planted: [],
    }
    const { findings, results } = await judgeScenario(fresh.database, large)
    expect(findings.map(({ ruleId, evidence }) => ({ ruleId, evidence }))).toEqual([])
    const judged = results.find(({ ruleId }) => ruleId === 'gpt.public_link')
    expect(judged).toMatchObject({ passed: 300, failed: 0, notEvaluated: 0 })
  })
})

test('each condition is planted in one tenant', () => {
  expect(TENANTS.flat().toSorted()).toEqual(CONDITION_NAMES.toSorted())
})

describe.each(TENANTS.map((planted) => ({ planted })))('a tenant with $planted wrong', ({ planted }) => {
  let findings: Judged['findings'] = []
  beforeAll(async () => {
    findings = (await judgeScenario(fresh.database, { ...sizeFor(planted), planted })).findings
  })

  const isOn =
    (ids: ReadonlySet<string>) =>
    ({ assetExternalId }: Judged['findings'][number]) =>
      assetExternalId !== null && ids.has(assetExternalId)

  test('says of nothing else that it is wrong, and each finding can be replayed', async () => {
    for (const finding of findings) {
      const { agrees, differences } = await replayFinding(fresh.database, finding)
      expect({ agrees, differences }, finding.ruleId).toEqual({ agrees: true, differences: [] })
    }
    const expected = planted.flatMap((condition) => [...rulesOf(condition)])
    expect([...new Set(findings.map(({ ruleId }) => ruleId))].toSorted()).toEqual(
      [...new Set(expected)].toSorted(),
    )
    if (planted.includes('user.too_many_admins')) return
    const ids = new Set(planted.flatMap((condition) => [...idsOf(condition, planted)]))
    const elsewhere = findings.filter((finding) => !isOn(ids)(finding))
    expect(elsewhere.map(({ ruleId, assetExternalId }) => `${ruleId} on ${assetExternalId}`)).toEqual([])
  })

  test.each(planted.filter((condition) => condition !== 'user.too_many_admins'))(
    '%s: exactly what was planted is found',
    (condition) => {
      const found = findings.filter(isOn(idsOf(condition, planted))).map(({ ruleId }) => ruleId)
      const objects = condition === 'user.inactive' ? 2 : 1
      const expected = rulesOf(condition).flatMap((ruleId) => Array.from({ length: objects }, () => ruleId))
      expect(found.toSorted()).toEqual(expected.toSorted())
    },
  )
})

test('everything at once is found at once', async () => {
  const { findings } = await judgeScenario(fresh.database, { ...SMALL, ...BUSY, planted: CONDITION_NAMES })
  const expected = new Set(CONDITION_NAMES.flatMap((condition) => [...rulesOf(condition)]))
  expect(new Set(findings.map(({ ruleId }) => ruleId))).toEqual(expected)
})

const HOUR_MS = 3_600_000
const hoursFromNow = (hours: number): Date => new Date(Date.now() + hours * HOUR_MS)

describe('what time brings, and people change', () => {
  const SETTINGS = [
    'platform.projects',
    'platform.organization_settings',
    'platform.project_settings',
  ] as const

  test('a data retention that differs from what was read before is told once, by whichever lane saw it first', async () => {
    await withScenario(fresh.database, { ...SMALL, planted: [] }, async (scenario) => {
      const judgeIt = async () =>
        (await scenario.evaluate(['org.data_retention_changed'])).findings.map(
          ({ assetExternalId, evidence }) => [assetExternalId, evidence.detail, evidence.observations],
        )
      await scenario.collect(SETTINGS)
      expect(await judgeIt()).toEqual([])
      const first = await scenario.change('retention_changed', 1)
      // The other lane re-reads what it was told of; its own order of commits is another one.
      await scenario.collect(SETTINGS, 'incremental')
      const told = { setting: 'data_retention', from: 'organization_default', to: 'zero_data_retention' }
      expect(await judgeIt()).toEqual([[first, told, 1]])
      await scenario.collect(SETTINGS)
      const second = await scenario.change('retention_changed', 2)
      await scenario.collect(SETTINGS)
      await scenario.collect(SETTINGS, 'incremental')
      expect((await judgeIt()).toSorted()).toEqual(
        [
          [first, told, 1],
          [second, told, 1],
        ].toSorted(),
      )
    })
  })

  test('logs that nobody has read for a day are a backlog', async () => {
    await withScenario(fresh.database, { ...SMALL, planted: [] }, async (scenario) => {
      await scenario.collect(NEEDED_STREAMS)
      expect((await scenario.evaluate(['collection.backlog'])).findings).toEqual([])
      const { findings, results } = await scenario.evaluate(['collection.backlog'], hoursFromNow(25))
      const logs = findings.flatMap(({ evidence }) => evidence.logs as { readonly stream: string }[])
      expect(findings).toHaveLength(2)
      expect(logs.map(({ stream }) => stream).toSorted()).toEqual([
        'logs.AUDIT_LOG',
        'logs.AUTH_LOG',
        'logs.CONVERSATION_MESSAGE',
        'platform.audit_logs',
        'platform.usage',
      ])
      expect(results).toMatchObject([
        { reasonDetail: 'files left out: this version has no DLP profiles yet' },
      ])
    })
  })
})
