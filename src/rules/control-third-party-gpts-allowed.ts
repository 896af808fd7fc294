import { actionData, switchOf, textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, notTold, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

const APPROVED_ONE = 'CUSTOM_GPT_APPROVE_THIRD_PARTY_FOR_WORKSPACE'

export const controlThirdPartyGptsAllowed = defineEventRule({
  id: 'control.third_party_gpts_allowed',
  deeds: { 'logs.AUDIT_LOG': ['CUSTOM_GPT_ALLOW_THIRD_PARTY', APPROVED_ONE] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    if (event.deed === APPROVED_ONE) {
      return occurred({ detail: { gpt_id: textOf(actionData(event, 'third_party_gizmo_id')) } })
    }
    const value = switchOf(actionData(event, 'value'))
    if (value === null) return notTold('action_data.value')
    return value ? occurred({ detail: { gpt_id: null } }) : FINE
  },
})
