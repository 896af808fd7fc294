import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { CapabilityRow } from '../../db/capabilities/put-capabilities.ts'
import { listCapabilities } from '../../db/capabilities/put-capabilities.ts'
import { listCustomRules } from '../../db/custom-rules/custom-rules.ts'
import type { FindingCount } from '../../db/findings/list-findings.ts'
import { countFindings } from '../../db/findings/list-findings.ts'
import { listIntegrations } from '../../db/integrations/list-integrations.ts'
import type { RuleResult } from '../../db/rule-results/rule-results.ts'
import { listRuleResults } from '../../db/rule-results/rule-results.ts'
import { inEffect } from '../../evaluation/custom/prepared-custom-rule.ts'
import { CAPABILITIES } from '../../model/core/capabilities.ts'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import { NOT_EVALUATED_REASONS } from '../../model/core/findings.ts'
import { PLANES } from '../../model/core/planes.ts'
import type { RuleEntry } from '../../rules/catalogue/entry.ts'
import { capabilitiesOf, coverageOf, OUTCOMES } from '../../rules/coverage.ts'
import { entryOf } from '../../rules/custom/definition.ts'
import { describeRules } from '../../rules/describe.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import { anyRuleId, instant, JsonSchema, json, orNull, problems, uuid } from '../schemas/common.ts'

const RemedySchema = z
  .object({
    kind: z
      .enum(['grant', 'connect', 'mode', 'collect', 'settings', 'directory', 'dlp_profile', 'wait', 'time'])
      .openapi({
        description:
          '`wait`: OpenAI does not send or grant it; `time`: it judges by itself once the first days have passed; `dlp_profile`: it comes with DLP profiles, which this version has not.',
      }),
    capability: z.enum(CAPABILITIES).optional(),
    scope: z.string().optional().openapi({ description: 'In OpenAI’s own spelling.' }),
    label: z.string().optional(),
    plane: z.enum(PLANES).optional(),
    mode: z.enum(COLLECTION_MODES).optional(),
  })
  .openapi('Remedy', {
    description: 'What would let the rule judge, or judge more; which fields are there goes by its kind.',
  })

const CoverageSchema = z
  .object({
    integration_id: z.uuid(),
    rule_id: anyRuleId,
    title: z.string(),
    category: z.string(),
    outcome: z.enum(OUTCOMES).openapi({
      description:
        'Of the last evaluation: `fail` where anything failed, and of a rule about events where a finding stands; `not_evaluated` where nothing could be judged; `never` before the first.',
    }),
    standing: z.int().nullable().openapi({
      description:
        'Findings that are not resolved, of a rule about events: its other numbers are of the events that the last evaluation was the first to see. Null for other rules.',
    }),
    passed: z.int(),
    failed: z.int(),
    not_evaluated: z.int(),
    reason: orNull(z.enum(NOT_EVALUATED_REASONS)),
    reason_detail: z.string().nullable(),
    asset_reasons: JsonSchema.openapi({ description: 'How many assets were left out for which reason.' }),
    remedies: z.array(RemedySchema),
    evaluated_at: instant.nullable(),
  })
  .openapi('Coverage')

const Coverages = z
  .object({
    totals: z.object({ pass: z.int(), fail: z.int(), not_evaluated: z.int(), never: z.int() }),
    data: z.array(CoverageSchema),
    more: z
      .boolean()
      .openapi({ description: 'There are integrations beyond these; name one with ?integration.' }),
  })
  .openapi('CoverageList')

const coverage = createRoute({
  method: 'get',
  path: '/coverage',
  summary:
    'What each rule could judge in each integration, what it could not and why, and what would change that',
  tags: ['rules'],
  request: { query: z.strictObject({ integration: uuid.optional() }) },
  responses: {
    200: json(Coverages, 'Rules × integrations, by integration, category and severity'),
    ...problems(404),
  },
})

/** Each has some fifty rules: a few hundred kilobytes. */
const MOST_INTEGRATIONS = 50

type Row = z.infer<typeof CoverageSchema>

export function coverageRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(coverage, async (context) => {
    const { scope } = context.get('caller')
    const one = await findNamedOne(deps, context, context.req.valid('query').integration)
    const [integrations, results, custom] = await Promise.all([
      listIntegrations(db, scope, { limit: MOST_INTEGRATIONS + 1 }),
      listRuleResults(db, scope, one),
      listCustomRules(db, scope, one),
    ])
    const rules = describeRules()
    const data: Row[] = []
    const shown = one === undefined ? integrations.slice(0, MOST_INTEGRATIONS) : [{ id: one }]
    for (const { id } of shown) {
      const written = custom.filter(({ integrationId }) => integrationId === id)
      const all: readonly RuleEntry[] = [...rules, ...written.map((row) => entryOf(inEffect(row)))]
      const [capabilities, standing] = await Promise.all([
        listCapabilities(db, id),
        countFindings(db, scope, {
          integrationIds: [id],
          ruleIds: all.filter(({ kind }) => kind === 'event').map(({ id: ruleId }) => ruleId),
          states: ['open', 'reopened'],
        }),
      ])
      const own = results.filter(({ integrationId }) => integrationId === id)
      data.push(...all.map((rule) => rowOf(id, rule, { own, capabilities, standing })))
    }
    const count = (outcome: Row['outcome']) => data.filter((row) => row.outcome === outcome).length
    const totals = {
      pass: count('pass'),
      fail: count('fail'),
      not_evaluated: count('not_evaluated'),
      never: count('never'),
    }
    return context.json({ totals, data, more: integrations.length > shown.length && one === undefined }, 200)
  })
  return routes
}

interface Known {
  /** The integration's own. */
  readonly own: readonly RuleResult[]
  readonly capabilities: readonly CapabilityRow[]
  /** Of rules about events. */
  readonly standing: readonly FindingCount[]
}

function rowOf(integrationId: string, rule: RuleEntry, known: Known): Row {
  const { id: rule_id, title, category } = rule
  const result = known.own.find(({ ruleId }) => ruleId === rule_id) ?? null
  const standing = known.standing
    .filter(({ ruleId }) => ruleId === rule_id)
    .reduce((sum, { count }) => sum + count, 0)
  const lacking = capabilitiesOf(rule).filter(
    (capability) => known.capabilities.find((row) => row.capability === capability)?.state !== 'granted',
  )
  const { outcome, remedies } = coverageOf(rule, result, { standing, lacking })
  return {
    integration_id: integrationId,
    rule_id,
    title,
    category,
    outcome,
    standing: rule.kind === 'event' ? standing : null,
    passed: result?.passed ?? 0,
    failed: result?.failed ?? 0,
    not_evaluated: result?.notEvaluated ?? 0,
    reason: result?.reason ?? null,
    reason_detail: result?.reasonDetail ?? null,
    asset_reasons: result?.assetReasons ?? {},
    remedies: [...remedies],
    evaluated_at: result?.evaluatedAt ?? null,
  }
}
