import type { JsonObject } from '../model/core/json.ts'
import type { GptTool } from '../model/schema/assets.ts'
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
import { broadActionParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { fail, PASS } from './verdict.ts'

interface Limits {
  readonly maxOperations: number
  readonly maxHosts: number
}

/** In what an action goes beyond a task, in words; empty where it does not, as far as its schema can be read. */
function excessesOf(action: GptTool, { maxOperations, maxHosts }: Limits): readonly string[] {
  const { operations = 0, servers = [], free_form_parameters: freeForm = [] } = action
  return [
    ...((operations ?? 0) > maxOperations ? [`offers ${operations} operations`] : []),
    ...(servers.length > maxHosts ? [`calls ${servers.length} hosts`] : []),
    ...((action.wildcard_servers ?? 0) > 0 ? ['has servers whose host is chosen at the call'] : []),
    ...((action.wildcard_paths ?? 0) > 0 ? ['has paths that take anything'] : []),
    ...(freeForm.length > 0 ? [`takes free-form parameters: ${freeForm.join(', ')}`] : []),
    ...((action.open_bodies ?? 0) > 0 ? ['has bodies that take any field'] : []),
  ]
}

export const gptActionBroad = defineRule({
  id: 'gpt.action_broad',
  subjects: ['gpt'],
  parameters: broadActionParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    const actions = actionsOf(bundle)
    const broad = actions
      .map((action) => ({ action, excesses: excessesOf(action, parameters) }))
      .filter(({ excesses }) => excesses.length > 0)
    if (broad.length > 0) {
      return fail({
        evidence: {
          ...gptEvidence(bundle),
          broad_actions: broad.map(
            ({ action, excesses }): JsonObject => ({
              host: plainHost(action.action_domain ?? '') || null,
              operations: action.operations ?? null,
              because: excesses,
            }),
          ),
        },
        moving: gptMoving(bundle),
      })
    }
    return withoutSchemas(bundle) ?? PASS
  },
})
