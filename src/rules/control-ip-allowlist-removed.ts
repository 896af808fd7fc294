import { actionData, detailOf, textsOf, wasDone } from './event-data.ts'
import type { JudgedEvent } from './event-rule.ts'
import { defineEventRule, FINE, notTold, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

const REMOVED = ['ip_allowlist.deleted', 'ip_allowlist.config.deactivated']

/** Ranges that hold everything there is. */
const EVERYTHING = ['0.0.0.0/0', '::/0']

export const controlIpAllowlistRemoved = defineEventRule({
  id: 'control.ip_allowlist_removed',
  deeds: {
    'logs.AUDIT_LOG': ['WORKSPACE_SET_IP_ALLOWLIST'],
    'platform.audit_logs': [...REMOVED, 'ip_allowlist.created', 'ip_allowlist.updated'],
  },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    if (REMOVED.includes(event.deed)) return occurred({ detail: { deed: event.deed } })
    const allowed = allowedIps(event)
    if (allowed === null) return notTold('allowed_ips')
    const isOpen = allowed.some((range) => EVERYTHING.includes(range.trim()))
    if (allowed.length > 0 && !isOpen) return FINE
    return occurred({ detail: { deed: event.deed, ranges: allowed.length, lets_all_in: isOpen } })
  },
})

const allowedIps = (event: JudgedEvent): readonly string[] | null =>
  event.stream === 'logs.AUDIT_LOG'
    ? textsOf(actionData(event, 'allowed_ips'))
    : textsOf(detailOf(event, 'allowed_ips'))
