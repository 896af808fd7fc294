import { wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { windowWith } from './event-window.ts'
import { massDeletionParameters } from './parameters.ts'

const SECONDS_A_MINUTE = 60

/** One person's tidying is no fault; many deletions in a short time may be traces being removed. */
export const controlConversationsMassDeleted = defineEventRule({
  id: 'control.conversations_mass_deleted',
  deeds: { 'logs.AUDIT_LOG': ['CONVERSATION_DELETE', 'DELETE_CONVERSATION'] },
  parameters: massDeletionParameters,
  windowSeconds: ({ withinMinutes }) => withinMinutes * SECONDS_A_MINUTE,
  judge: (event, { around, parameters }) => {
    if (!wasDone(event)) return FINE
    const members = windowWith(event, around.filter(wasDone), {
      seconds: parameters.withinMinutes * SECONDS_A_MINUTE,
      least: parameters.deletions,
    })
    if (members === null) return FINE
    return occurred({ beside: members.map(({ eventId }) => eventId) })
  },
})
