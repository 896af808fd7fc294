import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { withDeadline } from '../../db/client.ts'
import { migrationsAtHead } from '../../db/migrate.ts'
import { atMostEvery } from '../at-most-every.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { json } from '../schemas/common.ts'

/**
 * `/livez` says that this process answers; `/readyz` that it can do its work. Neither needs a token: probes
 * have none, and the answers name services, not tenants.
 */

/** Milliseconds for each check: below the timeout of the usual probes, which is one to five seconds. */
const CHECK_WITHIN_MS = 2_000

/**
 * Milliseconds. Anybody may ask, and each check asks Postgres and Temporal; so a flood of questions must not become a
 * flood of checks. Far below the seconds between probes, and no orchestrator acts on a single answer.
 */
const ANSWER_KEPT_MS = 1_000

const Live = z.object({ status: z.literal('ok') })

const Ready = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    checks: z
      .array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() }))
      .optional()
      .openapi({ description: 'With ?verbose only.' }),
  })
  .openapi('Readiness')

const livez = createRoute({
  method: 'get',
  path: '/livez',
  summary: 'Whether the process answers',
  tags: ['health'],
  security: [],
  responses: { 200: json(Live, 'It does') },
})

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether Postgres, its schema and Temporal are there',
  tags: ['health'],
  security: [],
  request: { query: z.object({ verbose: z.string().optional() }) },
  responses: { 200: json(Ready, 'Ready'), 503: json(Ready, 'Not ready; ?verbose says why') },
})

type Deps = Pick<ApiDeps, 'database' | 'temporal'>

export function healthRoutes(deps: Deps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const readiness = atMostEvery(ANSWER_KEPT_MS, () => checkAll(deps))
  routes.openapi(livez, (context) => context.json({ status: 'ok' as const }, 200))
  routes.openapi(readyz, async (context) => {
    const checks = await readiness()
    const ok = checks.every((one) => one.ok)
    const body = { status: ok ? ('ok' as const) : ('unavailable' as const) }
    const verbose = context.req.valid('query').verbose !== undefined
    return context.json(verbose ? { ...body, checks } : body, ok ? 200 : 503)
  })
  return routes
}

function checkAll(deps: Deps) {
  return Promise.all([
    check('postgres', async () => {
      await deps.database.sql`select 1`
      return 'answers'
    }),
    check('migrations', async () => {
      if (!(await migrationsAtHead(deps.database.sql))) throw new NotReady('run `casbah migrate`')
      return 'at head'
    }),
    check('temporal', async () => {
      const { workflowService } = deps.temporal.connection
      // The client tries again for long by itself; nobody would be waiting for its answer by then.
      await deps.temporal.withDeadline(Date.now() + CHECK_WITHIN_MS, () => workflowService.getSystemInfo({}))
      return 'answers'
    }),
  ])
}

class NotReady extends Error {
  override readonly name = 'NotReady'
}

async function check(name: string, ask: () => Promise<string>) {
  try {
    return { name, ok: true, detail: await withDeadline(name, CHECK_WITHIN_MS, ask()) }
  } catch (error) {
    return { name, ok: false, detail: error instanceof NotReady ? error.message : 'does not answer' }
  }
}
