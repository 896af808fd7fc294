import { actionData, textsOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** Which hosts actions of GPTs may call is the workspace's own allow list. */
export const controlActionDomainsChanged = defineEventRule({
  id: 'control.action_domains_changed',
  deeds: { 'logs.AUDIT_LOG': ['CUSTOM_GPT_SET_ALLOWED_ACTION_DOMAINS'] },
  parameters: noParameters,
  judge: (event) =>
    wasDone(event) ? occurred({ detail: { domains: textsOf(actionData(event, 'domains')) } }) : FINE,
})
