import type { Command } from 'commander'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import { isCustomRule } from '../../model/core/rule-ids.ts'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import type { CustomRuleView, FindingDetailView, RuleView } from '../finding-view.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { Integration } from '../run-view.ts'
import { describeFinding } from './describe.ts'
import { explained } from './explained.ts'
import { findingId } from './finding-id.ts'

export function addShowFinding(findings: Command, io: Io): void {
  findings
    .command('show <finding>')
    .summary('one finding: where, whose, why, what to do')
    .description(
      'One finding with everything that is known of it: how severe and why, where, whose, what the rule saw, what to do about it, and its history, oldest first.',
    )
    .option('--json', 'as JSON, with the rule; its history is newest first, as in the API')
    .action((id: string, flags: { json?: boolean }) => show(io, findingId(id), flags))
}

async function show(io: Io, id: string, { json = false }: { json?: boolean }): Promise<void> {
  const api = clientFromEnv(io.env)
  const finding = await api.get<FindingDetailView>(`/api/v1/findings/${id}`)
  const rule = await ruleOf(api, finding)
  if (json) return io.out(jsonText({ ...finding, rule }))
  const { display_name: integration } = await api.get<Integration>(
    `/api/v1/integrations/${finding.integration_id}`,
  )
  const known = { integration, rule: rule === null ? null : explained(rule) }
  return io.out(describeFinding(finding, known, io.paint).map(harmless).join('\n'))
}

/** Null where it is gone: a rule that people wrote may be deleted, and its findings stay. */
async function ruleOf(
  api: ApiClient,
  { rule_id, integration_id }: { rule_id: AnyRuleId; integration_id: string },
): Promise<RuleView | CustomRuleView | null> {
  if (isCustomRule(rule_id)) {
    const path = `/api/v1/integrations/${integration_id}/custom-rules/${rule_id}`
    return (await api.find<CustomRuleView>(path)) ?? null
  }
  const { data } = await api.get<{ data: readonly RuleView[] }>(`/api/v1/rules?integration=${integration_id}`)
  return data.find(({ id }) => id === rule_id) ?? null
}
