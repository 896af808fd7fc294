import type { ApiClient } from '../api-client.ts'
import { CliError, usageError } from '../cli-error.ts'
import type { RuleView } from '../finding-view.ts'
import type { Io } from '../io.ts'
import { choiceOf } from '../rules/choice.ts'
import type { Plan } from './plan.ts'

export interface ExceptionTexts {
  readonly reason: string
  readonly owner?: string | undefined
  /** ISO. */
  readonly until?: string | undefined
}

/** Ids a request: forty bytes each, of 64 kB. */
const IDS_AT_ONCE = 1_000

export function refuseIncomplete({ exceptions }: Plan, { owner, until }: ExceptionTexts): void {
  if (exceptions.length === 0 || (owner !== undefined && until !== undefined)) return
  throw usageError(
    `${exceptions.length} hidden findings would become exceptions, and an exception has somebody who answers for it, and an end.`,
    'Give --owner, and --until with a day at most 400 days ahead. Nothing was changed.',
  )
}

/** Severities first: what is judged anew by them is then excepted. Done again, it does what is left. */
export async function applyPlan(
  io: Io,
  api: ApiClient,
  integrationId: string,
  {
    plan,
    rules,
    texts,
  }: { readonly plan: Plan; readonly rules: readonly RuleView[]; readonly texts: ExceptionTexts },
): Promise<void> {
  let done = 0
  const of = plan.severities.length + plan.exceptions.length
  try {
    for (const { rule_id, to } of plan.severities) {
      const rule = rules.find(({ id }) => id === rule_id)
      if (rule === undefined) continue
      const choice = choiceOf(rule, {}, { severity: to })
      await api.put(`/api/v1/integrations/${integrationId}/rule-settings/${rule_id}`, choice)
      done += 1
    }
    for (let at = 0; at < plan.exceptions.length; at += IDS_AT_ONCE) {
      const ids = plan.exceptions.slice(at, at + IDS_AT_ONCE).map(({ finding_id }) => finding_id)
      const { reason, owner, until: expires_at } = texts
      await api.post('/api/v1/findings/bulk', { action: 'except', ids, reason, owner, expires_at })
      done += ids.length
    }
  } catch (error) {
    if (!(error instanceof CliError) || done === 0) throw error
    io.err(`${done} of ${of} were carried over before this:`)
    throw error
  }
  io.err(`Carried over: ${plan.severities.length} severities, ${plan.exceptions.length} exceptions.`)
}
