import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import type { RuleBook } from '../../src/evaluation/replay/replay.ts'
import { OWN_RULES } from '../../src/evaluation/replay/replay.ts'
import { replayFinding } from '../../src/evaluation/replay/replay-finding.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { defineEventRule, FINE } from '../../src/rules/event-rule.ts'
import { noParameters } from '../../src/rules/parameters.ts'
import { defineRule } from '../../src/rules/rule.ts'
import { fail, PASS } from '../../src/rules/verdict.ts'
import { daysAgo, EvaluationBench, later, NOW, plantTrouble } from '../support/evaluation.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'
import { plantEvents } from '../support/plant-events.ts'

const bench = new EvaluationBench()
const AUTH = 'logs.AUTH_LOG'

const replay = (finding: Finding, rules?: RuleBook) => replayFinding(bench.database, finding, rules)

async function onlyFinding(id: IntegrationId, ruleId: RuleId): Promise<Finding> {
  const [finding] = await bench.findingsOf(id, ruleId)
  if (finding === undefined) throw new Error(`${ruleId} found nothing`)
  return finding
}

async function troubled(): Promise<IntegrationId> {
  const id = await plantIntegration(bench.database.sql)
  await plantTrouble(bench.database, id)
  await bench.evaluate(id)
  return id
}

/** Six refused passwords and one that was taken, and a share, on one day. */
async function eventful(): Promise<IntegrationId> {
  const { sql } = bench.database
  const id = await plantIntegration(sql)
  const ada = await plantPerson(sql, id, 'user:u-ada', 'ada@example.com')
  const minute = (no: number) => new Date(NOW.getTime() - no * 60_000)
  const wrong = Array.from({ length: 6 }, (_, no) => ({
    eventId: `wrong-${no}`,
    at: minute(10 - no),
    deed: 'password_login_invalid_password',
    actor: ada,
  }))
  await plantEvents(sql, id, AUTH, [...wrong, { eventId: 'in', at: NOW, deed: 'login_success', actor: ada }])
  const deed = 'USER_ROLE_UPDATED'
  const attributes = (role: string) => ({
    action_result: 'SUCCESS',
    action_data: { new_role: role, user_id: 'u-x' },
  })
  await plantEvents(sql, id, 'logs.AUDIT_LOG', [
    { eventId: 'first', at: minute(30), deed, actor: ada, attributes: attributes('account-admin') },
    { eventId: 'second', at: minute(20), deed, actor: ada, attributes: attributes('account-owner') },
  ])
  await bench.evaluate(id)
  return id
}

describe('a finding is judged again', () => {
  test('and agrees, for every rule that judges what is there', async () => {
    const findings = await bench.findingsOf(await troubled())
    expect(new Set(findings.map(({ ruleId }) => ruleId))).toEqual(new Set(STATE_RULE_IDS))
    for (const finding of findings) {
      const { agrees, differences, inputs, verdict, recorded } = await replay(finding)
      expect({ agrees, differences }, finding.ruleId).toEqual({ agrees: true, differences: [] })
      expect(verdict?.evidence, finding.ruleId).toEqual(recorded.evidence)
      expect(inputs.length).toBeGreaterThan(0)
      expect(inputs.every(({ same }) => same)).toBe(true)
    }
  })

  test('at the time of the evaluation, not of the asking: ages are those of then', async () => {
    const finding = await onlyFinding(await troubled(), 'key.project_not_rotated')
    const { agrees, judgedAt, verdict } = await replay(finding)
    expect([agrees, Date.parse(judgedAt)]).toEqual([true, NOW.getTime()])
    expect(verdict?.evidence?.age_days).toBe(200)
  })

  test('and agrees, for what one event tells and for what many tell together', async () => {
    const id = await eventful()
    for (const ruleId of ['identity.privilege_escalated', 'access.login_burst'] as const) {
      const finding = await onlyFinding(id, ruleId)
      const { agrees, differences, inputs } = await replay(finding)
      expect({ agrees, differences }, ruleId).toEqual({ agrees: true, differences: [] })
      expect(inputs).toHaveLength(Number(finding.evidence.observations))
      expect(inputs.every(({ hashThen, hashNow }) => hashThen !== null && hashThen === hashNow)).toBe(true)
    }
  })

  test('a resolved one too, by what was last found', async () => {
    const id = await troubled()
    const { sql } = bench.database
    await sql`update assets set deleted_at = now() where integration_id = ${id} and external_id = 'invite-1'`
    await bench.evaluate(id, { now: later(1) })
    const finding = await onlyFinding(id, 'invite.stale')
    expect(finding.state).toBe('resolved')
    expect(await replay(finding)).toMatchObject({ agrees: true, differences: [] })
  })

  test('which writes nothing', async () => {
    const id = await troubled()
    const before = await bench.findingsOf(id)
    for (const finding of before) await replay(finding)
    expect(await bench.findingsOf(id)).toEqual(before)
  })
})

describe('a rule that was altered', () => {
  const withInvites = (judge: RuleBook['state']['invite.stale']): RuleBook => ({
    ...OWN_RULES,
    state: { ...OWN_RULES.state, 'invite.stale': judge },
  })
  const invites = {
    id: 'invite.stale',
    subjects: ['invite'],
    parameters: OWN_RULES.state['invite.stale'].parameters,
  } as const

  test('disagrees where it says something else', async () => {
    const finding = await onlyFinding(await troubled(), 'invite.stale')
    const lenient = await replay(finding, withInvites(defineRule({ ...invites, judge: () => PASS })))
    expect(lenient).toMatchObject({
      agrees: false,
      verdict: { result: 'pass' },
      recorded: { result: 'fail' },
      differences: [{ kind: 'result', says: 'the verdict is pass now, was fail' }],
    })
    const other = withInvites(defineRule({ ...invites, judge: () => fail({ evidence: { other: 1 } }) }))
    const [difference] = (await replay(finding, other)).differences
    expect(difference).toMatchObject({ kind: 'evidence' })
    expect(difference?.says).toContain('other')
  })

  test('of another version says so, and agrees where it says the same', async () => {
    const finding = await onlyFinding(await troubled(), 'invite.stale')
    const newer = { ...OWN_RULES, version: () => 3 }
    expect(await replay(finding, newer)).toMatchObject({
      agrees: true,
      ruleVersionNow: 3,
      differences: [{ kind: 'rule_version', says: 'the rule is version 3 now, was 1' }],
    })
  })

  test('that does not understand the parameters of then says so', async () => {
    const finding = await onlyFinding(await troubled(), 'invite.stale')
    const other = withInvites(defineRule({ ...invites, parameters: noParameters, judge: () => PASS }))
    expect(await replay(finding, other)).toMatchObject({
      agrees: false,
      verdict: null,
      differences: [{ kind: 'parameters_unusable' }],
    })
  })

  test('about events disagrees, too', async () => {
    const finding = await onlyFinding(await eventful(), 'identity.privilege_escalated')
    const id = 'identity.privilege_escalated'
    const { deeds } = OWN_RULES.events[id]
    const blind = defineEventRule({ id, deeds, parameters: noParameters, judge: () => FINE })
    const rules = { ...OWN_RULES, events: { ...OWN_RULES.events, [id]: blind } }
    expect(await replay(finding, rules)).toMatchObject({ agrees: false, verdict: { result: 'pass' } })
  })
})

describe('inputs that are not those of then', () => {
  test('an asset that changed is named', async () => {
    const id = await troubled()
    await plantAsset(bench.database.sql, id, {
      kind: 'platform.invite',
      externalId: 'invite-1',
      attributes: { role: 'reader', status: 'pending', created_at: daysAgo(30) },
    })
    const { agrees, differences } = await replay(await onlyFinding(id, 'invite.stale'))
    expect(agrees).toBe(false)
    expect(differences).toContainEqual({
      kind: 'inputs_changed',
      says: 'the asset changed since: Platform invite invite-1',
    })
  })

  test('a newer definition of a GPT is another asset', async () => {
    const id = await troubled()
    const attributes = { created_at: daysAgo(0), tools: [{ type: 'browser' }] }
    await plantAsset(bench.database.sql, id, {
      kind: 'chatgpt.gpt_config',
      externalId: 'g-team/c2',
      attributes,
    })
    const finding = await onlyFinding(id, 'gpt.broad_internal_link')
    const { agrees, differences } = await replay(finding)
    expect(agrees).toBe(false)
    expect(differences).toContainEqual({
      kind: 'inputs_changed',
      says: 'the asset is no longer what is judged: GPT configuration g-team/c1',
    })
  })

  test('what stands beside an asset is told by name, and what the rule does not look at is not', async () => {
    const id = await troubled()
    const { sql } = bench.database
    await sql`
      update assets set attributes = attributes || '{"enabled":false}'::jsonb
      where integration_id = ${id} and kind = 'platform.user' and external_id = 'u-admin-2'`
    const { agrees, differences } = await replay(await onlyFinding(id, 'user.too_many_admins'))
    expect(agrees).toBe(false)
    expect(differences[0]).toEqual({
      kind: 'inputs_changed',
      says: 'what stands beside the asset changed since: people',
    })
    const [gap] = await bench.findingsOf(id, 'collection.gap')
    expect(gap && (await replay(gap)).agrees).toBe(true)
  })

  test('an asset and events that are no longer stored are not guessed', async () => {
    const id = await eventful()
    const finding = await onlyFinding(id, 'access.login_burst')
    const { sql } = bench.database
    await sql`delete from events where integration_id = ${id} and event_id = 'wrong-3'`
    expect(await replay(finding)).toMatchObject({
      agrees: false,
      verdict: null,
      differences: [{ kind: 'inputs_gone', says: 'the inputs are no longer stored (retention): 1 events' }],
    })
    await sql`delete from observations where integration_id = ${id}`
    expect(await replay(finding)).toMatchObject({ agrees: false, verdict: null })
    const other = await troubled()
    const invite = await onlyFinding(other, 'invite.stale')
    await sql`delete from assets where integration_id = ${other} and external_id = 'invite-1'`
    expect(await replay(invite)).toMatchObject({
      verdict: null,
      differences: [{ says: 'the inputs are no longer stored (retention)' }],
    })
  })

  test('a finding from before inputs were kept whole says so, and is whole after the next evaluation', async () => {
    const id = await troubled()
    await bench.database.sql`update findings set judged = judged - 'beside' where integration_id = ${id}`
    expect(await replay(await onlyFinding(id, 'invite.stale'))).toMatchObject({
      agrees: false,
      differences: [{ kind: 'inputs_not_recorded' }],
    })
    await bench.evaluate(id, { now: later(1) })
    expect(await replay(await onlyFinding(id, 'invite.stale'))).toMatchObject({ agrees: true })
  })

  test('a severity that a person set is no input', async () => {
    const id = await plantIntegration(bench.database.sql)
    await bench.database.sql`
      insert into rule_settings (integration_id, rule_id, enabled, parameters, severity)
      values (${id}, 'invite.stale', true, '{"maxPendingDays":20}'::jsonb, 'critical')`
    await plantTrouble(bench.database, id)
    await bench.evaluate(id)
    const finding = await onlyFinding(id, 'invite.stale')
    await bench.database.sql`delete from rule_settings where integration_id = ${id}`
    expect(finding.effectiveSeverity).toBe('critical')
    expect(await replay(finding)).toMatchObject({ agrees: true, differences: [] })
  })
})
