import { backlogParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { isoTime, wholeDays } from './time.ts'
import { fail, PASS } from './verdict.ts'

const SECONDS_AN_HOUR = 3_600
const HOURS_A_DAY = 24

/**
 * What was to be read and lies there unread, while there is still time: upstream deletes logs after 30 days, and then
 * it is a gap (`collection.gap`). A log that is refused is no backlog but a loss (`collection.capability_lost`). Files
 * wait here, too, once they are asked for; without a DLP profile none is, and the result says that they are left out.
 */
export const collectionBacklog = defineRule({
  id: 'collection.backlog',
  subjects: ['tenant'],
  parameters: backlogParameters,
  judge: ({ logs }, { now, parameters }) => {
    if (logs.length === 0) {
      return {
        result: 'not_evaluated',
        reason: 'stream_incomplete',
        detail: 'no log that may be read has been read to its end yet',
      }
    }
    const hoursSince = (readAt: number): number => (now - readAt) / SECONDS_AN_HOUR
    const behind = logs.filter(({ readAt }) => hoursSince(readAt) > parameters.behindHours)
    if (behind.length === 0) return PASS
    const longest = Math.max(...behind.map(({ readAt }) => hoursSince(readAt)))
    return fail({
      evidence: { logs: behind.map(({ stream, readAt }) => ({ stream, read_to_end_at: isoTime(readAt) })) },
      moving: { behind_days: wholeDays(longest / HOURS_A_DAY) },
    })
  },
})
