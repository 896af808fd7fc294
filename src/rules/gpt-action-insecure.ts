import type { JsonObject } from '../model/core/json.ts'
import type { GptTool } from '../model/schema/assets.ts'
import type { GptBundle } from './bundles.ts'
import {
  actionsOf,
  gptEvidence,
  gptMoving,
  isApproved,
  toolsOf,
  withoutSchemas,
  withoutTools,
} from './gpt-facts.ts'
import { plainHost } from './hosts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Verdict } from './verdict.ts'
import { fail, PASS } from './verdict.ts'

const INSECURE_HOST_WORDS: Readonly<Record<string, string>> = {
  http: 'calls a server without encryption',
  ip_literal: 'calls a bare address in place of a named host',
  private_host: 'calls a host of a private network',
  tunnel: 'calls a tunnel to somebody’s machine',
  free_hosting: 'calls a free hosting service',
}

/** What is wrong with one action, in words; empty where nothing is that we can see. */
function faultsOf(action: GptTool): readonly string[] {
  const hosts = action.insecure_hosts ?? []
  return [
    ...hosts.map((word) => INSECURE_HOST_WORDS[word] ?? `calls a host that is ${word}`),
    ...(action.auth_type?.toLowerCase() === 'none' ? ['has no authentication'] : []),
    ...(action.auth_in_query ? ['puts its key into the address'] : []),
    ...(action.privacy_policy === 'missing' ? ['names no privacy policy'] : []),
    ...((action.not_consequential_writes ?? 0) > 0 ? ['marks writing operations as not consequential'] : []),
    ...(action.hidden_text ? ['has invisible text in its descriptions'] : []),
    ...(action.embedded_instructions ? ['gives the model instructions in its descriptions'] : []),
  ]
}

const ownFaultsOf = ({ configuration }: GptBundle): readonly string[] =>
  configuration?.attributes.instruction_hidden_text ? ['has invisible text in its instructions'] : []

/** Said of every action whose schema was read; what was stored before that was done lacks it. */
const isUnderstood = ({ insecure_hosts }: GptTool): boolean => insecure_hosts !== undefined

const NOT_UNDERSTOOD: Verdict = {
  result: 'not_evaluated',
  reason: 'stream_incomplete',
  detail: 'nothing is known of an action yet; the next full collection reads its definition again',
}

/** Upstream's facts about an action are read off its schema when it is collected; see `src/openai/actions`. */
export const gptActionInsecure = defineRule({
  id: 'gpt.action_insecure',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    const actions = actionsOf(bundle)
      .map((action) => ({ action, faults: faultsOf(action) }))
      .filter(({ faults }) => faults.length > 0)
    const secrets = bundle.configuration?.attributes.instruction_secrets ?? []
    const own = ownFaultsOf(bundle)
    if (actions.length === 0 && own.length === 0 && secrets.length === 0) {
      // The host alone stands beside the schema: most of what could be wrong is within.
      const unread = withoutSchemas(bundle)
      if (unread) return unread
      return actionsOf(bundle).every(isUnderstood) ? PASS : NOT_UNDERSTOOD
    }
    return fail({
      evidence: {
        ...gptEvidence(bundle),
        insecure_actions: actions.map(
          ({ action, faults }): JsonObject => ({
            host: plainHost(action.action_domain ?? '') || null,
            because: faults,
            schema_problem: action.schema_problem ?? null,
          }),
        ),
        because: own,
        secrets_of_kinds: secrets,
      },
      moving: gptMoving(bundle),
      escalation:
        secrets.length === 0
          ? null
          : {
              severity: 'critical',
              reason: 'a secret stands in its instructions or in the schema of an action',
            },
    })
  },
})
