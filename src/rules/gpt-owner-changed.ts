import { actionData, textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** A new owner may read the instructions and files, and decides whom they reach. */
export const gptOwnerChanged = defineEventRule({
  id: 'gpt.owner_changed',
  deeds: { 'logs.AUDIT_LOG': ['CUSTOM_GPT_CHANGE_OWNER'] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    const id = textOf(actionData(event, 'id'))
    return occurred({
      asset: id === null ? null : { kind: 'chatgpt.gpt', externalId: id },
      detail: { gpt_id: id },
    })
  },
})
