import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Finding } from '../../db/findings/list-findings.ts'
import { getFinding } from '../../db/findings/list-findings.ts'
import { replayFinding } from '../../evaluation/replay/replay-finding.ts'
import { asFindingId } from '../../model/core/ids.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { isTimeout } from '../judging.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { json, problems, uuid } from '../schemas/common.ts'
import { FindingReplaySchema, replayView } from '../schemas/replay.ts'
import { Turns } from '../turns.ts'

const replay = createRoute({
  method: 'post',
  path: '/findings/{id}/replay',
  summary: 'Judge the stored inputs of a finding again, and say whether the verdict is the same',
  description:
    'By the rule as it is now, with the parameters and at the time of then. Nothing is read upstream and nothing is changed, so a repeated request is judged again.',
  tags: ['findings'],
  request: { params: z.object({ id: uuid }) },
  responses: { 200: json(FindingReplaySchema, 'Both verdicts, and what differs'), ...problems(404, 413) },
})

/** Milliseconds for judging a thousand events again; most findings take some ten. */
const REPLAY_MS_AT_MOST = 20_000

export function findingReplayRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const turns = new Turns()
  routes.openapi(replay, async (context) => {
    const id = asFindingId(context.req.valid('param').id)
    const row = await getFinding(deps.database.drizzle, context.get('caller').scope, id)
    if (row === null) throw notFound('finding')
    const answer = await turns.run(context, () => replayInTime(deps, row))
    return context.json(replayView(row, answer), 200)
  })
  return routes
}

async function replayInTime({ database: { sql, drizzle } }: ApiDeps, row: Finding) {
  try {
    return await replayFinding({ sql, drizzle, signal: AbortSignal.timeout(REPLAY_MS_AT_MOST) }, row)
  } catch (error) {
    if (!isTimeout(error)) throw error
    const detail = `Judging it again took longer than ${REPLAY_MS_AT_MOST / 1_000} s.`
    throw new ApiProblem('busy', detail, { headers: { 'Retry-After': '60' } })
  }
}
