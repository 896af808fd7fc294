import type { Context } from 'hono'
import { appendAudit } from '../db/audit/append-audit.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { ApiEnv, Caller } from './context.ts'
import type { ApiDeps } from './deps.ts'

/**
 * Does what a person asked for, and records it before it is done: an action without a record cannot happen, at the
 * price that a refused one has two rows, the second saying so.
 */
export async function audited<Result>(
  { database }: Pick<ApiDeps, 'database'>,
  context: Context<ApiEnv>,
  what: { readonly action: string; readonly target: string; readonly detail?: JsonObject },
  act: () => Promise<Result>,
): Promise<Result> {
  const caller = context.get('caller')
  const facts = {
    actor: caller.actor,
    target: what.target,
    requestId: context.get('requestId'),
  }
  const detail = { ...what.detail, ...ownerDetail(caller) }
  await appendAudit(database.drizzle, { ...facts, action: what.action, detail })
  try {
    return await act()
  } catch (error) {
    await appendAudit(database.drizzle, { ...facts, action: `${what.action}.failed`, detail })
    throw error
  }
}

/** Tokens come and go; what they belong to is what somebody looks for years later. For who writes the row by themselves, too. */
export const ownerDetail = ({ serviceAccountId }: Pick<Caller, 'serviceAccountId'>): JsonObject =>
  serviceAccountId === null ? {} : { by_service_account: serviceAccountId }
