import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { appendAudit } from '../../db/audit/append-audit.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { daysBetween } from '../../model/core/period.ts'
import type { Scope } from '../../model/core/scope.ts'
import { PROGRAM_VERSION } from '../../model/schema/program-version.ts'
import { audited, ownerDetail } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import type { Sealed } from '../exports/evidence/pack.ts'
import { sendEvidence } from '../exports/evidence/send-evidence.ts'
import { isNoFault } from '../exports/send-snapshot.ts'
import { findNamed } from '../find-integration.ts'
import { OpenConnections } from '../open-connections.ts'
import { ApiProblem } from '../problem.ts'
import { manyOf } from '../query.ts'
import { problems, uuid } from '../schemas/common.ts'

/** At once, in one process: each holds a connection of the pool while it lasts, beside those of other exports. */
const MOST_OPEN = 2
/** At once, by one token. */
const MOST_OPEN_A_TOKEN = 1

const TAR = 'application/x-tar'

const evidence = createRoute({
  method: 'get',
  path: '/exports/evidence',
  summary: 'What an auditor is shown of a period, in one tar with a manifest',
  description: [
    'Findings that were open or changed in the period with their events, rules and versions, exceptions, runs and what could be judged, and the audit log with its verification: pages of NDJSON, all of one moment, which Casbah-As-Of names.',
    'The manifest names each file with its SHA-256, size and rows. The audit log is of all integrations at once: it is left out, and the manifest says so, where the token or the request is limited to some.',
  ].join('\n\n'),
  tags: ['exports'],
  request: {
    query: z.strictObject({
      from: z.iso.date().openapi({ description: 'The first day, in UTC.', example: '2026-07-01' }),
      to: z.iso
        .date()
        .openapi({ description: 'The last day, in UTC; it is in the pack.', example: '2026-09-30' }),
      integration: manyOf(uuid, 'Of these integrations alone.'),
    }),
  },
  responses: {
    200: {
      description: 'The pack',
      headers: z.object({
        'Casbah-As-Of': z.string().openapi({ description: 'ISO; the time of everything in it.' }),
      }),
      content: { [TAR]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problems(403, 404),
  },
})

export function evidenceRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const connections = new OpenConnections(MOST_OPEN, MOST_OPEN_A_TOKEN, 'evidence packs')
  routes.openapi(evidence, async (context) => {
    const { from, to, integration } = context.req.valid('query')
    refuseBackwards(from, to)
    const caller = context.get('caller')
    const { scope, actor } = caller
    const named = await findNamed(deps, context, integration)
    const headers = { 'Content-Type': TAR, 'Cache-Control': 'no-store' }
    if (context.req.method === 'HEAD') return context.body(null, 200, headers)
    const packed: Scope = named === undefined ? scope : { integrationIds: named }
    const requestId = context.get('requestId')
    const facts = { target: 'evidence', detail: { from, to, integrations: countOf(packed) } }
    const made = { ...facts, detail: { ...facts.detail, ...ownerDetail(caller) } }
    const leave = connections.take(actor.id)
    try {
      const sent = await audited(deps, context, { ...facts, action: 'evidence.export' }, () =>
        sendEvidence({
          ...{ db, scope: packed, period: daysBetween(from, to), version: PROGRAM_VERSION },
          noAuditLog: whyNoAuditLog(scope, named !== undefined),
          isAllowed: context.get('isStillAllowed'),
          sealed: (sealed) => appendAudit(db, { actor, requestId, ...madeOf(sealed, made) }),
        }),
      )
      void sent.ended.then((failure) => {
        leave()
        if (failure !== null && !isNoFault(failure.error))
          deps.log.error({ error: failure.error }, 'an evidence pack broke off')
      })
      return context.body(sent.body, 200, { ...headers, 'Casbah-As-Of': sent.asOf })
    } catch (error) {
      leave()
      throw error
    }
  })
  return routes
}

function refuseBackwards(from: string, to: string): void {
  if (to >= from) return
  throw new ApiProblem('invalid-request', 'The period ends before it begins.', {
    errors: [{ pointer: '?to', detail: 'must not be before from' }],
  })
}

interface Facts {
  readonly target: string
  readonly detail: JsonObject
}

/** So that the log tells one day whether a pack is the one that was made. */
const madeOf = ({ sha256, manifest: { digest } }: Sealed, { target, detail }: Facts) => ({
  ...{ target, action: 'evidence.exported' },
  detail: { ...detail, manifest_sha256: sha256, digest },
})

const countOf = ({ integrationIds }: Scope): number | 'all' =>
  integrationIds === 'all' ? 'all' : integrationIds.length

function whyNoAuditLog({ integrationIds }: Scope, isNarrowed: boolean): string | null {
  if (integrationIds !== 'all')
    return 'The audit log is of all integrations at once, and the token that asked is limited to some.'
  return isNarrowed
    ? 'The audit log is of all integrations at once, and the pack was asked for of some.'
    : null
}
