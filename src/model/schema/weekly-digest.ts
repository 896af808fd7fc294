import { z } from 'zod'
import { isTimeZone } from '../core/local-time.ts'
import { SEVERITIES } from '../core/severity.ts'
import type { WeekNumbers } from '../core/week-numbers.ts'
import { WEEKDAYS } from '../core/weekly.ts'

/** When people begin to read their mail. */
const DEFAULT_HOUR = 8
const LAST_HOUR = 23
/** Characters; the longest name is about half of it. */
const LONGEST_TIME_ZONE = 64

/** When a digest is due. */
export const digestSchedule = z.strictObject({
  weekday: z.enum(WEEKDAYS),
  hour: z.int().min(0).max(LAST_HOUR).default(DEFAULT_HOUR),
  time_zone: z
    .string()
    .max(LONGEST_TIME_ZONE)
    .refine(isTimeZone, 'must be UTC, or the name of a time zone like Europe/Berlin')
    .default('UTC'),
})

const count = z.int()
const asked = count.nullable()
const severity = z.enum(SEVERITIES)
const bySeverity = z.object({ critical: count, high: count, medium: count, low: count })

/** The payload's data of a digest, as another version may have written it a few days ago. */
export const weekNumbers = z.object({
  ...{ destination_id: z.string(), week: z.string(), from: z.string(), until: z.string() },
  time_zone: z.string(),
  is_filtered: z.boolean().default(false),
  integrations: z.array(
    z.object({
      integration_id: z.string(),
      ...{ open: bySeverity, open_before: bySeverity, excepted: count },
      ...{ opened: asked, resolved: asked, reopened: asked, newly_excepted: asked },
      aged: z.object({ days_30: count, days_90: count }),
      rules: z.array(z.object({ rule_id: z.string(), open: count, open_before: count })),
      oldest: z.array(
        z.object({ finding_id: z.string(), rule_id: z.string(), severity, first_seen_at: z.string() }),
      ),
      completed_runs: asked.default(null),
      ...{ failed_runs: asked, degraded: asked, credentials_refused: asked, rules_not_judged: asked },
      gaps: count,
    }),
  ),
  others: z.object({
    ...{ integrations: count, open: count, open_before: count },
    ...{ changed: count.default(0), hindered: count.default(0) },
  }),
  exceptions: z.object({ ending: count, unused: count }),
}) satisfies z.ZodType<WeekNumbers>
