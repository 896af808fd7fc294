import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { listCapabilities } from '../../db/capabilities/put-capabilities.ts'
import { withFindingsHeld } from '../../db/findings/hold-findings.ts'
import { getFinding } from '../../db/findings/list-findings.ts'
import { recheckSubjects } from '../../db/findings/recheck-subjects.ts'
import { appendPeoplesEvents } from '../../db/findings/write-triage.ts'
import { ASSET_KIND_LABEL } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { asFindingId, asRunId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { RecheckImpossible, RecheckPlan, RecheckSubject } from '../../rules/recheck-plan.ts'
import { recheckPlan } from '../../rules/recheck-plan.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findLiving } from '../find-integration.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { NothingBody } from '../schemas/command.ts'
import { IdempotencyHeader, json, problems, uuid } from '../schemas/common.ts'
import { RecheckAnswer, recheckAnswer } from '../schemas/recheck.ts'

const recheck = createRoute({
  method: 'post',
  path: '/findings/{id}/recheck',
  summary: 'Read again what one finding is about, and judge it at once',
  description:
    'For whoever has just mended it: it waits for no collection. Follow the run; its `rechecks` say what came of the finding: still failing, resolved, or not evaluated and why. What is asked for while a recheck waits for its turn joins it.',
  tags: ['findings'],
  request: {
    params: z.object({ id: uuid.openapi({ description: "The finding's id." }) }),
    headers: IdempotencyHeader,
    query: z.strictObject({}),
    body: { required: false, content: { 'application/json': { schema: NothingBody } } },
  },
  responses: {
    202: json(RecheckAnswer, 'Under way; follow the run'),
    ...problems(404, 409, 413, 415, 422),
  },
})

export function recheckRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const { database, commands } = deps
  routes.openapi(recheck, async (context) => {
    const { actor, scope } = context.get('caller')
    const findingId = asFindingId(context.req.valid('param').id)
    const finding = await getFinding(database.drizzle, scope, findingId)
    if (finding === null) throw notFound('finding')
    const { id: integrationId } = await findLiving(deps, context, finding.integrationId)
    const [subject] = await recheckSubjects(database.sql, integrationId, [findingId])
    if (subject === undefined) throw notFound('finding')
    const plan = possiblePlan(subject)
    await refuseUnreadable(deps, integrationId, plan.own)
    const what = { action: 'finding.recheck', target: `finding/${findingId}` }
    const input = { actor, findingId, runId: asRunId(randomUUIDv7()) }
    const ticket = await audited(deps, context, what, () =>
      commands.send('recheck', integrationId, input, context.get('updateId')),
    )
    await withFindingsHeld(database.drizzle, scope, { ids: [findingId] }, async (tx, held) => {
      const detail = { recheck_run_id: ticket.runId }
      const news = held.map(({ id }) => ({
        integrationId,
        findingId: id,
        kind: 'rechecked' as const,
        detail,
      }))
      await appendPeoplesEvents(tx, actor, news)
    })
    return context.json(recheckAnswer(findingId, ticket, plan), 202)
  })
  return routes
}

const WHY_NOT: Record<Exclude<RecheckImpossible, 'list'>, string> = {
  event: 'This finding tells of something that happened; there is nothing to read again that would undo it.',
  content: 'This finding is about what is in a file, and only a scan of files reads that again.',
  whole: 'This finding is about the tenant as a whole, or about our own key: many lists together make it up.',
}

function possiblePlan(subject: RecheckSubject): Extract<RecheckPlan, { possible: true }> {
  const plan = recheckPlan(subject)
  if (plan.possible) return plan
  const words =
    plan.why === 'list'
      ? `OpenAI has no way to ask for one ${ASSET_KIND_LABEL[subject.assetKind].toLowerCase()} alone: this kind cannot be read again by itself. Collect Now reads its whole list.`
      : WHY_NOT[plan.why]
  throw new ApiProblem('recheck-impossible', words)
}

/** Whoever asks now wants to know now that it may not be read, in the words of the connection test. */
async function refuseUnreadable(
  { database }: Pick<ApiDeps, 'database'>,
  integrationId: IntegrationId,
  stream: StreamName,
): Promise<void> {
  const { capability } = STREAMS[stream]
  const row = (await listCapabilities(database.drizzle, integrationId)).find(
    (one) => one.capability === capability,
  )
  if (row === undefined || row.state === 'granted') return
  throw new ApiProblem('command-refused', `It may not be read now: ${row.detail}`)
}
