import type { ApiScope } from '../model/core/access.ts'
import { API_BASE } from './base.ts'
import { SCIM_BASE } from './scim/scim-problem.ts'

/**
 * Which scope each route needs: the permission matrix. Docs and tests are made from it, and what it does not name is
 * refused to everybody, so a route that somebody adds without deciding who may use it answers 403 and fails a test.
 * `any` are routes that tell a token of itself. A list is of scopes that are all needed: what tries a rule out shows whom and
 * what it would find, and a pack of evidence holds all that these scopes open.
 */
export type Need = ApiScope | readonly ApiScope[] | 'any'

const TRIED_OUT = ['rules:read', 'assets:read', 'findings:read'] as const satisfies readonly ApiScope[]

const V1 = {
  'GET /me': 'any',

  'GET /integrations': 'integrations:read',
  'GET /integrations/:id': 'integrations:read',
  'GET /integrations/:id/plan': 'integrations:read',
  'GET /integrations/:id/access-request': 'integrations:read',
  'POST /integrations': 'integrations:write',
  'PATCH /integrations/:id': 'integrations:write',
  'DELETE /integrations/:id': 'integrations:write',
  'PUT /integrations/:id/credentials/:kind': 'integrations:write',

  'GET /runs': 'runs:read',
  'GET /runs/:id': 'runs:read',
  'GET /runs/:id/events': 'runs:read',
  'GET /quarantine': 'runs:read',
  'GET /drift': 'runs:read',
  'GET /budgets': 'runs:read',
  'POST /integrations/:id/test': 'runs:write',
  'POST /integrations/:id/collect': 'runs:write',
  'POST /integrations/:id/pause': 'runs:write',
  'POST /integrations/:id/resume': 'runs:write',
  'POST /integrations/:id/quarantine/replay': 'runs:write',

  'GET /assets': 'assets:read',
  'GET /assets/:id': 'assets:read',
  'GET /gpts': 'assets:read',
  'GET /gpts/:id': 'assets:read',
  'GET /gpts/:id/versions': 'assets:read',
  'GET /gpts/:id/diff': 'assets:read',
  'GET /gpts/:id/approvals': 'assets:read',
  'GET /gpts/:id/approvals/:approval': 'assets:read',
  'GET /identities': 'assets:read',
  'GET /identities/:id': 'assets:read',
  'GET /integrations/:id/activity': 'assets:read',
  'POST /gpts/:id/approvals': 'gpts:approve',
  'POST /gpts/:id/approvals/:approval/withdraw': 'gpts:approve',

  'GET /findings': 'findings:read',
  'GET /findings/summary': 'findings:read',
  'GET /exports/findings': 'findings:read',
  // Integrations, what they may read, and runs stand in it, too.
  'GET /exports/evidence': ['findings:read', 'rules:read', 'audit:read', 'integrations:read', 'runs:read'],
  'GET /findings/:id': 'findings:read',
  'POST /findings/:id/replay': 'findings:read',
  'GET /coverage': 'findings:read',
  'GET /exceptions': 'findings:read',
  'GET /exceptions/:id': 'findings:read',
  'PATCH /findings/:id': 'findings:write',
  'POST /findings/:id/comments': 'findings:write',
  'POST /findings/:id/recheck': 'findings:write',
  'POST /findings/bulk': 'findings:write',
  'POST /exceptions': 'findings:write',
  'PATCH /exceptions/:id': 'findings:write',
  'POST /exceptions/:id/disable': 'findings:write',

  'GET /rules': 'rules:read',
  'GET /presets': 'rules:read',
  'GET /integrations/:id/custom-rules': 'rules:read',
  'GET /integrations/:id/custom-rules/:rule': 'rules:read',
  'GET /integrations/:id/assignment-routes': 'rules:read',
  // They read what is stored and change nothing.
  'POST /integrations/:id/custom-rules/backtest': TRIED_OUT,
  'POST /integrations/:id/rules/:rule/backtest': TRIED_OUT,
  // Names managers, whom the directory alone knows.
  'POST /integrations/:id/assignment-routes/preview': [...TRIED_OUT, 'directory:read'],
  'POST /integrations/:id/custom-rules': 'rules:write',
  'PATCH /integrations/:id/custom-rules/:rule': 'rules:write',
  'DELETE /integrations/:id/custom-rules/:rule': 'rules:write',
  'PUT /integrations/:id/rule-settings/:rule': 'rules:write',
  'POST /integrations/:id/rules/preset': 'rules:write',
  'PUT /integrations/:id/assignment-routes': 'rules:write',

  'GET /integrations/:id/directory': 'directory:read',
  'PUT /integrations/:id/directory': 'directory:write',
  'DELETE /integrations/:id/directory': 'directory:write',

  'GET /destinations': 'webhooks:read',
  'GET /destinations/:id': 'webhooks:read',
  'GET /destinations/:id/tickets': 'webhooks:read',
  'GET /deliveries': 'webhooks:read',
  'GET /deliveries/:id': 'webhooks:read',
  'POST /destinations': 'webhooks:write',
  'PATCH /destinations/:id': 'webhooks:write',
  'DELETE /destinations/:id': 'webhooks:write',
  'POST /destinations/:id/rotate-secret': 'webhooks:write',
  'POST /destinations/:id/replay-failed': 'webhooks:write',
  'POST /destinations/:id/test': 'webhooks:write',
  'POST /destinations/test': 'webhooks:write',
  'POST /deliveries/:id/replay': 'webhooks:write',

  'GET /audit-log': 'audit:read',
  'GET /audit-log/verification': 'audit:read',
  'POST /codec/decode': 'histories:read',

  'GET /tokens': 'tokens:read',
  'GET /tokens/:id': 'tokens:read',
  'POST /tokens': 'tokens:write',
  'DELETE /tokens/:id': 'tokens:write',

  'GET /service-accounts': 'tokens:read',
  'GET /service-accounts/:id': 'tokens:read',
  'POST /service-accounts': 'tokens:write',
  'PATCH /service-accounts/:id': 'tokens:write',

  'GET /users': 'users:read',
  'GET /users/:id': 'users:read',
  'PATCH /users/:id': 'users:write',
} as const satisfies Readonly<Record<string, Need>>

/** The scopes of a need, one by one. */
export const scopesOf = (need: Need): readonly ApiScope[] => {
  if (need === 'any') return []
  return typeof need === 'string' ? [need] : need
}

/** A route as Hono knows it: `GET /api/v1/findings/:id`. */
export const PERMISSIONS: Readonly<Record<string, Need>> = Object.fromEntries(
  Object.entries(V1).map(([route, need]) => {
    const [method = '', path = ''] = route.split(' ')
    return [`${method} ${API_BASE}${path}`, need]
  }),
)

/** What a route needs; null where nobody has decided. All of SCIM is the directory, read or written. */
export function neededFor(method: string, path: string): Need | null {
  if (path.startsWith(`${SCIM_BASE}/`)) return method === 'GET' ? 'directory:read' : 'directory:write'
  return PERMISSIONS[`${method} ${path}`] ?? null
}
