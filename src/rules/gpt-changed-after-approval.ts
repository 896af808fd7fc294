import type { DefinitionChangeKind } from '../model/core/definitions.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { DefinitionChange } from './definition-diff.ts'
import { diffDefinitions } from './definition-diff.ts'
import { gptEvidence, gptMoving } from './gpt-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Escalation } from './verdict.ts'
import { fail, PASS, skipped } from './verdict.ts'

/** More people, another place that things may be sent to, another thing that it can do: what nobody has agreed to. */
const GROWN = {
  audience_widened: 'it reaches more people, or lets them do more',
  action_hosts_added: 'it may call other hosts',
  tools_added: 'it has other tools',
} as const satisfies { readonly [Kind in DefinitionChangeKind]?: string }

const GROWTHS = Object.keys(GROWN) as readonly (keyof typeof GROWN)[]

/** An approval is of a definition as it was. GPTs that nobody approved have nothing to differ from. */
export const gptChangedAfterApproval = defineRule({
  id: 'gpt.changed_after_approval',
  subjects: ['gpt'],
  parameters: noParameters,
  judge: (bundle) => {
    const { approval } = bundle
    if (approval === null) return skipped('not_approved')
    // Versions are of the configuration that the listing calls its latest; where it names none, nothing tells of changes.
    if (bundle.isLatestUnread || bundle.attributes.latest_config?.id == null) {
      return {
        result: 'not_evaluated',
        reason: 'stream_incomplete',
        detail: 'its latest configuration was not read',
      }
    }
    const { approved, current } = approval
    if (approved.hash === current.hash) return PASS
    const changes = diffDefinitions(approved.definition, current.definition)
    return fail({
      evidence: {
        ...gptEvidence(bundle),
        approval_id: approval.approvalId,
        approved_version: approved.no,
        approved_hash: approved.hash,
        current_version: current.no,
        current_hash: current.hash,
        changes: changes.map(({ kind, count }): JsonObject => ({ kind, count })),
        ...namesOf(changes),
      },
      moving: gptMoving(bundle),
      escalation: escalationOf(changes),
    })
  },
})

function escalationOf(changes: readonly DefinitionChange[]): Escalation | null {
  const grown = GROWTHS.filter((kind) => changes.some((change) => change.kind === kind))
  if (grown.length === 0) return null
  return {
    severity: 'high',
    reason: `since it was approved ${grown.map((kind) => GROWN[kind]).join(', and ')}`,
  }
}

/** What can be named without a text of the customer's. */
function namesOf(changes: readonly DefinitionChange[]): JsonObject {
  const detailOf = (kind: DefinitionChangeKind) => changes.find((change) => change.kind === kind)?.detail
  const hosts = detailOf('action_hosts_added')?.hosts
  const tools = detailOf('tools_added')?.tools
  return {
    ...(hosts === undefined ? {} : { action_hosts_added: hosts }),
    ...(tools === undefined ? {} : { tools_added: tools }),
  }
}
