import type { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FindingSchema } from '../../src/api/schemas/finding.ts'
import type { RuleSchema } from '../../src/api/schemas/rule.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import type { Plane } from '../../src/model/core/planes.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import type { Severity } from '../../src/model/core/severity.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import { collected, gapsOf, KeyRing, ownIds, readBy, standing } from '../support/credentials.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

type Rule = z.infer<typeof RuleSchema>
type Finding = z.infer<typeof FindingSchema>

/** As Cloudflare publishes it (the catalogue's table), written down again on purpose. */
const PUBLISHED_SEVERITY: { readonly [Id in RuleId]?: Severity } = {
  'gpt.custom_actions': 'high',
  'gpt.code_interpreter': 'medium',
  'gpt.web_browsing': 'medium',
  'gpt.public_store': 'high',
  'gpt.public_link': 'high',
  'key.admin_not_rotated': 'high',
  'key.project_not_rotated': 'high',
  'key.admin_unused': 'medium',
  'key.project_unused': 'medium',
  'invite.high_privilege': 'high',
  'user.inactive': 'medium',
  'invite.stale': 'low',
}
/** The twelve that need no DLP profile: each has its findings in the simulated tenant. */
const TWELVE = Object.keys(PUBLISHED_SEVERITY)

const NEED_ENTERPRISE = [
  'gpt.code_interpreter',
  'gpt.custom_actions',
  'gpt.public_link',
  'gpt.public_store',
  'gpt.web_browsing',
]
const NEED_PLATFORM = [
  'invite.high_privilege',
  'invite.stale',
  'key.admin_not_rotated',
  'key.admin_unused',
  'key.project_not_rotated',
  'key.project_unused',
]

let stack: Stack
let keys: KeyRing

beforeAll(async () => {
  stack = await startStack()
  keys = new KeyRing(stack)
})
afterAll(() => stack?.close())

async function rulesOf(id: string): Promise<Rule[]> {
  const { data } = await stack.api.get<{ data: Rule[] }>(`/api/v1/rules?integration=${id}`)
  return data
}

/** Findings of the twelve. */
async function findingsOf(id: string): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const one of stack.api.list<Finding>('/api/v1/findings', { integration: id })) {
    if (TWELVE.includes(one.rule_id)) findings.push(one)
  }
  return findings
}

const streamsOn = (plane: Plane) => STREAM_NAMES.filter((name) => STREAMS[name].plane === plane).sort()

const standingOn = (plane: Plane, words: string) =>
  Object.fromEntries(
    CAPABILITIES.filter((name) => CAPABILITY_FACTS[name].plane === plane).map((name) => [name, words]),
  )

/** Ids of the rules that judged, and the others with why not. */
function judgedAndNot(rules: readonly Rule[]) {
  const twelve = rules.filter(({ id }) => TWELVE.includes(id))
  const judged = twelve.filter(({ last_result }) => last_result?.reason === null)
  const not = twelve.filter(({ last_result }) => last_result?.reason !== null)
  return {
    judged: judged.map(({ id }) => id).sort(),
    not: not.map(({ id }) => id).sort(),
    reasons: [
      ...new Set(not.map(({ last_result }) => `${last_result?.reason}: ${last_result?.reason_detail}`)),
    ],
    verdictsOfTheOthers: not.reduce(
      (sum, { last_result }) => sum + (last_result?.passed ?? 0) + (last_result?.failed ?? 0),
      0,
    ),
  }
}

const others = (left: readonly string[]) => TWELVE.filter((id) => !left.includes(id)).sort()

describe('one plane alone is a whole integration', () => {
  test('an admin key and an organization id: seven rules judge, five need ChatGPT Enterprise', async () => {
    const ids = ownIds()
    const { id, phase, capabilities } = await stack.integrate({
      organization_id: ids.organizationId,
      workspace_id: undefined,
      credentials: { admin_key: { secret: await keys.admin(ids) } },
    })
    expect(phase).toBe('idle')
    expect(standing(capabilities)).toEqual({
      ...standingOn('platform', 'granted ok'),
      ...standingOn('chatgpt', 'absent not_configured'),
    })

    const { full, incremental } = await collected(stack, id)
    expect([full.state, incremental.state]).toEqual(['completed', 'completed'])
    expect([...readBy(full), ...readBy(incremental)].sort()).toEqual(streamsOn('platform'))
    expect(await stack.mismatches(id, streamsOn('platform'))).toEqual([])

    const { judged, not, reasons, verdictsOfTheOthers } = judgedAndNot(await rulesOf(id))
    expect(judged).toEqual(others(NEED_ENTERPRISE))
    expect(judged).toHaveLength(7)
    expect(not).toEqual(NEED_ENTERPRISE)
    expect(reasons).toEqual([
      'needs_chatgpt_enterprise: needs ChatGPT Enterprise (compliance key and workspace id)',
    ])
    expect(verdictsOfTheOthers).toBe(0)
    const found = new Set((await findingsOf(id)).map(({ rule_id }) => rule_id))
    expect([...found].sort()).toEqual(others(NEED_ENTERPRISE))
  })

  test('a compliance key and a workspace id: the GPT rules and inactive users judge', async () => {
    const ids = ownIds()
    const { id, phase, capabilities } = await stack.integrate({
      organization_id: undefined,
      workspace_id: ids.workspaceId,
      credentials: { compliance_key: { secret: await keys.compliance(ids) } },
    })
    expect(phase).toBe('idle')
    expect(standing(capabilities)).toEqual({
      ...standingOn('platform', 'absent not_configured'),
      ...standingOn('chatgpt', 'granted ok'),
      'chatgpt.logs.COSTS': 'absent not_configured',
    })

    const { full, incremental } = await collected(stack, id)
    expect([full.state, incremental.state]).toEqual(['completed', 'completed'])
    // Costs are the organization's, and no id of one was given.
    const ofWorkspace = streamsOn('chatgpt').filter((name) => name !== 'logs.COSTS')
    expect([...readBy(full), ...readBy(incremental)].sort()).toEqual(ofWorkspace)
    expect(await stack.mismatches(id, ofWorkspace)).toEqual([])

    const { judged, not, reasons, verdictsOfTheOthers } = judgedAndNot(await rulesOf(id))
    expect(judged).toEqual(others(NEED_PLATFORM))
    expect(not).toEqual(NEED_PLATFORM)
    expect(reasons).toEqual(['needs_api_platform: needs API platform (admin key and organization id)'])
    expect(verdictsOfTheOthers).toBe(0)
    const found = new Set((await findingsOf(id)).map(({ rule_id }) => rule_id))
    expect([...found].sort()).toEqual(others(NEED_PLATFORM))
  })
})

describe('severity', () => {
  const severities = (findings: readonly Finding[]) =>
    Object.fromEntries(
      TWELVE.map((id) => [
        id,
        [
          ...new Set(
            findings
              .filter(({ rule_id }) => rule_id === id)
              .map(({ effective_severity }) => effective_severity),
          ),
        ].sort(),
      ]),
    )

  test('with escalation off each of the twelve has exactly its published severity; with it on, some are raised', async () => {
    const ids = ownIds()
    const { id } = await stack.integrate({
      organization_id: ids.organizationId,
      workspace_id: ids.workspaceId,
      credentials: {
        admin_key: { secret: await keys.admin(ids) },
        compliance_key: { secret: await keys.compliance(ids) },
      },
    })
    await stack.api.patch(`/api/v1/integrations/${id}`, { severity_escalation: 'off' })
    await collected(stack, id)

    const flat = await findingsOf(id)
    expect(severities(flat)).toEqual(
      Object.fromEntries(Object.entries(PUBLISHED_SEVERITY).map(([rule, severity]) => [rule, [severity]])),
    )
    expect(flat.filter(({ severity, effective_severity }) => severity !== effective_severity)).toEqual([])
    expect(flat.filter(({ severity_reason }) => severity_reason !== null)).toEqual([])

    await stack.api.patch(`/api/v1/integrations/${id}`, { severity_escalation: 'on' })
    const { full } = await collected(stack, id)
    expect(gapsOf(full)).toEqual([])
    const raised = (await findingsOf(id)).filter(
      ({ severity, effective_severity }) => severity !== effective_severity,
    )
    expect(raised.length).toBeGreaterThan(0)
    expect(raised.filter(({ severity_reason }) => severity_reason === null)).toEqual([])
    for (const { rule_id, severity } of await findingsOf(id)) {
      expect(severity, rule_id).toBe(PUBLISHED_SEVERITY[rule_id as keyof typeof PUBLISHED_SEVERITY])
    }
  })
})
