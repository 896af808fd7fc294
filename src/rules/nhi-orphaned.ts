import type { JsonObject } from '../model/core/json.ts'
import type { AdminKeyBundle, AgentBundle, GptBundle, ProjectKeyBundle } from './bundles.ts'
import { gptEvidence, gptMoving, hasActions, toolsOf, withoutTools } from './gpt-facts.ts'
import { keyEvidence, lastUsed, outsideOfKeys } from './key-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { isoTime } from './time.ts'
import type { Verdict } from './verdict.ts'
import { fail, PASS, skipped } from './verdict.ts'

type OwnedBundle = AdminKeyBundle | ProjectKeyBundle | GptBundle | AgentBundle

/**
 * A key, an agent, or a GPT with actions acts although nobody answers for it any more. A GPT without actions does
 * nothing by itself. What belongs to a service account goes with that account, so it is never orphaned.
 */
export const nhiOrphaned = defineRule({
  id: 'nhi.orphaned',
  subjects: ['admin_key', 'project_key', 'gpt', 'agent'],
  parameters: noParameters,
  judge: (bundle) => {
    const outside = outsideOf(bundle)
    if (outside) return outside
    if (bundle.owner === 'unknown') return OWNER_UNKNOWN
    if (bundle.owner === 'active') return PASS
    return fail({
      evidence: { ...evidenceOf(bundle), owner_standing: bundle.owner },
      moving: movingOf(bundle),
      escalation:
        bundle.subject === 'admin_key'
          ? { severity: 'critical', reason: 'an admin key that nobody answers for' }
          : null,
    })
  },
})

/** Whoever is in no listing may have come after it, together with what they own. */
const OWNER_UNKNOWN: Verdict = {
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: 'OpenAI did not say who owns it, or has not listed its owner among the users yet',
}

function outsideOf(bundle: OwnedBundle): Verdict | null {
  switch (bundle.subject) {
    case 'admin_key':
    case 'project_key':
      return outsideOfKeys(bundle)
    case 'gpt':
      if (toolsOf(bundle) === null) return withoutTools(bundle)
      return hasActions(bundle) ? null : skipped('no_action')
    case 'agent':
      return null
    default:
      return bundle satisfies never
  }
}

function evidenceOf(bundle: OwnedBundle): JsonObject {
  switch (bundle.subject) {
    case 'admin_key':
    case 'project_key':
      return keyEvidence(bundle)
    case 'gpt':
      return gptEvidence(bundle)
    case 'agent':
      return {
        agent_id: bundle.asset.externalId,
        name: bundle.attributes.name ?? null,
        status: bundle.attributes.status ?? null,
        created_at: isoTime(bundle.attributes.created_at),
        owner_person_id: bundle.asset.people.owner ?? null,
      }
    default:
      return bundle satisfies never
  }
}

function movingOf(bundle: OwnedBundle): JsonObject {
  if (bundle.subject === 'gpt') return gptMoving(bundle)
  return bundle.subject === 'agent' ? {} : { last_used_at: lastUsed(bundle) }
}
