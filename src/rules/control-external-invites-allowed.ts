import { actionData, switchOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, notTold, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

export const controlExternalInvitesAllowed = defineEventRule({
  id: 'control.external_invites_allowed',
  deeds: { 'logs.AUDIT_LOG': ['INVITE_SET_ALLOW_EXTERNAL_DOMAINS'] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    const value = switchOf(actionData(event, 'value'))
    if (value === null) return notTold('action_data.value')
    return value ? occurred() : FINE
  },
})
