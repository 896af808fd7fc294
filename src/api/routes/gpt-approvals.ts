import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Approval } from '../../db/definitions/write-approvals.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { approveDefinition, endApproval, findApproval } from '../gpt-approvals.ts'
import { findGpt } from '../gpts.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import {
  ApprovalSchema,
  ApproveGpt,
  approvalView,
  WithdrawApproval,
  WrittenApprovalSchema,
} from '../schemas/gpt.ts'

const tags = ['gpts']
const id = uuid.openapi({ description: 'The id of the GPT as an asset.' })
const oneApproval = z.object({ id, approval: uuid.openapi({ description: "The approval's id." }) })

const approve = createRoute({
  method: 'post',
  path: '/gpts/{id}/approvals',
  summary: 'Approve what a GPT is now',
  description:
    'Of the definition that was looked at, by its hash: where the GPT is something else by now, nothing is approved. An approval that was live before ends. What differs from an approved definition is a finding of gpt.changed_after_approval at the next evaluation.',
  tags,
  request: { params: z.object({ id }), headers: IdempotencyHeader, body: jsonBody(ApproveGpt) },
  responses: { 201: json(WrittenApprovalSchema, 'Approved'), ...problems(404, 409, 413, 415, 422) },
})

const read = createRoute({
  method: 'get',
  path: '/gpts/{id}/approvals/{approval}',
  summary: 'One approval of a GPT, live or ended',
  tags,
  request: { params: oneApproval },
  responses: { 200: json(ApprovalSchema, 'The approval'), ...problems(404) },
})

const withdraw = createRoute({
  method: 'post',
  path: '/gpts/{id}/approvals/{approval}/withdraw',
  summary: 'Withdraw an approval; it stays in the list',
  description: 'One that has ended stays as it ended.',
  tags,
  request: {
    params: oneApproval,
    headers: IdempotencyHeader,
    body: jsonBody(WithdrawApproval),
  },
  responses: { 200: json(WrittenApprovalSchema, 'Withdrawn'), ...problems(404, 409, 413, 415, 422) },
})

export function gptApprovalRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(approve, async (context) => {
    const gpt = await findGpt(deps, context, context.req.valid('param').id)
    const { definition_hash: hash, reason } = context.req.valid('json')
    const what = {
      action: 'gpt.approve',
      target: `gpt/${gpt.id}`,
      detail: { integration_id: gpt.integrationId, definition_hash: hash },
    }
    const made = await audited(deps, context, what, () =>
      approveDefinition(deps, context, gpt, { hash, reason }),
    )
    context.header('Location', `/api/v1/gpts/${gpt.id}/approvals/${made.id}`)
    return context.json(written(context, made), 201)
  })
  routes.openapi(read, async (context) => {
    const { id: gptId, approval } = context.req.valid('param')
    const gpt = await findGpt(deps, context, gptId)
    return context.json(approvalView(await findApproval(deps, gpt, approval)), 200)
  })
  routes.openapi(withdraw, async (context) => {
    const { id: gptId, approval: approvalId } = context.req.valid('param')
    const gpt = await findGpt(deps, context, gptId)
    const approval = await findApproval(deps, gpt, approvalId)
    const { reason } = context.req.valid('json')
    const what = {
      action: 'gpt.withdraw_approval',
      target: `gpt/${gpt.id}`,
      detail: { integration_id: gpt.integrationId, approval_id: approval.id },
    }
    const ended = await audited(deps, context, what, () =>
      endApproval(deps, context, gpt, { approval, reason }),
    )
    return context.json(written(context, ended), 200)
  })
  return routes
}

/** People's words stay out of the row that a repeated request is answered from. */
function written(context: Context<ApiEnv>, row: Approval) {
  const view = approvalView(row)
  const { reason: _reason, end_reason: _endReason, ...rest } = view
  context.set('answerWhenRepeated', rest)
  return view
}
