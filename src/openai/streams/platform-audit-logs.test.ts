import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cursor } from '../../model/core/slices.ts'
import type { AuditLogQuery, PlatformClient } from '../platform.ts'
import type { Upstream } from '../upstream.ts'
import { platformAuditLogs } from './platform-audit-logs.ts'
import type { ReadContext } from './stream-reader.ts'

const DAY = 86_400
const START = 1_760_000_000

interface Event {
  readonly id: string
  readonly effective_at: number
  /** When the list begins to show it. */
  readonly visible_at: number
}

const refuse = () => {
  throw new Error('only audit logs are asked for')
}

/** Newest first, three a page, as the samples suggest. */
function clientOf(events: readonly Event[], now: () => number): PlatformClient {
  const auditLogs = async ({ after, effectiveAt }: AuditLogQuery) => {
    const shown = events
      .filter(({ visible_at }) => visible_at <= now())
      .filter(({ effective_at: at }) => at >= (effectiveAt?.gte ?? 0) && at < (effectiveAt?.lt ?? Infinity))
      .toSorted((a, b) => b.effective_at - a.effective_at || (a.id < b.id ? -1 : 1))
    const from = after === null ? 0 : shown.findIndex(({ id }) => id === after) + 1
    const records = shown
      .slice(from, from + 3)
      .map(({ id, effective_at }) => ({ id, effective_at, type: 'login.succeeded', 'login.succeeded': {} }))
    return { records, hasMore: from + 3 < shown.length, lastId: records.at(-1)?.id ?? null }
  }
  return {
    auditLogs,
    users: refuse,
    user: refuse,
    invites: refuse,
    invite: refuse,
    projects: refuse,
    project: refuse,
    projectUsers: refuse,
    serviceAccounts: refuse,
    projectKeys: refuse,
    adminKeys: refuse,
    groups: refuse,
    groupUsers: refuse,
    groupRoles: refuse,
    roles: refuse,
    userRoles: refuse,
    projectGroups: refuse,
    projectRoles: refuse,
    projectUserRoles: refuse,
    projectGroupRoles: refuse,
    rateLimits: refuse,
    certificates: refuse,
    projectCertificates: refuse,
    organizationSettings: refuse,
    projectSettings: refuse,
    usage: refuse,
    costs: refuse,
  }
}

function context(events: readonly Event[], now: () => number, cursor: Cursor | null): ReadContext {
  const upstream: Upstream = { platform: () => clientOf(events, now), compliance: refuse, logs: refuse }
  return {
    cursor,
    mode: 'metadata',
    upstream,
    ids: { organizationId: 'org-1', workspaceId: null, projectId: null },
    nextParent: async () => null,
    now: () => new Date(now() * 1_000),
    since: new Date(START * 1_000).toISOString(),
    signal: new AbortController().signal,
  }
}

const anyEvents = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 5 * DAY }), late: fc.integer({ min: 0, max: 3_000 }) }), {
    maxLength: 25,
  })
  .map((plans) =>
    plans.map(({ at, late }, n): Event => {
      const effective_at = START + at
      return { id: `audit_log-${n}`, effective_at, visible_at: effective_at + late }
    }),
  )

test('events that show up late are caught, none is lost, and every pass ends, however often the worker is lost', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.integer({ min: 1, max: 3 }), async (events, pagesALife) => {
      const held = new Set<string>()
      let cursor: Cursor | null = null
      // A pass every half day; the last one after everything has become visible.
      for (let at = START + 1; at <= START + 6 * DAY; at += DAY / 2) {
        for (let done = false, lives = 0; !done; lives += 1) {
          expect(lives, 'makes progress').toBeLessThan(500)
          let pages = 0
          for await (const page of platformAuditLogs.read(context(events, () => at, cursor))) {
            for (const draft of page.drafts) if ('eventId' in draft) held.add(draft.eventId)
            cursor = JSON.parse(JSON.stringify(page.cursor))
            done = page.done
            pages += 1
            if (pages === pagesALife) break
          }
        }
      }
      expect([...held].toSorted()).toEqual(events.map(({ id }) => id).toSorted())
    }),
    { numRuns: 60 },
  )
})

test('the detail under the event’s own name is taken as it is; what nobody described is no drift there', async () => {
  const record = {
    id: 'audit_log-1',
    type: 'invite.sent',
    effective_at: START + 5,
    actor: {
      type: 'session',
      session: { user: { id: 'user-1', email: 'Ann@Example.com' }, ip_address: '203.0.113.7' },
    },
    'invite.sent': { id: 'invite-1', data: { email: 'new@example.com', role: 'owner' }, odd: 1 },
    surprise: true,
  }
  const given = context([], () => START + DAY, null)
  const list = async () => ({ records: [record], hasMore: false, lastId: null })
  const client = { ...clientOf([], () => 0), auditLogs: list }
  const upstream = { ...given.upstream, platform: () => client }
  for await (const page of platformAuditLogs.read({ ...given, upstream })) {
    expect(page.drift).toEqual([{ path: 'surprise', count: 1 }])
    expect(page.drafts).toMatchObject([
      {
        occurredAt: '2025-10-09T08:53:25Z',
        actor: { kind: 'person', person: { ref: 'user:user-1', email: 'ann@example.com' } },
        attributes: { detail: { id: 'invite-1' } },
      },
    ])
    break
  }
})

async function coverageSaid(cursor: Cursor): Promise<string[]> {
  const said: string[] = []
  for await (const { coveredFrom } of platformAuditLogs.read(context([], () => START + DAY, cursor))) {
    if (coveredFrom !== null) said.push(coveredFrom)
  }
  return said
}

test('who was away for longer than we look back holds history from the end of the gap only', async () => {
  const away = START - 10 * DAY
  const since = [new Date(START * 1_000).toISOString().replace('.000Z', 'Z')]
  expect(await coverageSaid({ covered: away })).toEqual(since)
  const window = { gte: away - DAY, lt: away, after: null }
  expect(await coverageSaid({ covered: away - DAY, window })).toEqual(since)
  expect(await coverageSaid({ covered: START + 1 })).toEqual([])
})
