import type { JsonObject } from '../model/core/json.ts'
import type { GptTool } from '../model/schema/assets.ts'
import type { GptBundle } from './bundles.ts'
import {
  gptEvidence,
  gptMoving,
  isApproved,
  isCustomAction,
  isPublic,
  toolsOf,
  visibilityOf,
  withoutTools,
} from './gpt-facts.ts'
import { isAllowedHost, plainHost } from './hosts.ts'
import { customActionParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Escalation } from './verdict.ts'
import { fail, PASS } from './verdict.ts'

const WRITING_VERBS = ['post', 'put', 'patch', 'delete']

/**
 * An action without a host is on no list, and one is only where all its servers are: OpenAI names a host beside the
 * schema, and does not say that calls go there and nowhere else.
 */
const isListed = (tool: GptTool, allowed: readonly string[]): boolean =>
  [tool.action_domain ?? '', ...(tool.servers ?? [])].every((host) => isAllowedHost(host, allowed))

const verbsOf = (tool: GptTool): readonly string[] | null =>
  tool.methods?.filter((verb) => verb !== '').map((verb) => verb.toLowerCase()) ?? null

const writesUnauthenticated = (tool: GptTool): boolean =>
  tool.auth_type?.toLowerCase() === 'none' &&
  (verbsOf(tool) ?? []).some((verb) => WRITING_VERBS.includes(verb))

function escalationOf(bundle: GptBundle, unlisted: readonly GptTool[]): Escalation | null {
  const visibility = visibilityOf(bundle)
  if (isPublic(visibility)) {
    return { severity: 'critical', reason: `custom actions in a GPT that is public (${visibility})` }
  }
  if (unlisted.some(writesUnauthenticated)) {
    return { severity: 'critical', reason: 'an action without authentication has a writing operation' }
  }
  return null
}

const describeAction = (tool: GptTool): JsonObject => ({
  host: plainHost(tool.action_domain ?? '') || null,
  servers: tool.servers ?? null,
  auth_type: tool.auth_type ?? null,
  methods: verbsOf(tool),
  operations: tool.operations ?? null,
})

export const gptCustomActions = defineRule({
  id: 'gpt.custom_actions',
  subjects: ['gpt'],
  parameters: customActionParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    const tools = toolsOf(bundle)
    if (tools === null) return withoutTools(bundle)
    const actions = tools.filter(isCustomAction)
    if (actions.length === 0) return PASS
    const unlisted = actions.filter((tool) => !isListed(tool, parameters.allowedHosts))
    if (unlisted.length === 0) return { result: 'pass', note: 'allowed_hosts' }
    return fail({
      evidence: { ...gptEvidence(bundle), actions: unlisted.map(describeAction) },
      moving: gptMoving(bundle),
      escalation: escalationOf(bundle, unlisted),
    })
  },
})
