import { PUBLIC_LINK } from './gpt-facts.ts'
import { judgePublic } from './gpt-public.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

/** `workspace-with-link` is not this: its link works for members only. */
export const gptPublicLink = defineRule({
  id: 'gpt.public_link',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => judgePublic(bundle, parameters.approvedGpts, PUBLIC_LINK),
})
