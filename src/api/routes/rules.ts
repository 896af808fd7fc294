import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { listRuleResults } from '../../db/rule-results/rule-results.ts'
import type { RuleSetting } from '../../db/rule-settings/rule-settings.ts'
import { listRuleSettings, putRuleSetting } from '../../db/rule-settings/rule-settings.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import { isStateRule, RULE_IDS } from '../../model/core/rule-ids.ts'
import type { SettingDescription } from '../../rules/describe.ts'
import { checkParameters, describeRule, describeRules, describeSettings } from '../../rules/describe.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, findLiving } from '../find-integration.ts'
import { tagsRead } from '../finding-tag.ts'
import { judgeSaved } from '../judging.ts'
import { ApiProblem } from '../problem.ts'
import { RevisionIfMatch, refuseOther } from '../revision.ts'
import { IntegrationParam, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import { SavedRuleSettingSchema } from '../schemas/custom-rule.ts'
import { PutRuleSetting, RuleSchema, ruleView, settingRevision, settingView } from '../schemas/rule.ts'

const tags = ['rules']

const list = createRoute({
  method: 'get',
  path: '/rules',
  summary: 'The catalogue; with an integration also its settings and last results',
  tags,
  request: { query: z.strictObject({ integration: uuid.optional() }) },
  responses: {
    200: json(z.object({ data: z.array(RuleSchema) }).openapi('RuleList'), 'By category, then severity'),
    ...problems(404),
  },
})

const put = createRoute({
  method: 'put',
  path: '/integrations/{id}/rule-settings/{rule}',
  summary: 'Set thresholds, allow lists and severity of a rule; also before the first collection',
  description:
    'What is stored is judged anew at once. A rule about events judges each event once, when it comes, by what is set then.',
  tags,
  request: {
    params: IntegrationParam.extend({ rule: z.enum(RULE_IDS) }),
    headers: RevisionIfMatch,
    body: jsonBody(PutRuleSetting),
  },
  responses: { 200: json(SavedRuleSettingSchema, 'In effect'), ...problems(404, 409, 412, 413, 415, 422) },
})

export function ruleRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const { integration } = context.req.valid('query')
    if (integration === undefined) {
      return context.json({ data: describeRules().map((rule) => ruleView(rule, null, null)) }, 200)
    }
    const { id } = await findIntegration(deps, context, integration)
    const [settings, results] = await Promise.all([
      listRuleSettings(db, id),
      listRuleResults(db, context.get('caller').scope, id),
    ])
    const data = describeRules().map((rule) => {
      const setting = settings.find(({ ruleId }) => ruleId === rule.id) ?? null
      const result = results.find(({ ruleId }) => ruleId === rule.id) ?? null
      return ruleView(rule, settingView(rule, setting), result)
    })
    return context.json({ data }, 200)
  })
  routes.openapi(put, async (context) => {
    const { id, rule } = context.req.valid('param')
    const { id: integrationId } = await findLiving(deps, context, id)
    const { enabled, parameters, severity } = context.req.valid('json')
    const choice = { enabled, parameters: parameters as JsonObject, severity }
    refuseUnusable(rule, choice.parameters)
    const what = {
      action: 'integration.rule_setting',
      target: `integration/${integrationId}`,
      detail: { rule_id: rule, enabled, severity, parameters: Object.keys(parameters) },
    }
    const look = (before: RuleSetting | null) => refuseOther(context, settingRevision(before))
    // Runs hold the integration while they write; who has read nothing need not wait for them.
    const isRead = tagsRead(context) !== null
    const row = await audited(deps, context, what, () =>
      putRuleSetting(db, integrationId, rule, choice, isRead ? look : undefined),
    )
    const evaluation = isStateRule(rule)
      ? await judgeSaved(deps, context, integrationId, { by: 'catalogue', ruleId: rule, choice: null })
      : null
    return context.json({ ...settingView(describeRule(rule), row), evaluation }, 200)
  })
  return routes
}

const SETTING_NAME = /^[A-Za-z]{1,40}(\.\d+)?$/

/** The rule's own schema has the last word. Its messages say what is expected; values stay out of them. */
export function refuseUnusable(rule: RuleId, parameters: JsonObject): void {
  const check = checkParameters(rule, parameters)
  if (check.ok) return
  const settings = describeSettings(rule)
  throw new ApiProblem('invalid-request', `These settings do not fit ${rule}; see GET /api/v1/rules.`, {
    errors: check.problems.map(({ path, message }) => ({
      pointer: SETTING_NAME.test(path) ? `/parameters/${path.replace('.', '/')}` : '/parameters',
      detail: path === '' ? unknownName(settings) : withExample(message, settings[path]),
    })),
  })
}

function unknownName(settings: Readonly<Record<string, SettingDescription>>): string {
  const names = Object.keys(settings)
  return `holds a name that this rule does not know; ${names.length === 0 ? 'it has no settings' : `it knows: ${names.join(', ')}`}`
}

const ZODS_WORDS = 'Invalid input: '

/** Whoever sends another type is helped by a value; whoever sends a bad one is told by the schema. */
const withExample = (message: string, setting: SettingDescription | undefined): string =>
  message.startsWith(ZODS_WORDS) && setting !== undefined
    ? `${message.slice(ZODS_WORDS.length)}; for example ${JSON.stringify(setting.example)}`
    : message
