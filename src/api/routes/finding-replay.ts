import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { getFinding } from '../../db/findings/list-findings.ts'
import { replayFinding } from '../../evaluation/replay/replay-finding.ts'
import { asFindingId } from '../../model/core/ids.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { Limiter } from '../limiter.ts'
import { notFound } from '../problem.ts'
import { json, problems, uuid } from '../schemas/common.ts'
import { FindingReplaySchema, replayView } from '../schemas/replay.ts'

const replay = createRoute({
  method: 'post',
  path: '/findings/{id}/replay',
  summary: 'Judge the stored inputs of a finding again, and say whether the verdict is the same',
  description:
    'By the rule as it is now, with the parameters and at the time of then. Nothing is read upstream and nothing is changed, so a repeated request is judged again.',
  tags: ['findings'],
  request: { params: z.object({ id: uuid }) },
  responses: { 200: json(FindingReplaySchema, 'Both verdicts, and what differs'), ...problems(404) },
})

/** Replays at a time: each may judge a thousand events, and connections are for everybody. */
const AT_ONCE = 2

export function findingReplayRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const turns = new Limiter(AT_ONCE)
  routes.openapi(replay, async (context) => {
    const id = asFindingId(context.req.valid('param').id)
    const row = await getFinding(deps.database.drizzle, context.get('caller').scope, id)
    if (row === null) throw notFound('finding')
    const answer = await turns.run('all', () => replayFinding(deps.database, row))
    return context.json(replayView(row, answer), 200)
  })
  return routes
}
