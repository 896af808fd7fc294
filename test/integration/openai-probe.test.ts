import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAPABILITIES } from '../../src/model/core/capabilities.ts'
import { asCredentialId } from '../../src/model/core/ids.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'
import type { HttpPool } from '../../src/openai/http-pool.ts'
import { openHttpPool } from '../../src/openai/http-pool.ts'
import { createLocalBudget } from '../../src/openai/local-budget.ts'
import type { ProbeReport } from '../../src/openai/probe.ts'
import { probeCapabilities } from '../../src/openai/probe.ts'
import type { ProbedCredential, ProbeOptions } from '../../src/openai/probing/attempts.ts'
import { reportShapes } from '../../src/openai/shape-report.ts'
import { openUpstream } from '../../src/openai/upstream.ts'
import { UNDESCRIBED_LOG_TYPE } from '../../src/simulator/clp/types.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import { ADMIN, COMPLIANCE, keysOf, optionsFor, setScenario, UNHURRIED } from '../support/openai-tenant.ts'

let simulator: Simulator
let pool: HttpPool
let otherWorkspaceId: string

beforeAll(async () => {
  pool = openHttpPool()
  simulator = await startSimulator({ seed: 5, users: 40, rateFactor: UNHURRIED })
  const info = await fetch(`${simulator.platformUrl.replace('/v1', '')}/_sim/info`)
  otherWorkspaceId = ((await info.json()) as { otherWorkspaceId: string }).otherWorkspaceId
})

afterAll(async () => {
  await simulator.close()
  await pool.close()
})

const PROJECT = asCredentialId('01890000-0000-7000-8000-00000000000f')

function probe(change: Partial<ProbeOptions> = {}): Promise<ProbeReport> {
  const { serving: _, ...options } = optionsFor(simulator)
  return probeCapabilities({ ...options, budget: createLocalBudget(), ...change }, pool)
}

const key = (id: typeof ADMIN, kind: ProbedCredential['kind'], secret: string): ProbedCredential => ({
  id,
  kind,
  secret,
})

const statesOf = (report: ProbeReport, plane: string) => [
  ...new Set(
    report.capabilities
      .filter(({ capability }) => capability.startsWith(plane))
      .map(({ state, resultCode }) => `${state} ${resultCode}`),
  ),
]

const codeOf = (report: ProbeReport, id: string) =>
  report.credentials.find(({ credentialId }) => credentialId === id)?.resultCode

async function during<T>(scenario: object, calm: object, use: () => Promise<T>): Promise<T> {
  await setScenario(simulator, scenario)
  try {
    return await use()
  } finally {
    await setScenario(simulator, calm)
  }
}

test('two good keys grant everything, and the proof names counts and domains only', async () => {
  const report = await probe()
  expect(statesOf(report, 'platform')).toEqual(['granted ok'])
  expect(statesOf(report, 'chatgpt')).toEqual(['granted ok'])
  expect(report.credentials.map(({ resultCode }) => resultCode)).toEqual(['ok', 'ok'])
  expect(report.proof.members).toBe(40)
  expect(report.proof.gpts).toBe(16)
  expect(report.proof.ownerDomains.length).toBeGreaterThan(0)
  expect(report.proof.ownerDomains.join()).not.toContain('@')
})

describe('a wrong key', () => {
  test('is called unknown, or revoked where it worked before', async () => {
    const wrong = key(ADMIN, 'admin_key', 'sk-admin-nobody-knows-this')
    const [, compliance] = keysOf(simulator)
    const credentials = [wrong, ...(compliance === undefined ? [] : [compliance])]
    const report = await probe({ credentials })
    expect(statesOf(report, 'platform')).toEqual(['denied invalid_key'])
    expect(statesOf(report, 'chatgpt')).toEqual(['granted ok'])
    const again = await probe({ credentials: [{ ...wrong, acceptedBefore: true }] })
    expect(codeOf(again, ADMIN)).toBe('key_revoked_or_expired')
    expect(JSON.stringify([report, again])).not.toContain('nobody-knows')
  })

  test('is never shown, and the words name key kind, capability and where to mend it', async () => {
    const report = await probe({ credentials: [key(ADMIN, 'admin_key', 'sk-admin-wrong')] })
    const [first] = report.capabilities
    expect(first?.detail).toContain('admin key')
    expect(first?.fixUrl).toBe('https://platform.openai.com/settings/organization/admin-keys')
  })
})

describe('keys in the wrong place', () => {
  test('swapped keys serve all the same and are named back', async () => {
    const report = await probe({
      credentials: [
        key(ADMIN, 'admin_key', simulator.keys.compliance),
        key(COMPLIANCE, 'compliance_key', simulator.keys.admin),
      ],
    })
    expect(statesOf(report, 'platform')).toEqual(['granted swapped_keys'])
    expect(statesOf(report, 'chatgpt')).toEqual(['granted swapped_keys'])
    expect(report.capabilities[0]?.credentialId).toBe(COMPLIANCE)
    expect(codeOf(report, ADMIN)).toBe('swapped_keys')
    expect(codeOf(report, COMPLIANCE)).toBe('swapped_keys')
  })

  test('swapped keys are seen before compliance access is granted', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString()
    const report = await during({ complianceGrantedAt: later }, { complianceGrantedAt: null }, () =>
      probe({
        credentials: [
          key(ADMIN, 'admin_key', simulator.keys.compliance),
          key(COMPLIANCE, 'compliance_key', simulator.keys.admin),
        ],
      }),
    )
    expect(statesOf(report, 'platform')).toEqual(['granted swapped_keys'])
    expect(statesOf(report, 'chatgpt')).toEqual(['awaiting access_not_granted_yet'])
    expect(codeOf(report, ADMIN)).toBe('swapped_keys')
  })

  test('a compliance key alone in the place of the admin key is told apart from a wrong key', async () => {
    const report = await probe({
      credentials: [key(ADMIN, 'admin_key', simulator.keys.compliance)],
      ids: { organizationId: simulator.organizationId, workspaceId: null, projectId: null },
    })
    expect(codeOf(report, ADMIN)).toBe('wrong_key_class')
    expect(statesOf(report, 'platform')).toEqual(['denied wrong_key_class'])
    expect(statesOf(report, 'chatgpt')).toEqual(['absent not_configured'])
  })

  test('an admin key in the place of the compliance key', async () => {
    const report = await probe({
      credentials: [key(COMPLIANCE, 'compliance_key', simulator.keys.admin)],
      ids: { organizationId: null, workspaceId: simulator.workspaceId, projectId: null },
    })
    expect(codeOf(report, COMPLIANCE)).toBe('wrong_key_class')
    expect(statesOf(report, 'chatgpt')).toEqual(['denied wrong_key_class'])
  })
})

test('a key without a scope loses that capability and no other', async () => {
  const keys = [{ token: 'sk-admin-narrow', kind: 'admin', scopes: ['api.management.read'] }]
  const report = await during({ keys }, { keys: [] }, () =>
    probe({ credentials: [key(ADMIN, 'admin_key', 'sk-admin-narrow')] }),
  )
  const states = report.capabilities.slice(0, 3).map(({ state, resultCode }) => `${state} ${resultCode}`)
  expect(states).toEqual(['granted ok', 'granted ok', 'denied missing_scope'])
  expect(report.capabilities[2]?.detail).toContain('api.audit_logs.read')
})

test('a key that may read one log type may not read the others', async () => {
  const scopes = ['chatgpt.enterprise.compliance_logs_platform.auth_log.read']
  const keys = [{ token: 'sk-admin-auth-only', kind: 'compliance', scopes }]
  const report = await during({ keys }, { keys: [] }, () =>
    probe({ credentials: [key(COMPLIANCE, 'compliance_key', 'sk-admin-auth-only')] }),
  )
  expect(report.capabilities.find(({ capability }) => capability === 'chatgpt.logs.AUTH_LOG')?.state).toBe(
    'granted',
  )
  expect(statesOf(report, 'chatgpt')).toEqual(['denied missing_scope', 'granted ok'])
})

test('an unknown workspace and another organization’s workspace differ', async () => {
  const ids = { organizationId: simulator.organizationId, projectId: null }
  const unknown = await probe({ ids: { ...ids, workspaceId: '11111111-2222-4333-8444-555555555555' } })
  // Costs are asked for with the organization's id, which is right.
  expect(statesOf(unknown, 'chatgpt')).toEqual(['denied unknown_workspace', 'granted ok'])
  const foreign = await probe({ ids: { ...ids, workspaceId: otherWorkspaceId } })
  expect(statesOf(foreign, 'chatgpt')).toEqual(['denied wrong_organization', 'granted ok'])
  expect(statesOf(foreign, 'platform')).toEqual(['granted ok'])
})

test('an organization id that is not the key’s', async () => {
  const ids = { organizationId: 'org-someone-else', workspaceId: simulator.workspaceId, projectId: null }
  expect(statesOf(await probe({ ids }), 'platform')).toEqual(['denied wrong_organization'])
})

test('audit logging that nobody enabled', async () => {
  const report = await during({ auditLoggingOff: true }, { auditLoggingOff: false }, () => probe())
  expect(statesOf(report, 'platform')).toEqual(['granted ok', 'denied audit_logging_disabled'])
  expect(codeOf(report, ADMIN)).toBe('ok')
})

test('compliance access not granted yet awaits, and the platform is not touched by it', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  const report = await during({ complianceGrantedAt: later }, { complianceGrantedAt: null }, () => probe())
  expect(statesOf(report, 'chatgpt')).toEqual(['awaiting access_not_granted_yet'])
  expect(statesOf(report, 'platform')).toEqual(['granted ok'])
  expect(codeOf(report, COMPLIANCE)).toBe('access_not_granted_yet')
})

test('an IP allow list that refuses us', async () => {
  const report = await during({ ipAllowListBlocks: true }, { ipAllowListBlocks: false }, () => probe())
  expect(statesOf(report, 'platform')).toEqual(['denied ip_not_allowed'])
  expect(statesOf(report, 'chatgpt')).toEqual(['denied ip_not_allowed'])
})

test('a project key adds nothing, granted or refused, and fails nothing', async () => {
  const project = key(PROJECT, 'project_key', simulator.keys.project)
  const refused = key(PROJECT, 'project_key', 'sk-proj-refused')
  for (const extra of [project, refused]) {
    const report = await probe({ credentials: [...keysOf(simulator), extra] })
    expect(codeOf(report, PROJECT)).toBe('project_key_adds_nothing')
    expect(statesOf(report, '')).toEqual(['granted ok'])
  }
})

test('one plane alone is whole; the other is absent', async () => {
  const [admin, compliance] = keysOf(simulator)
  if (admin === undefined || compliance === undefined) throw new Error('the simulator has two keys')
  const ids = { organizationId: null, workspaceId: null, projectId: null }
  const platform = await probe({
    credentials: [admin],
    ids: { ...ids, organizationId: simulator.organizationId },
  })
  expect(statesOf(platform, 'platform')).toEqual(['granted ok'])
  expect(statesOf(platform, 'chatgpt')).toEqual(['absent not_configured'])
  const chatgpt = await probe({
    credentials: [compliance],
    ids: { ...ids, workspaceId: simulator.workspaceId },
  })
  expect(statesOf(chatgpt, 'chatgpt')).toEqual(['granted ok', 'absent not_configured'])
  expect(statesOf(chatgpt, 'platform')).toEqual(['absent not_configured'])
})

test('an upstream that cannot be reached', async () => {
  const nowhere = 'http://127.0.0.1:9/v1'
  const report = await probe({ platformUrl: nowhere, complianceUrl: nowhere })
  expect(statesOf(report, '')).toEqual(['denied unreachable'])
})

test('a shape report names fields and types, and never a value', async () => {
  const { signal, ...options } = optionsFor(simulator)
  const upstream = openUpstream({ ...options, signal }, pool)
  const since = new Date(Date.now() - 86_400_000).toISOString()
  const context = {
    mode: 'metadata',
    upstream,
    ids: options.ids,
    now: () => new Date(),
    since,
    otherLogTypes: [UNDESCRIBED_LOG_TYPE],
    signal,
  } as const
  const shapes = await reportShapes(context, new Set(CAPABILITIES))
  expect(shapes).toHaveLength(STREAM_NAMES.length)
  for (const shape of shapes) {
    expect(shape.failure, shape.stream).toBeNull()
    expect(shape.records, shape.stream).toBeGreaterThan(0)
    expect(shape.fields.length, shape.stream).toBeGreaterThan(0)
  }
  const text = JSON.stringify(shapes)
  expect(text).not.toContain('@')
  expect(text).not.toContain(simulator.workspaceId)
  expect(text).not.toContain('You are')
})
