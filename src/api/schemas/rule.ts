import { z } from '@hono/zod-openapi'
import type { RuleResult } from '../../db/rule-results/rule-results.ts'
import type { RuleChoice, RuleSetting } from '../../db/rule-settings/rule-settings.ts'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import { NOT_EVALUATED_REASONS } from '../../model/core/findings.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { RULE_KINDS } from '../../rules/catalogue/entry.ts'
import type { RuleDescription } from '../../rules/describe.ts'
import { revision, revisionOf } from '../revision.ts'
import { instant, JsonSchema, orNull } from './common.ts'

/** A rule: what the catalogue says, what people set, and what came of it last. */

export const RuleResultSchema = z
  .object({
    integration_id: z.uuid(),
    passed: z.int(),
    failed: z.int(),
    not_evaluated: z.int(),
    total: z.int().openapi({ description: 'The denominator: failed of total.' }),
    reason: z.enum(NOT_EVALUATED_REASONS).nullable().openapi({
      description: 'Set where the rule as a whole could not judge.',
    }),
    reason_detail: z.string().nullable(),
    asset_reasons: JsonSchema.openapi({ description: 'How many assets were left out for which reason.' }),
    evaluated_at: instant,
    run_id: z.uuid(),
  })
  .openapi('RuleResult')

export const RuleSettingSchema = z
  .object({
    enabled: z.boolean(),
    parameters: JsonSchema.openapi({ description: 'In effect: what was set, with defaults filled in.' }),
    severity: z.enum(SEVERITIES).nullable().openapi({ description: 'Null: as published.' }),
    updated_at: instant.nullable().openapi({ description: 'Null: nothing was set.' }),
    revision,
  })
  .openapi('RuleSetting')

export const RuleSchema = z
  .object({
    id: z.enum(RULE_IDS),
    version: z.int(),
    category: z.string(),
    title: z.string(),
    cloudflare_name: z
      .string()
      .nullable()
      .openapi({ description: 'Null for a rule that Cloudflare does not have.' }),
    finding_type_id: z.uuid().openapi({ description: 'Cloudflare’s where the rule is one of theirs.' }),
    chatgpt_enterprise_required: z.boolean(),
    products: z.array(z.string()),
    description: z.string(),
    risk: z.string(),
    severity: z.enum(SEVERITIES),
    escalation: z.string().nullable(),
    kind: z.enum(RULE_KINDS),
    comes_with: z.enum(['dlp_profile']).nullable().openapi({
      description: 'What is set up before the rule can speak; until then it is not evaluated.',
    }),
    judges: z.array(z.string()),
    least_mode: z.enum(COLLECTION_MODES),
    remediation: z.object({
      why: z.string(),
      steps: z.array(z.object({ text: z.string(), url: z.string().nullable() })),
      api: z.string().nullable(),
    }),
    references: z.array(z.object({ title: z.string(), url: z.string() })),
    frameworks: z.record(z.string(), z.array(z.string())),
    parameters_schema: JsonSchema,
    default_parameters: JsonSchema,
    setting: orNull(RuleSettingSchema),
    last_result: orNull(RuleResultSchema),
  })
  .openapi('Rule', { description: '`setting` and `last_result` are there with ?integration only.' })

export const PutRuleSetting = z
  .strictObject({
    enabled: z.boolean().default(true),
    parameters: z.record(z.string(), z.unknown()).default({}),
    severity: z.enum(SEVERITIES).nullable().default(null),
  })
  .openapi('PutRuleSetting', { description: 'What is left out goes back to its default.' })

export const resultView = (row: RuleResult): z.infer<typeof RuleResultSchema> => ({
  integration_id: row.integrationId,
  passed: row.passed,
  failed: row.failed,
  not_evaluated: row.notEvaluated,
  total: row.passed + row.failed + row.notEvaluated,
  reason: row.reason,
  reason_detail: row.reasonDetail,
  asset_reasons: row.assetReasons,
  evaluated_at: row.evaluatedAt,
  run_id: row.runId,
})

/** Of what is stored, not of defaults: a newer version may have others. */
export const settingRevision = (row: RuleChoice | null): string => {
  const { enabled = true, parameters = {}, severity = null } = row ?? {}
  return revisionOf({ enabled, parameters, severity })
}

export const settingView = (
  rule: Pick<RuleDescription, 'defaultParameters'>,
  row: RuleSetting | null,
): z.infer<typeof RuleSettingSchema> => ({
  enabled: row?.enabled ?? true,
  parameters: { ...rule.defaultParameters, ...row?.parameters },
  severity: row?.severity ?? null,
  updated_at: row?.updatedAt ?? null,
  revision: settingRevision(row),
})

export function ruleView(
  rule: RuleDescription,
  setting: z.infer<typeof RuleSettingSchema> | null,
  result: RuleResult | null,
): z.infer<typeof RuleSchema> {
  const { why, steps, api } = rule.remediation
  return {
    id: rule.id,
    version: rule.version,
    category: rule.category,
    title: rule.title,
    cloudflare_name: rule.cloudflareName,
    finding_type_id: rule.findingTypeId,
    chatgpt_enterprise_required: rule.chatgptEnterpriseRequired,
    products: [...rule.products],
    description: rule.description,
    risk: rule.risk,
    severity: rule.severity,
    escalation: rule.escalation,
    kind: rule.kind,
    comes_with: rule.comesWith,
    judges: Object.keys(rule.needs),
    least_mode: rule.leastMode,
    remediation: { why, steps: steps.map(({ text, url }) => ({ text, url: url ?? null })), api },
    references: rule.references.map(({ title, url }) => ({ title, url })),
    frameworks: Object.fromEntries(
      Object.entries(rule.frameworks).map(([name, ids]) => [name, [...(ids ?? [])]]),
    ),
    parameters_schema: rule.parametersSchema,
    default_parameters: rule.defaultParameters,
    setting,
    last_result: result === null ? null : resultView(result),
  }
}
