import { actionData, switchOf, textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

export const controlFeatureToggled = defineEventRule({
  id: 'control.feature_toggled',
  deeds: { 'logs.AUDIT_LOG': ['WORKSPACE_TOGGLE_FEATURE'] },
  parameters: noParameters,
  judge: (event) =>
    wasDone(event)
      ? occurred({
          detail: {
            feature: textOf(actionData(event, 'feature')),
            enabled: switchOf(actionData(event, 'value')),
          },
        })
      : FINE,
})
