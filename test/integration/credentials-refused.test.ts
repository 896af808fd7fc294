import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testNow } from '../../src/cli/integrations/until-tested.ts'
import type { IntegrationDetail, RunDetail } from '../../src/cli/run-view.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import type { ResultCode } from '../../src/model/core/result-codes.ts'
import { RUN_OUTCOME_LABEL } from '../../src/model/core/run-outcomes.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import type { OwnIds } from '../support/credentials.ts'
import {
  ADMIN_SCOPES,
  COMPLIANCE_SCOPES,
  collected,
  expectAdvice,
  gapsOf,
  inPhase,
  KeyRing,
  ownIds,
  readBy,
  standing,
  streamsOf,
} from '../support/credentials.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/** Every way in which what a person gave is refused, from the connection test to the end of a collection. */

const ADMIN_KEYS_PAGE = 'https://platform.openai.com/settings/organization/admin-keys'
const COMPLIANCE_KEYS_PAGE = 'https://admin.openai.com/credentials/admin-keys'
const WORKSPACE_PAGE = 'https://chatgpt.com/admin/settings'
const ORGANIZATION_PAGE = 'https://platform.openai.com/settings/organization/general'
const DATA_CONTROLS_PAGE = 'https://platform.openai.com/settings/organization/data-controls/data-retention'
const IP_PAGE = 'https://platform.openai.com/settings/organization/security'

const onPlane = (plane: 'platform' | 'chatgpt') =>
  CAPABILITIES.filter((name) => CAPABILITY_FACTS[name].plane === plane)

let stack: Stack
let keys: KeyRing
let otherWorkspaceId: string

beforeAll(async () => {
  stack = await startStack()
  keys = new KeyRing(stack)
  const info = await fetch(`${new URL(stack.simulator.platformUrl).origin}/_sim/info`)
  otherWorkspaceId = ((await info.json()) as { otherWorkspaceId: string }).otherWorkspaceId
})
afterAll(() => stack?.close())

interface Given {
  readonly ids: OwnIds
  readonly admin: string
  readonly compliance: string
}

/** What one of the keys is refused, and what a person reads of it. */
interface Refusal {
  readonly code: ResultCode
  readonly key: 'admin key' | 'compliance key'
  readonly of: readonly (typeof CAPABILITIES)[number][]
  readonly fix: RegExp
  readonly url: string
}

interface Case {
  readonly name: string
  readonly given: () => Promise<Given>
  readonly refusals: readonly Refusal[]
  /** Whether a person has to act before Schedules run again. */
  readonly phase: 'idle' | 'needs_attention'
}

async function good(ids = ownIds()): Promise<Given> {
  return { ids, admin: await keys.admin(ids), compliance: await keys.compliance(ids) }
}

const CASES: readonly Case[] = [
  {
    name: 'a wrong key',
    given: async () => ({ ...(await good()), admin: 'sk-admin-mistyped-0000' }),
    refusals: [
      {
        code: 'invalid_key',
        key: 'admin key',
        of: onPlane('platform'),
        fix: /Check that it was copied whole, or make a new one and replace it/,
        url: ADMIN_KEYS_PAGE,
      },
    ],
    phase: 'needs_attention',
  },
  {
    name: 'keys that lack a scope each',
    given: async () => {
      const ids = ownIds()
      const [management] = ADMIN_SCOPES
      const [, logs] = COMPLIANCE_SCOPES
      return {
        ids,
        admin: await keys.admin(ids, [management]),
        compliance: await keys.compliance(ids, [logs]),
      }
    },
    refusals: [
      {
        code: 'missing_scope',
        key: 'admin key',
        of: ['platform.audit_logs_read'],
        fix: /lacks the scope api\.audit_logs\.read\. Add that scope/,
        url: ADMIN_KEYS_PAGE,
      },
      {
        code: 'missing_scope',
        key: 'admin key',
        of: ['platform.usage_read'],
        fix: /lacks the scope api\.usage\.read\. Add that scope/,
        url: ADMIN_KEYS_PAGE,
      },
      {
        code: 'missing_scope',
        key: 'compliance key',
        of: onPlane('chatgpt').filter((name) => !name.startsWith('chatgpt.logs.')),
        fix: /lacks the scope chatgpt\.enterprise\.compliance_export\S*\. Add that scope/,
        url: COMPLIANCE_KEYS_PAGE,
      },
    ],
    phase: 'idle',
  },
  {
    name: 'a workspace of another organization',
    given: async () => {
      const ids = { ...ownIds(), workspaceId: otherWorkspaceId }
      return { ids, admin: await keys.admin(ids), compliance: stack.simulator.keys.compliance }
    },
    refusals: [
      {
        code: 'wrong_organization',
        key: 'compliance key',
        of: onPlane('chatgpt'),
        fix: /Compare the organization ids of the key and of the workspace/,
        url: ORGANIZATION_PAGE,
      },
    ],
    phase: 'needs_attention',
  },
]

/** Two that do not meet in practice; together they leave less to read. */
const UNKNOWN_AND_OFF: readonly Refusal[] = [
  {
    code: 'wrong_organization',
    key: 'compliance key',
    of: ['chatgpt.logs.COSTS'],
    fix: /Compare the organization ids of the key and of the workspace/,
    url: ORGANIZATION_PAGE,
  },
  {
    code: 'unknown_workspace',
    key: 'compliance key',
    of: onPlane('chatgpt').filter((name) => name !== 'chatgpt.logs.COSTS'),
    fix: /Copy the workspace id anew/,
    url: WORKSPACE_PAGE,
  },
  {
    code: 'audit_logging_disabled',
    key: 'admin key',
    of: ['platform.audit_logs_read'],
    fix: /An owner enables it once under Data controls/,
    url: DATA_CONTROLS_PAGE,
  },
]

const integrate = ({ ids, admin, compliance }: Given): Promise<IntegrationDetail> =>
  stack.integrate({
    organization_id: ids.organizationId,
    workspace_id: ids.workspaceId,
    credentials: { admin_key: { secret: admin }, compliance_key: { secret: compliance } },
  })

/** The connection test says what is wrong with which key, for what, and where to mend it. */
function expectRefused(made: IntegrationDetail, refusals: readonly Refusal[]): void {
  const refusalOf = (name: string) => refusals.find(({ of }) => of.some((one) => one === name))
  expect(standing(made.capabilities)).toEqual(
    Object.fromEntries(
      CAPABILITIES.map((name) => {
        const refusal = refusalOf(name)
        return [name, refusal === undefined ? 'granted ok' : `denied ${refusal.code}`]
      }),
    ),
  )
  for (const capability of made.capabilities) {
    const refusal = refusalOf(capability.capability)
    if (refusal !== undefined) expectAdvice(capability, refusal)
  }
}

/** A run that could read nothing says so, and is no success. */
function endOf(run: RunDetail): readonly [RunDetail['state'], string | null] {
  if (readBy(run).length === 0) return ['failed', RUN_OUTCOME_LABEL.nothing_read]
  return [gapsOf(run).length === 0 ? 'completed' : 'completed_with_gaps', null]
}

/** What a tenant need not have, and answers so: no gap. */
const isNotOffered = (stream: StreamName, code: string): boolean =>
  CAPABILITY_FACTS[STREAMS[stream].capability].optional === true &&
  ['missing_scope', 'unknown_workspace'].includes(code)

/** The collection reads all the rest, and names what it could not. */
async function expectGaps(id: string, refusals: readonly Refusal[]): Promise<void> {
  const { full, incremental } = await collected(stack, id)
  const unread = refusals.flatMap(({ of, code }) => streamsOf(of).map((stream) => [stream, code] as const))
  const gaps = unread.filter(([stream, code]) => !isNotOffered(stream, code))
  expect([...gapsOf(full), ...gapsOf(incremental)].sort()).toEqual(
    gaps.map(([stream, code]) => `${stream} ${code}`).sort(),
  )
  for (const run of [full, incremental]) expect([run.state, run.outcome_label]).toEqual(endOf(run))
  const read = STREAM_NAMES.filter((name) => unread.every(([stream]) => stream !== name))
  expect([...readBy(full), ...readBy(incremental)].sort()).toEqual([...read].sort())
  expect(await stack.mismatches(id, read)).toEqual([])
}

describe('what is refused stops nothing else', () => {
  test.each(CASES)('$name', async ({ given, refusals, phase }) => {
    const made = await integrate(await given())
    expect(made.phase).toBe(phase)
    if (phase === 'needs_attention') expect(made.phase_note).toContain(refusals[0]?.code)
    expectRefused(made, refusals)
    await expectGaps(made.id, refusals)
  })

  test('an unknown workspace id, and audit logging that nobody enabled', async () => {
    const ids = ownIds()
    const given = { ids, admin: await keys.admin(ids), compliance: stack.simulator.keys.compliance }
    await stack.scenario({ auditLoggingOff: true })
    try {
      const made = await integrate(given)
      expect(made.phase).toBe('needs_attention')
      expectRefused(made, UNKNOWN_AND_OFF)
      await expectGaps(made.id, UNKNOWN_AND_OFF)
    } finally {
      await stack.scenario({ auditLoggingOff: false })
    }
  })

  test('audit logging alone is a fact of the tenant, not a fault of the key', async () => {
    const ids = ownIds()
    const admin_key = { secret: await keys.admin(ids) }
    await stack.scenario({ auditLoggingOff: true })
    try {
      const made = await stack.integrate({
        organization_id: ids.organizationId,
        workspace_id: undefined,
        credentials: { admin_key },
      })
      expect(made.phase).toBe('idle')
      expect(made.credentials.map(({ state }) => state)).toEqual(['active'])
    } finally {
      await stack.scenario({ auditLoggingOff: false })
    }
  })
})

test('swapped keys are named, and read everything all the same', async () => {
  const { ids, admin, compliance } = await good()
  const made = await integrate({ ids, admin: compliance, compliance: admin })
  expect(made.phase).toBe('idle')
  expect(new Set(Object.values(standing(made.capabilities)))).toEqual(new Set(['granted swapped_keys']))
  for (const capability of made.capabilities) {
    const isPlatform = capability.plane === 'platform'
    expectAdvice(capability, {
      key: isPlatform ? 'compliance key' : 'admin key',
      fix: /in each other's place.*replace them in the right places/,
      url: isPlatform ? COMPLIANCE_KEYS_PAGE : ADMIN_KEYS_PAGE,
    })
  }
  const { full, incremental } = await collected(stack, made.id)
  expect([full.state, incremental.state]).toEqual(['completed', 'completed'])
  expect(await stack.mismatches(made.id)).toEqual([])
})

test('an IP allow list refuses us everywhere; once it lets us in, a test is enough to go on', async () => {
  const whole = await good()
  await stack.scenario({ ipAllowListBlocks: true })
  let made: IntegrationDetail
  try {
    made = await integrate(whole)
  } finally {
    await stack.scenario({ ipAllowListBlocks: false })
  }
  expect(made.phase).toBe('needs_attention')
  expect(new Set(Object.values(standing(made.capabilities)))).toEqual(new Set(['denied ip_not_allowed']))
  for (const capability of made.capabilities) {
    const key = capability.plane === 'platform' ? 'admin key' : 'compliance key'
    expectAdvice(capability, { key, fix: /Add the address to the IP allow list/, url: IP_PAGE })
  }
  await expect(stack.collect(made.id)).rejects.toThrow(/./)

  const again = await testNow(stack.api, made.id)
  expect(new Set(Object.values(standing(again.capabilities)))).toEqual(new Set(['granted ok']))
  expect(again.credentials.map(({ state }) => state)).toEqual(['active', 'active'])
  await inPhase(stack, made.id, 'idle')
})
