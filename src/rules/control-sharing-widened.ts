import { actionData, switchOf, textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, notTold, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** Words for an audience beyond the workspace. Upstream's set is open. */
const WIDE = [
  'public',
  'anyone',
  'everyone',
  'anyone-with-link',
  'anyone_with_link',
  'gpt-store',
  'store',
  'external',
]
const NARROW = [
  'workspace',
  'workspace-with-link',
  'invite-only',
  'private',
  'restricted',
  'owner',
  'nobody',
  'none',
]

/** A word that nobody has described is neither wide nor narrow. */
export const controlSharingWidened = defineEventRule({
  id: 'control.sharing_widened',
  deeds: { 'logs.AUDIT_LOG': ['WORKSPACE_SET_SHARING_PERMISSION'] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    const value = actionData(event, 'value')
    const word = textOf(value)?.toLowerCase() ?? ''
    const isWide = WIDE.includes(word) || switchOf(value) === true
    if (isWide) {
      return occurred({
        detail: { feature: textOf(actionData(event, 'feature')), value: word === '' ? true : word },
      })
    }
    return NARROW.includes(word) || switchOf(value) === false
      ? FINE
      : notTold('action_data.value (in a known word)')
  },
})
