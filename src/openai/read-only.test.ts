import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { asCredentialId } from '../model/core/ids.ts'
import type { Budget, RouteKey } from './budget.ts'
import type { ComplianceClient } from './compliance.ts'
import { createComplianceClient } from './compliance.ts'
import type { HttpPool, ListRequest, ReadRequest } from './http-pool.ts'
import type { ListPage } from './list-page.ts'
import type { LogFile, LogPage, LogsClient } from './logs.ts'
import { createLogsClient } from './logs.ts'
import type { PlatformClient } from './platform.ts'
import { createPlatformClient } from './platform.ts'
import { COMPLIANCE_ROUTES, nameOfRoute, PLATFORM_ROUTES } from './routes.ts'
import type { Ask, Transport } from './transport.ts'
import { createTransport } from './transport.ts'
import type { ClientContext, Upstream } from './upstream.ts'

// Casbah reads upstream and changes nothing there. The types say so, which the type check holds: a line below
// `@ts-expect-error` that compiled would fail it. What the types cannot see, the SDK's own requests, is refused at run
// time.

const handed = vi.hoisted(() => {
  // Another file of this process may have loaded our client with the SDK as it is.
  vi.resetModules()
  return { fetch: null as typeof globalThis.fetch | null }
})

/** Takes the fetch that our client hands to the SDK: what the SDK could send with it, a test can send with it. */
vi.mock(import('openai'), async (original) => {
  const real = await original()
  class HandedOver extends real.default {
    constructor(options: ConstructorParameters<typeof real.default>[0]) {
      super(options)
      handed.fetch = options?.fetch ?? null
    }
  }
  return { ...real, default: HandedOver }
})

afterAll(() => {
  vi.doUnmock('openai')
  vi.resetModules()
})

const BASE = 'https://upstream.invalid/v1'
const signal = new AbortController().signal
const credential = { id: asCredentialId('c'), kind: 'admin_key', secret: 'none' } as const
const context: ClientContext = {
  ...{ credential, capability: 'platform.organization_read', acceptedBefore: true },
  ...{ baseUrl: BASE, budgetScope: 'organization:o', rateFactor: 1 },
}
const ids = { organizationId: 'o', workspaceId: 'w', projectId: null }

let reads: ReadRequest[]
let posted: ListRequest[]
let budgeted: RouteKey[]
let transport: Transport

beforeEach(() => {
  reads = []
  posted = []
  budgeted = []
  const pool: HttpPool = {
    async read(request) {
      reads.push(request)
      return { status: 200, headers: new Headers(), body: bytes('{"data":[],"has_more":false}') }
    },
    async listSkills(request) {
      posted.push(request)
      return { status: 200, headers: new Headers(), body: bytes('{"data":[],"has_more":false}') }
    },
    close: async () => undefined,
  }
  const budget: Budget = {
    acquire: async (route) => void budgeted.push(route),
    rejected: async () => undefined,
    release: async () => undefined,
  }
  transport = createTransport(pool, budget, signal)
})

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

describe('by type', () => {
  type Same<A, B> = [A, B] extends [B, A] ? true : false
  type Returns<Client> = {
    [Name in keyof Client]: Client[Name] extends (...args: never[]) => infer R ? Awaited<R> : never
  }[keyof Client]

  test('a request to the network has no place for a method or a body', () => {
    const fields: Same<keyof ReadRequest, 'url' | 'headers' | 'signal'> = true
    const doors: Same<keyof HttpPool, 'read' | 'listSkills' | 'close'> = true
    const list: Same<keyof ListRequest['page'], 'limit' | 'cursor'> = true
    const ask: Same<keyof Ask, 'url' | 'headers' | 'asked' | 'budget' | 'page'> = true
    const ways: Same<keyof Transport, 'send' | 'follow' | 'signal'> = true
    expect([fields, doors, list, ask, ways]).toEqual([true, true, true, true, true])

    // @ts-expect-error a request has no method
    const withMethod: ReadRequest = { url: BASE, headers: {}, signal, method: 'DELETE' }
    // @ts-expect-error a request has no body
    const withBody: ReadRequest = { url: BASE, headers: {}, signal, body: '{}' }
    // @ts-expect-error nor has what the clients ask the transport
    const asked: Pick<Ask, 'url' | 'headers'> & { method: 'POST' } = {} as Ask
    expect([withMethod, withBody, asked]).toHaveLength(3)
  })

  test('every function of the clients returns what it read', () => {
    const platform: Same<Returns<PlatformClient>, ListPage> = true
    const compliance: Same<Returns<ComplianceClient>, ListPage> = true
    const logs: Same<Returns<LogsClient>, LogPage | Uint8Array> = true
    const clients: Same<keyof Upstream, 'platform' | 'compliance' | 'logs'> = true
    expect([platform, compliance, logs, clients]).toEqual([true, true, true, true])
  })

  test('what the SDK can change is out of reach', () => {
    const client: PlatformClient = createPlatformClient(transport, context, ids)
    // @ts-expect-error the SDK itself is not handed out
    expect(client.admin).toBeUndefined()
    // @ts-expect-error and nothing of it that changes
    expect(client.delete).toBeUndefined()
    expect(Object.keys(client).sort()).toEqual([
      ...[
        'adminKeys',
        'auditLogs',
        'certificates',
        'costs',
        'groupRoles',
        'groupUsers',
        'groups',
        'invite',
        'invites',
      ],
      ...['organizationSettings', 'project', 'projectCertificates', 'projectGroupRoles', 'projectGroups'],
      ...['projectKeys', 'projectRoles', 'projectSettings', 'projectUserRoles', 'projectUsers', 'projects'],
      ...['rateLimits', 'roles', 'serviceAccounts', 'usage', 'user', 'userRoles', 'users'],
    ])
  })
})

describe('at run time', () => {
  const throughSdk = (url: string, init?: RequestInit): Promise<Response> => {
    createPlatformClient(transport, context, ids)
    if (handed.fetch === null) throw new Error('the client gave the SDK no fetch of its own')
    return handed.fetch(url, init)
  }

  test.each(['POST', 'DELETE', 'PUT', 'PATCH', 'post', 'HEAD', 'OPTIONS'])(
    'a %s of the SDK is refused before it costs anything',
    async (method) => {
      await expect(throughSdk(`${BASE}/organization/users`, { method })).rejects.toThrow('Refused to send')
      expect(reads).toEqual([])
      expect(budgeted).toEqual([])
    },
  )

  test.each([
    ['another origin', 'https://elsewhere.invalid/v1/organization/users'],
    ['another route', `${BASE}/organization/usage`],
    ['one that only begins alike', `${BASE}/organization/users/user-1/secrets`],
    ['one that climbs out of it', `${BASE}/organization/users/../projects/p/archive`],
  ])('a GET of %s is refused as well', async (_, url) => {
    await expect(throughSdk(url)).rejects.toThrow('Refused to send')
    expect(reads).toEqual([])
  })

  test('every function of every client sends one read to a known route', async () => {
    const query = { after: null }
    const platform = createPlatformClient(transport, context, ids)
    const { users, invites, projects, adminKeys, auditLogs, groups, roles, certificates, ...rest } = platform
    for (const list of [users, invites, projects, adminKeys, auditLogs, groups, roles, certificates])
      await list(query)
    const { user, invite, project, organizationSettings, projectSettings, ...children } = rest
    for (const one of [user, invite, project, projectSettings]) await one('x')
    await organizationSettings()
    const day = { startTime: 0, endTime: null, page: null, limit: 1 }
    const { projectUserRoles, projectGroupRoles, usage, costs, ...lists } = children
    await usage('completions', day)
    await costs(day)
    for (const list of [projectUserRoles, projectGroupRoles]) await list('p', 'x', query)
    for (const list of Object.values(lists)) await list('p', query)
    const compliance = createComplianceClient(transport, context, 'w')
    const { gptConfigs, gptSharedUsers, projectConfigs, projectSharedUsers, ...tops } = compliance
    const { canvases, recordings, automations, libraryFiles, ...shared } = tops
    const { gpt, project: chatgptProject, ...topLists } = shared
    for (const list of Object.values(topLists)) await list(query)
    for (const one of [gpt, chatgptProject]) await one('x')
    for (const list of [gptConfigs, gptSharedUsers, projectConfigs, projectSharedUsers])
      await list('x', query)
    for (const list of [canvases, recordings, automations, libraryFiles]) await list('x', query)
    for (const place of ['workspace', 'organization'] as const) {
      const logs = createLogsClient(transport, context, place, 'w')
      await logs.list({ eventType: 'AUTH_LOG', after: '2026-01-01T00:00:00Z' })
      await logs.download({ id: 'f' } as LogFile)
    }

    const known = [...PLATFORM_ROUTES, ...Object.values(COMPLIANCE_ROUTES)]
    expect(budgeted.map(({ route }) => route).sort()).toEqual(known.map(nameOfRoute).sort())
    expect(reads).toHaveLength(known.length - 1)
    expect(posted).toMatchObject([
      { url: `${BASE}/compliance/workspaces/w/skills`, page: { limit: 100, cursor: null } },
    ])
    for (const request of reads) expect(Object.keys(request).sort()).toEqual(['headers', 'signal', 'url'])
  })
})
