import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { CustomRule } from '../../db/custom-rules/custom-rules.ts'
import { getCustomRule, listCustomRules, listCustomRuleVersions } from '../../db/custom-rules/custom-rules.ts'
import { listRuleResults } from '../../db/rule-results/rule-results.ts'
import { inEffect } from '../../evaluation/custom/prepared-custom-rule.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import { UNSAVED_RULE_ID } from '../../rules/custom/limits.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, findLiving } from '../find-integration.ts'
import { backtest, backtestView, refuseExpression } from '../judging.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { IntegrationParam, json, jsonBody, problems } from '../schemas/common.ts'
import {
  BacktestCustomRule,
  BacktestSchema,
  CustomRuleDetailSchema,
  CustomRuleSchema,
  customRuleId,
  customRuleRevision,
  customRuleView,
  versionView,
} from '../schemas/custom-rule.ts'
import type { RuleSubject } from '../schemas/custom-subject.ts'
import { subjectOf } from '../schemas/custom-subject.ts'

const tags = ['rules']
export const CustomRuleParam = IntegrationParam.extend({ rule: customRuleId })

const list = createRoute({
  method: 'get',
  path: '/integrations/{id}/custom-rules',
  summary: 'Rules that people wrote for an integration',
  tags,
  request: { params: IntegrationParam },
  responses: {
    200: json(z.object({ data: z.array(CustomRuleSchema) }).openapi('CustomRuleList'), 'By id'),
    ...problems(404),
  },
})

const read = createRoute({
  method: 'get',
  path: '/integrations/{id}/custom-rules/{rule}',
  summary: 'A custom rule with its versions',
  tags,
  request: { params: CustomRuleParam },
  responses: { 200: json(CustomRuleDetailSchema, 'The rule'), ...problems(404) },
})

const tryOut = createRoute({
  method: 'post',
  path: '/integrations/{id}/custom-rules/backtest',
  summary: 'What saving an expression would open and resolve, on what is stored; saves nothing',
  tags,
  request: { params: IntegrationParam, body: jsonBody(BacktestCustomRule) },
  responses: { 200: json(BacktestSchema, 'What would come of it'), ...problems(404, 409, 413, 415, 422) },
})

/** Versions of a rule that are shown. */
const VERSIONS = 100

export function customRuleRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  // Before what takes an id in the same place.
  routes.openapi(tryOut, async (context) => {
    const { id } = await findLiving(deps, context, context.req.valid('param').id)
    const input = context.req.valid('json')
    const before = input.id === undefined ? null : await findCustomRule(deps, id, input.id)
    const subject = subjectTried(input, before)
    if (before !== null && before.kind !== subject.kind) throw otherKind(before)
    refuseExpression(subject, input.expression)
    const rule = inEffect({
      ...{ ruleId: input.id ?? UNSAVED_RULE_ID, version: (before?.version ?? 0) + 1, enabled: true },
      ...{
        ...subject,
        expression: input.expression,
        severity: input.severity ?? before?.severity ?? 'medium',
      },
      ...{ title: '', description: '', remediation: '' },
    })
    const foreseen = await backtest(deps, context, id, { by: 'custom', rule })
    const view = await backtestView(deps, context, foreseen)
    // Names of people stay in one place.
    context.set('answerWhenRepeated', { would: view.would, moves: [] })
    return context.json(view, 200)
  })
  routes.openapi(list, async (context) => {
    const { id } = await findIntegration(deps, context, context.req.valid('param').id)
    const rows = await listCustomRules(db, context.get('caller').scope, id)
    const results = await listRuleResults(db, context.get('caller').scope, id)
    const data = rows.map((row) =>
      customRuleView(row, results.find(({ ruleId }) => ruleId === row.ruleId) ?? null),
    )
    return context.json({ data }, 200)
  })
  routes.openapi(read, async (context) => {
    const { id, rule } = context.req.valid('param')
    const integration = await findIntegration(deps, context, id)
    const row = await findCustomRule(deps, integration.id, rule)
    const versions = await listCustomRuleVersions(db, row.integrationId, row.ruleId, VERSIONS)
    context.header('ETag', customRuleTag(row))
    const view = await shownCustomRule(deps, context, row)
    return context.json({ ...view, versions: versions.map(versionView) }, 200)
  })
  return routes
}

/** Of a rule that is named what it judges is known; what is said stands above it. */
function subjectTried(input: z.infer<typeof BacktestCustomRule>, before: CustomRule | null): RuleSubject {
  if (before === null || input.kind !== undefined || input.events !== undefined) return subjectOf(input)
  const known = inEffect(before)
  if (known.kind !== null) return { kind: known.kind, events: null, atLeast: null }
  return { kind: null, events: known.events, atLeast: input.at_least ?? known.atLeast }
}

export async function findCustomRule(
  { database }: ApiDeps,
  integrationId: IntegrationId,
  ruleId: CustomRuleId,
): Promise<CustomRule> {
  const row = await getCustomRule(database.drizzle, integrationId, ruleId)
  if (row === null || row.deletedAt !== null) throw notFound('custom rule')
  return row
}

export async function shownCustomRule({ database }: ApiDeps, context: Context<ApiEnv>, row: CustomRule) {
  const results = await listRuleResults(database.drizzle, context.get('caller').scope, row.integrationId)
  return customRuleView(row, results.find(({ ruleId }) => ruleId === row.ruleId) ?? null)
}

export const customRuleTag = (row: CustomRule): string => `"${customRuleRevision(row)}"`

const otherKind = ({ kind }: CustomRule): ApiProblem =>
  new ApiProblem('invalid-request', 'A rule goes on judging what it was made for.', {
    errors: [
      kind === null
        ? { pointer: '/kind', detail: 'must be absent: it is a rule over events' }
        : { pointer: '/kind', detail: `must be ${kind}` },
    ],
  })
