import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { CustomRule } from '../../db/custom-rules/custom-rules.ts'
import { listCustomRules } from '../../db/custom-rules/custom-rules.ts'
import type { FindingCount } from '../../db/findings/list-findings.ts'
import { countFindings } from '../../db/findings/list-findings.ts'
import type { RuleResult } from '../../db/rule-results/rule-results.ts'
import { listRuleResults } from '../../db/rule-results/rule-results.ts'
import { inEffect } from '../../evaluation/custom/prepared-custom-rule.ts'
import type { Severity } from '../../model/core/severity.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import type { NamedRule } from '../../rules/custom/definition.ts'
import { namedRule } from '../../rules/custom/definition.ts'
import { describeRules } from '../../rules/describe.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import { anyRuleId, json, problems, uuid } from '../schemas/common.ts'
import { RuleResultSchema, resultView } from '../schemas/rule.ts'

const BySeverity = z
  .object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() })
  .openapi('CountBySeverity')

const RuleSummary = z
  .object({
    rule_id: anyRuleId,
    finding_type_id: z.uuid(),
    title: z.string(),
    cloudflare_name: z.string().nullable(),
    category: z.string(),
    severity: z.enum(SEVERITIES),
    standing: z.int().openapi({ description: 'Findings that are open or reopened, and not excepted.' }),
    excepted: z.int().openapi({ description: 'Open or reopened ones with a live exception.' }),
    resolved: z.int(),
    by_severity: BySeverity.openapi({ description: 'Standing ones, by effective severity.' }),
    results: z.array(RuleResultSchema).openapi({
      description:
        'Of each integration: the denominators, or why nothing was judged. Empty before the first evaluation.',
    }),
  })
  .openapi('RuleSummary')

const Summary = z
  .object({
    standing: z.int(),
    excepted: z.int(),
    resolved: z.int(),
    by_severity: BySeverity,
    rules: z.array(RuleSummary).openapi({ description: 'By category, then severity.' }),
  })
  .openapi('FindingSummary')

const summary = createRoute({
  method: 'get',
  path: '/findings/summary',
  summary:
    'How many findings stand, by severity and rule, of how many things judged, and what was not judged and why',
  tags: ['findings'],
  request: { query: z.strictObject({ integration: uuid.optional() }) },
  responses: { 200: json(Summary, 'The summary'), ...problems(404) },
})

export function summaryRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(summary, async (context) => {
    const { scope } = context.get('caller')
    const { integration } = context.req.valid('query')
    const id = await findNamedOne(deps, context, integration)
    const [counts, results, custom] = await Promise.all([
      countFindings(deps.database.drizzle, scope, { integrationIds: id && [id] }),
      listRuleResults(deps.database.drizzle, scope, id),
      listCustomRules(deps.database.drizzle, scope, id),
    ])
    return context.json(summarize([...describeRules(), ...onceEach(custom)], counts, results), 200)
  })
  return routes
}

/** Two integrations may have a rule of one id: it has one row, as rules of the catalogue have. */
const onceEach = (rows: readonly CustomRule[]): readonly NamedRule[] => [
  ...new Map(rows.map((row) => [row.ruleId, namedRule(inEffect(row))])).values(),
]

export function summarize(
  rules: readonly NamedRule[],
  counts: readonly FindingCount[],
  results: readonly RuleResult[],
): z.infer<typeof Summary> {
  return {
    ...sums(counts),
    rules: rules.map((rule) => ({
      rule_id: rule.id,
      finding_type_id: rule.findingTypeId,
      title: rule.title,
      cloudflare_name: rule.cloudflareName,
      category: rule.category,
      severity: rule.severity,
      ...sums(counts.filter(({ ruleId }) => ruleId === rule.id)),
      results: results.filter(({ ruleId }) => ruleId === rule.id).map(resultView),
    })),
  }
}

function sums(counts: readonly FindingCount[]) {
  const by_severity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 }
  let resolved = 0
  let tolerated = 0
  for (const { state, effectiveSeverity, excepted, count } of counts) {
    if (state === 'resolved') resolved += count
    else if (excepted) tolerated += count
    else by_severity[effectiveSeverity] += count
  }
  const standing = Object.values(by_severity).reduce((total, one) => total + one, 0)
  return { standing, excepted: tolerated, resolved, by_severity }
}
