import { silentLogParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { isoTime, wholeDays } from './time.ts'
import { fail, PASS, skipped } from './verdict.ts'

const SECONDS_AN_HOUR = 3_600
const HOURS_A_DAY = 24
/** Hours. Longer ago, and the silence may be ours: nobody has looked. */
const READ_LATELY = 1

/**
 * OpenAI writes each of our own calls into the workspace's audit log, so a log that stays empty although runs came and
 * went is not a quiet tenant. Silence counts from the first run that it should have told of and did not: after a pause,
 * or while access is awaited, nobody has called, and there is nothing to tell.
 */
export const controlAuditLogSilent = defineRule({
  id: 'control.audit_log_silent',
  subjects: ['tenant'],
  parameters: silentLogParameters,
  judge: ({ asset, auditLog }, { now, parameters }) => {
    if (auditLog === null) return skipped('has_no_such_log')
    const { newestAt, readAt, untoldSince } = auditLog
    if (readAt === null || (now - readAt) / SECONDS_AN_HOUR > READ_LATELY) {
      return {
        result: 'not_evaluated',
        reason: 'stream_incomplete',
        detail: 'it was not read to its end lately',
      }
    }
    if (untoldSince === null) return PASS
    const silentHours = (now - untoldSince) / SECONDS_AN_HOUR
    if (silentHours <= parameters.silentHours) return PASS
    return fail({
      evidence: { workspace_id: asset.externalId, last_event_at: isoTime(newestAt) },
      moving: { silent_days: wholeDays(silentHours / HOURS_A_DAY) },
    })
  },
})
