import type { GptBundle } from './bundles.ts'
import { hasActions, hasFiles, PUBLIC_STORE } from './gpt-facts.ts'
import { judgePublic } from './gpt-public.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Escalation } from './verdict.ts'

function escalationOf(bundle: GptBundle): Escalation | null {
  const holds = [hasFiles(bundle) && 'knowledge files', hasActions(bundle) && 'custom actions'].filter(
    (name) => name !== false,
  )
  return holds.length === 0
    ? null
    : { severity: 'critical', reason: `everybody can reach its ${holds.join(' and ')}` }
}

export const gptPublicStore = defineRule({
  id: 'gpt.public_store',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => judgePublic(bundle, parameters.approvedGpts, PUBLIC_STORE, escalationOf),
})
