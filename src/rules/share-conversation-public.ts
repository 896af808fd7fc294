import { actionData, switchOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** Which conversation it was is said by the event alone; the finding counts, and names who. */
export const shareConversationPublic = defineEventRule({
  id: 'share.conversation_public',
  deeds: { 'logs.AUDIT_LOG': ['CONVERSATION_SHARE'] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    // The link was there before: nothing new can be read by anybody.
    return switchOf(actionData(event, 'already_exists')) === true ? FINE : occurred()
  },
})
