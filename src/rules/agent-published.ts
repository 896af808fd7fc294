import { actionDetail, textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

export const agentPublished = defineEventRule({
  id: 'agent.published',
  deeds: { 'logs.CUSTOM_AGENTS_LOG': ['AGENT_PUBLISHED'] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    const id = textOf(actionDetail(event, 'agent_id'))
    return occurred({
      asset: id === null ? null : { kind: 'chatgpt.agent', externalId: id },
      detail: { agent_id: id },
    })
  },
})
