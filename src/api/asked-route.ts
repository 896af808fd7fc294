import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

/** How Hono registers middleware. */
const EVERY_METHOD = 'ALL'

/** The route that will answer, as it was registered: the first that matches. Undefined where none does: 404, or 405. */
export const askedRoute = (
  context: Context,
): { readonly method: string; readonly path: string } | undefined =>
  matchedRoutes(context).find(({ method }) => method !== EVERY_METHOD)
