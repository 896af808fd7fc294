import { z } from '@hono/zod-openapi'
import type { ActivityDay, LastUse } from '../../db/activity/list-activity-days.ts'
import { ACTIVITY_SUBJECTS, DAILY_SIGNALS } from '../../model/core/activity.ts'
import { instant, orNull } from './common.ts'

export const ActivityDaySchema = z
  .object({
    subject_kind: z.enum(ACTIVITY_SUBJECTS),
    subject: z.string().openapi({
      description:
        'Of a person a person id; of a key, a GPT and an app the id at OpenAI; of a tool its name, behind its app or host where it has one.',
    }),
    day: z.iso.date().openapi({ description: 'In UTC.', example: '2026-11-22' }),
    signal: z.enum(DAILY_SIGNALS).openapi({
      description:
        '`last_used_at`: OpenAI said of the key that it was used on that day, not how often, so it counts 1.',
    }),
    count: z.int(),
    last_at: instant.openapi({ description: 'Of `usage` only the day is known: its beginning.' }),
  })
  .openapi('ActivityDay')

export const activityDayView = (row: ActivityDay): z.infer<typeof ActivityDaySchema> => ({
  subject_kind: row.subjectKind,
  subject: row.subject,
  day: row.day,
  signal: row.signal,
  count: row.count,
  last_at: row.lastAt,
})

export const LastUseSchema = orNull(
  z.object({ signal: z.enum(DAILY_SIGNALS), at: instant }).openapi('LastUse', {
    description:
      'The newest use in the days that are kept, and in which signal it shows. Of `usage` only the day is known.',
  }),
)

export const lastUseView = (use: LastUse | undefined): z.infer<typeof LastUseSchema> =>
  use === undefined ? null : { signal: use.signal, at: use.at }
