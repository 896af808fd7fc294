import { actionData, detailOf, textOf, wasDone } from './event-data.ts'
import type { EventAsset, JudgedEvent } from './event-rule.ts'
import { defineEventRule, FINE, notTold, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'
import { isAdminRole } from './roles.ts'

interface Grant {
  readonly role: string | null
  /** Who got it, where an asset of ours may be it. */
  readonly asset: EventAsset | null
  readonly subject: string | null
  readonly toMachine: boolean
}

/** Power that was granted while we looked: by the workspace's audit log, or the platform's. */
export const identityPrivilegeEscalated = defineEventRule({
  id: 'identity.privilege_escalated',
  deeds: {
    'logs.AUDIT_LOG': ['USER_ROLE_UPDATED'],
    'platform.audit_logs': ['user.updated', 'service_account.created', 'service_account.updated'],
  },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    const { role, asset, subject, toMachine } = grantOf(event)
    // An update of something else than the role.
    if (role === null) return event.stream === 'logs.AUDIT_LOG' ? notTold('action_data.new_role') : FINE
    if (!isAdminRole(role)) return FINE
    return occurred({
      asset,
      detail: { role, subject_id: subject, non_human: toMachine },
      escalation: toMachine
        ? { severity: 'critical', reason: 'the power was given to a non-human identity' }
        : null,
    })
  },
})

function grantOf(event: JudgedEvent): Grant {
  if (event.stream === 'logs.AUDIT_LOG') {
    const subject = textOf(actionData(event, 'user_id'))
    return {
      role: textOf(actionData(event, 'new_role')),
      asset: subject === null ? null : { kind: 'chatgpt.user', externalId: subject },
      subject,
      toMachine: false,
    }
  }
  const subject = textOf(detailOf(event, 'id'))
  const toMachine = event.deed !== 'user.updated'
  return {
    role: textOf(detailOf(event, 'changes_requested.role')) ?? textOf(detailOf(event, 'data.role')),
    asset: subject === null || toMachine ? null : { kind: 'platform.user', externalId: subject },
    subject,
    toMachine,
  }
}
