import type { z } from '@hono/zod-openapi'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { canonicalJson } from '../../db/canonical-json.ts'
import type { CustomRule, CustomRuleText } from '../../db/custom-rules/custom-rules.ts'
import {
  changeCustomRule,
  createCustomRule,
  deleteCustomRule,
  listCustomRules,
} from '../../db/custom-rules/custom-rules.ts'
import { inEffect } from '../../evaluation/custom/prepared-custom-rule.ts'
import { resolveRetired } from '../../evaluation/retire-rule.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { RULES_AT_MOST } from '../../rules/custom/limits.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findLiving } from '../find-integration.ts'
import { tagsRead } from '../finding-tag.ts'
import { backtest, judgeSaved, refuseExpression } from '../judging.ts'
import { ApiProblem } from '../problem.ts'
import { IdempotencyHeader, IntegrationParam, json, jsonBody, problems } from '../schemas/common.ts'
import { ChangeCustomRule, CreateCustomRule, SavedCustomRuleSchema } from '../schemas/custom-rule.ts'
import { subjectOf, told } from '../schemas/custom-subject.ts'
import { CustomRuleParam, customRuleTag, findCustomRule, shownCustomRule } from './custom-rules.ts'

const tags = ['rules']

const create = createRoute({
  method: 'post',
  path: '/integrations/{id}/custom-rules',
  summary: 'Write a rule; what is stored is judged by it at once',
  tags,
  request: { params: IntegrationParam, headers: IdempotencyHeader, body: jsonBody(CreateCustomRule) },
  responses: { 201: json(SavedCustomRuleSchema, 'In effect'), ...problems(404, 409, 413, 415, 422) },
})

const change = createRoute({
  method: 'patch',
  path: '/integrations/{id}/custom-rules/{rule}',
  summary: 'Change a rule, which makes a version of it, or switch it off and on; judged at once',
  description:
    'With If-Match only where nobody has changed it since. Findings of a rule that is off stay as they are.',
  tags,
  request: { params: CustomRuleParam, headers: IdempotencyHeader, body: jsonBody(ChangeCustomRule) },
  responses: { 200: json(SavedCustomRuleSchema, 'In effect'), ...problems(404, 409, 412, 413, 415, 422) },
})

const remove = createRoute({
  method: 'delete',
  path: '/integrations/{id}/custom-rules/{rule}',
  summary: 'End a rule for good: what it found is resolved, and stays with its history',
  tags,
  request: { params: CustomRuleParam, headers: IdempotencyHeader },
  responses: { 204: { description: 'Ended' }, ...problems(404, 409, 412, 413, 422) },
})

export function customRuleChangeRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(create, async (context) => {
    const { id } = await findLiving(deps, context, context.req.valid('param').id)
    const { id: ruleId, enabled, kind, events, at_least, ...given } = context.req.valid('json')
    const subject = subjectOf({ kind, events, at_least })
    const { description = '', remediation = '' } = given
    const text = { ...given, description, remediation, ...subject }
    refuseExpression(subject, text.expression)
    await refuseMany(deps, context, id)
    await refuseSlow(deps, context, id, inEffect({ ...text, ruleId, version: 1, enabled }))
    const made = { integrationId: id, ruleId, enabled, createdBy: context.get('caller').actor, ...text }
    await audited(deps, context, whatOf('create', id, ruleId, { enabled }), async () => {
      const came = await createCustomRule(db, made, RULES_AT_MOST)
      if (came === 'full') throw tooMany()
      if (came === 'taken') throw taken(ruleId)
    })
    context.header('Location', `/api/v1/integrations/${id}/custom-rules/${ruleId}`)
    return context.json(await saved(deps, context, await findCustomRule(deps, id, ruleId), true), 201)
  })
  routes.openapi(change, async (context) => {
    const row = await findForChange(deps, context, context.req.valid('param'))
    refuseStale(context, row)
    return context.json(await changed(deps, context, row, context.req.valid('json')), 200)
  })
  routes.openapi(remove, async (context) => {
    const row = await findForChange(deps, context, context.req.valid('param'))
    refuseStale(context, row)
    const { integrationId, ruleId } = row
    await audited(deps, context, whatOf('delete', integrationId, ruleId, {}), async () => {
      const isDeleted = await deleteCustomRule(db, row, tagsRead(context) === null ? undefined : row)
      if (!isDeleted && tagsRead(context) !== null) throw changedMeanwhile()
      await resolveRetired(deps.database.sql, integrationId, ruleId)
    })
    return context.body(null, 204)
  })
  return routes
}

async function changed(deps: ApiDeps, context: Context<ApiEnv>, row: CustomRule, asked: Change) {
  const { enabled = row.enabled, events, at_least, ...given } = asked
  if (row.events === null) refuseEvents(row, { events, at_least })
  const listening = { events: events && told(events), atLeast: at_least }
  const text = changedText(row, { ...given, ...listening })
  const next = inEffect({ ...row, ...text, version: row.version + (text === null ? 0 : 1), enabled })
  const isSwitchedOn = enabled && !row.enabled
  if (text !== null && row.version >= VERSIONS_AT_MOST) throw tooManyVersions(row)
  if (text !== null || isSwitchedOn) refuseExpression(next, next.expression)
  // While it was off nobody tried it, and what is stored has grown.
  if (text !== null || isSwitchedOn) await refuseSlow(deps, context, row.integrationId, next)
  const detail = { enabled, version: next.version, fields: Object.keys(asked) }
  const by = context.get('caller').actor
  await audited(deps, context, whatOf('change', row.integrationId, row.ruleId, detail), async () => {
    if (!(await changeCustomRule(deps.database.drizzle, row, { enabled, text, by }))) throw changedMeanwhile()
  })
  const now = await findCustomRule(deps, row.integrationId, row.ruleId)
  return saved(deps, context, now, text !== null || enabled !== row.enabled)
}

type Change = z.infer<typeof ChangeCustomRule>

async function findForChange(
  deps: ApiDeps,
  context: Context<ApiEnv>,
  { id, rule }: { readonly id: string; readonly rule: CustomRule['ruleId'] },
): Promise<CustomRule> {
  const integration = await findLiving(deps, context, id)
  return findCustomRule(deps, integration.id, rule)
}

/** In effect, with what came of it. */
async function saved(deps: ApiDeps, context: Context<ApiEnv>, row: CustomRule, isToJudge: boolean) {
  const rule = inEffect(row)
  const evaluation = isToJudge
    ? await judgeSaved(deps, context, row.integrationId, { by: 'custom', rule })
    : null
  context.header('ETag', customRuleTag(row))
  return { ...(await shownCustomRule(deps, context, row)), evaluation }
}

/** The text as it would be; null where nothing of it changes. */
function changedText(row: CustomRule, given: { readonly [Name in keyof CustomRuleText]?: unknown }) {
  const { kind, events, atLeast, title, description, severity, remediation, expression } = row
  const before = { kind, events, atLeast, title, description, severity, remediation, expression }
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const after: CustomRuleText = { ...before, ...named }
  // As the database gives it back, the names of streams stand in another order.
  return canonicalJson({ ...before }) === canonicalJson({ ...after }) ? null : after
}

/** A rule that nobody could wait for would hold up every run, so it is worked out once before it is kept. */
async function refuseSlow(
  deps: ApiDeps,
  context: Context<ApiEnv>,
  integrationId: IntegrationId,
  rule: ReturnType<typeof inEffect>,
): Promise<void> {
  if (rule.enabled) await backtest(deps, context, integrationId, { by: 'custom', rule })
}

/** Before it is tried out, which takes long. Creating has the last word. */
async function refuseMany(deps: ApiDeps, context: Context<ApiEnv>, id: IntegrationId): Promise<void> {
  const rows = await listCustomRules(deps.database.drizzle, context.get('caller').scope, id)
  if (rows.length >= RULES_AT_MOST) throw tooMany()
}

function refuseStale(context: Context<ApiEnv>, row: CustomRule): void {
  const read = tagsRead(context)
  if (read !== null && !read.some((tag) => `"${tag}"` === customRuleTag(row))) throw changedMeanwhile()
}

/** Versions of a rule: all are kept for what findings say of them. Three changes a day for a year. */
const VERSIONS_AT_MOST = 1_000

function refuseEvents({ ruleId }: CustomRule, given: Pick<Change, 'events' | 'at_least'>): void {
  const sent = Object.entries(given).filter(([, value]) => value !== undefined)
  if (sent.length === 0) return
  const detail = 'must be absent: write another rule for events'
  throw new ApiProblem('invalid-request', `${ruleId} judges assets, and goes on doing so.`, {
    errors: sent.map(([name]) => ({ pointer: `/${name}`, detail })),
  })
}

const tooMany = (): ApiProblem =>
  new ApiProblem('too-many-custom-rules', `This integration has ${RULES_AT_MOST} custom rules.`)

const tooManyVersions = ({ ruleId, version }: CustomRule): ApiProblem =>
  new ApiProblem('too-many-versions', `${ruleId} has ${version} versions.`)

const changedMeanwhile = (): ApiProblem =>
  new ApiProblem('rule-changed', 'Somebody has changed, switched or deleted it since it was read.')

const taken = (ruleId: string): ApiProblem =>
  new ApiProblem(
    'rule-id-taken',
    `This integration has ${ruleId}, or had it: the ids of deleted rules stay with what they found.`,
  )

const whatOf = (verb: string, integrationId: string, ruleId: string, detail: object) => ({
  action: `integration.custom_rule.${verb}`,
  target: `integration/${integrationId}`,
  detail: { rule_id: ruleId, ...detail },
})
