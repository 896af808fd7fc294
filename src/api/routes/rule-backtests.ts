import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RuleChoice, RuleSetting } from '../../db/rule-settings/rule-settings.ts'
import { listRuleSettings, mergeRuleParameters } from '../../db/rule-settings/rule-settings.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StateRuleId } from '../../model/core/rule-ids.ts'
import { isStateRule, RULE_IDS, STATE_RULE_IDS } from '../../model/core/rule-ids.ts'
import type { PresetName } from '../../rules/presets.ts'
import { PRESET_NAMES, PRESETS } from '../../rules/presets.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findLiving } from '../find-integration.ts'
import { backtest, backtestView, judgeSaved } from '../judging.ts'
import { ApiProblem } from '../problem.ts'
import {
  IdempotencyHeader,
  IntegrationParam,
  JsonSchema,
  json,
  jsonBody,
  orNull,
  problems,
} from '../schemas/common.ts'
import { BacktestSchema, EvaluationSchema } from '../schemas/custom-rule.ts'
import { PutRuleSetting } from '../schemas/rule.ts'
import { refuseUnusable } from './rules.ts'

const tags = ['rules']

const tryOut = createRoute({
  method: 'post',
  path: '/integrations/{id}/rules/{rule}/backtest',
  summary: 'What other settings of a rule would open and resolve, on what is stored; saves nothing',
  description: 'For rules that judge what is there. Rules about events judge what happens from now on.',
  tags,
  request: {
    params: IntegrationParam.extend({ rule: z.enum(RULE_IDS) }),
    body: jsonBody(PutRuleSetting),
  },
  responses: { 200: json(BacktestSchema, 'What would come of it'), ...problems(404, 409, 413, 415, 422) },
})

const PresetSchema = z
  .object({
    name: z.enum(PRESET_NAMES),
    title: z.string(),
    description: z.string(),
    rules: z.array(
      z.object({
        rule_id: z.enum(STATE_RULE_IDS),
        parameters: z.record(z.string(), z.int()),
        reason: z.string(),
      }),
    ),
  })
  .openapi('Preset')

const presets = createRoute({
  method: 'get',
  path: '/presets',
  summary: 'Sets of thresholds under one name, each with its reason',
  tags,
  responses: {
    200: json(z.object({ data: z.array(PresetSchema) }).openapi('PresetList'), 'All of them'),
    ...problems(),
  },
})

const PresetAnswer = z
  .object({
    preset: z.enum(PRESET_NAMES),
    dry_run: z.boolean(),
    rules: z.array(
      z.object({
        rule_id: z.string(),
        parameters: JsonSchema.openapi({ description: 'As they are, or would be, afterwards.' }),
        reason: z.string(),
        backtest: orNull(BacktestSchema).openapi({ description: 'With dry_run.' }),
        evaluation: orNull(EvaluationSchema).openapi({ description: 'Without dry_run.' }),
      }),
    ),
  })
  .openapi('AppliedPreset')

const apply = createRoute({
  method: 'post',
  path: '/integrations/{id}/rules/preset',
  summary: 'Set the thresholds of a preset, or with dry_run see what would come of it',
  description:
    'Only thresholds that the preset names change; allow lists, severities and what is off stay. Judged at once.',
  tags,
  request: {
    params: IntegrationParam,
    headers: IdempotencyHeader,
    body: jsonBody(
      z
        .strictObject({ preset: z.enum(PRESET_NAMES), dry_run: z.boolean().default(false) })
        .openapi('ApplyPreset'),
    ),
  },
  responses: { 200: json(PresetAnswer, 'In effect, or foreseen'), ...problems(404, 409, 413, 415, 422) },
})

export function ruleBacktestRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(presets, (context) => {
    const data = PRESET_NAMES.map((name) => {
      const { title, description } = PRESETS[name]
      return { name, title, description, rules: rulesOf(name) }
    })
    return context.json({ data }, 200)
  })
  routes.openapi(tryOut, async (context) => {
    const { id, rule } = context.req.valid('param')
    const { id: integrationId } = await findLiving(deps, context, id)
    const { enabled, parameters, severity } = context.req.valid('json')
    const choice = { enabled, parameters: parameters as JsonObject, severity }
    refuseUnusable(rule, choice.parameters)
    if (!isStateRule(rule)) throw judgesEvents(rule)
    const foreseen = await backtest(deps, context, integrationId, { by: 'catalogue', ruleId: rule, choice })
    const view = await backtestView(deps, context, foreseen)
    context.set('answerWhenRepeated', { would: view.would, moves: [] })
    return context.json(view, 200)
  })
  routes.openapi(apply, async (context) => {
    const { id } = await findLiving(deps, context, context.req.valid('param').id)
    const { preset, dry_run } = context.req.valid('json')
    const rules = await (dry_run ? foreseePreset : applyPreset)(deps, context, id, preset)
    const answer = { preset, dry_run, rules }
    if (dry_run) context.set('answerWhenRepeated', { preset, dry_run, rules: [] })
    return context.json(answer, 200)
  })
  return routes
}

const rulesOf = (name: PresetName) =>
  STATE_RULE_IDS.flatMap((rule_id) => {
    const rule = PRESETS[name].rules[rule_id]
    return rule === undefined ? [] : [{ rule_id, parameters: { ...rule.parameters }, reason: rule.reason }]
  })

function choiceOf(
  { rule_id, parameters }: { readonly rule_id: StateRuleId; readonly parameters: JsonObject },
  settings: readonly RuleSetting[],
): RuleChoice {
  const before = settings.find(({ ruleId }) => ruleId === rule_id)
  return {
    enabled: before?.enabled ?? true,
    parameters: { ...before?.parameters, ...parameters },
    severity: before?.severity ?? null,
  }
}

type PresetRules = z.infer<typeof PresetAnswer>['rules']

async function foreseePreset(
  deps: ApiDeps,
  context: Context<ApiEnv>,
  id: IntegrationId,
  preset: PresetName,
): Promise<PresetRules> {
  const settings = await listRuleSettings(deps.database.drizzle, id)
  const rules: PresetRules = []
  for (const one of rulesOf(preset)) {
    const { rule_id, reason } = one
    const choice = choiceOf(one, settings)
    const foreseen = await backtest(deps, context, id, { by: 'catalogue', ruleId: rule_id, choice })
    const view = await backtestView(deps, context, foreseen)
    rules.push({ rule_id, reason, parameters: choice.parameters, backtest: view, evaluation: null })
  }
  return rules
}

/** Everything is set before anything is judged, which takes long: whoever sets a rule meanwhile has the last word. */
async function applyPreset(
  deps: ApiDeps,
  context: Context<ApiEnv>,
  id: IntegrationId,
  preset: PresetName,
): Promise<PresetRules> {
  const what = { action: 'integration.rule_preset', target: `integration/${id}`, detail: { preset } }
  const changes = rulesOf(preset).map(({ rule_id: ruleId, parameters }) => ({ ruleId, parameters }))
  const stored = await audited(deps, context, what, () =>
    mergeRuleParameters(deps.database.drizzle, id, changes),
  )
  const rules: PresetRules = []
  for (const one of rulesOf(preset)) {
    const { rule_id, reason } = one
    const evaluation = await judgeSaved(deps, context, id, { by: 'catalogue', ruleId: rule_id, choice: null })
    const { parameters } = choiceOf(one, stored)
    rules.push({ rule_id, reason, parameters, backtest: null, evaluation })
  }
  return rules
}

const judgesEvents = (rule: string): ApiProblem =>
  new ApiProblem(
    'invalid-request',
    `${rule} judges each event once, when it comes: settings hold from then on.`,
    {
      errors: [{ pointer: '/rule', detail: 'must be a rule about what is there' }],
    },
  )
