import { wasDone } from './event-data.ts'
import { defineWindowRule } from './event-rule.ts'
import { crowded } from './event-window.ts'
import { massDeletionParameters } from './parameters.ts'

const SECONDS_A_MINUTE = 60

/** One person's tidying is no fault; many deletions in a short time may be traces being removed. */
export const controlConversationsMassDeleted = defineWindowRule({
  id: 'control.conversations_mass_deleted',
  deeds: { 'logs.AUDIT_LOG': ['CONVERSATION_DELETE', 'DELETE_CONVERSATION'] },
  parameters: massDeletionParameters,
  windowSeconds: ({ withinMinutes }) => withinMinutes * SECONDS_A_MINUTE,
  parts: (events, { deletions, withinMinutes }) =>
    crowded(events.filter(wasDone), { seconds: withinMinutes * SECONDS_A_MINUTE, least: deletions }),
})
