import { API_BASE } from '../base.ts'
import { SCIM_BASE } from '../scim/scim-problem.ts'

/**
 * What a request counts as. Reads, writes and costly requests are counted apart, so that a program that reads without pause
 * can still triage, and one that exports without pause is stopped long before one that reads pages. An identity provider
 * fills a directory with a request a person and counts by itself.
 */
export const RATE_CLASSES = ['reads', 'writes', 'costly', 'directory'] as const
export type RateClass = (typeof RATE_CLASSES)[number]

/** Name of each class's policy in the headers of answers. */
export const POLICY_NAMES: Readonly<Record<RateClass, string>> = {
  reads: 'default',
  writes: 'writes',
  costly: 'costly',
  directory: 'directory',
}

/** Requests that go over all that is stored, or take a connection of the database for long. */
const COSTLY_ROUTES = [
  'GET /exports/findings',
  'GET /exports/evidence',
  'GET /audit-log/verification',
  'POST /findings/:id/replay',
  'POST /integrations/:id/rules/:rule/backtest',
  'POST /integrations/:id/rules/preset',
  'POST /integrations/:id/custom-rules/backtest',
  'POST /integrations/:id/custom-rules',
  'PATCH /integrations/:id/custom-rules/:rule',
  'PUT /integrations/:id/rule-settings/:rule',
  'POST /integrations/:id/assignment-routes/preview',
  'PUT /integrations/:id/assignment-routes',
  'PUT /integrations/:id/directory',
  'POST /integrations/:id/quarantine/replay',
] as const

export const COSTLY: ReadonlySet<string> = new Set(
  COSTLY_ROUTES.map((route) => route.replace(' ', ` ${API_BASE}`)),
)

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** @param route as Hono knows it, with the method that it was registered for; or what was asked, where no route answers. */
export function rateClassOf({ method, path }: { readonly method: string; readonly path: string }): RateClass {
  if (path.startsWith(`${SCIM_BASE}/`)) return 'directory'
  if (COSTLY.has(`${method} ${path}`)) return 'costly'
  return READING.has(method) ? 'reads' : 'writes'
}
