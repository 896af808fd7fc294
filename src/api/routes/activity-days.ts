import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { ActivityDay, ActivityKey } from '../../db/activity/list-activity-days.ts'
import { listActivityDays } from '../../db/activity/list-activity-days.ts'
import { ACTIVITY_DAYS, ACTIVITY_SUBJECTS } from '../../model/core/activity.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration } from '../find-integration.ts'
import { after, cursorScope, onePage } from '../pages.ts'
import { pageQuery } from '../query.ts'
import { ActivityDaySchema, activityDayView } from '../schemas/activity-days.ts'
import { json, pageOf, plainText, problems, uuid } from '../schemas/common.ts'

const LONGEST_SUBJECT = 200
/** Postgres knows no year 0. */
const FIRST_DAY = '0001-01-01'
const day = (description: string) =>
  z.iso
    .date()
    .refine((text) => text >= FIRST_DAY, `must not be before ${FIRST_DAY}`)
    .optional()
    .openapi({ description, example: '2026-11-22' })

const list = createRoute({
  method: 'get',
  path: '/integrations/{id}/activity',
  summary: 'What happened by day: by person, API key, GPT, app and tool, and in which signal it shows',
  description:
    `Kept for ${ACTIVITY_DAYS} days. Events count once a run has evaluated them, for the day on which they happened; messages at once. ` +
    'In the order of subject kind, subject, day and signal.',
  tags: ['identities'],
  request: {
    params: z.object({ id: uuid.openapi({ description: "The integration's id." }) }),
    query: z.strictObject({
      ...pageQuery,
      subject_kind: z.enum(ACTIVITY_SUBJECTS).optional(),
      subject: plainText(LONGEST_SUBJECT).optional().openapi({ description: 'As `subject` of the answer.' }),
      since: day('The first day, in UTC.'),
      until: day('The last day, in UTC.'),
    }),
  },
  responses: { 200: json(pageOf('ActivityDayPage', ActivityDaySchema), 'One page'), ...problems(404) },
})

export function activityDayRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(list, async (context) => {
    const { id } = await findIntegration(deps, context, context.req.valid('param').id)
    const query = context.req.valid('query')
    const scope = cursorScope(deps, `activity ${id}`, query)
    const last = after(scope, query, ['string', 'string', 'string', 'string'])
    const rows = await listActivityDays(deps.database.sql, {
      integrationId: id,
      subjectKind: query.subject_kind,
      subject: query.subject,
      since: query.since,
      until: query.until,
      after: last === null ? undefined : (last.map(String) as unknown as ActivityKey),
      limit: query.limit + 1,
    })
    const key = ({ subjectKind, subject, day, signal }: ActivityDay) => [subjectKind, subject, day, signal]
    return context.json(onePage(context, scope, query, { rows, key, view: activityDayView }), 200)
  })
  return routes
}
