import { textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** From then on what a person may read in the app, ChatGPT may read for them. */
export const appLinked = defineEventRule({
  id: 'app.linked',
  deeds: { 'logs.APP_AUTH_LOG': ['link'] },
  parameters: noParameters,
  judge: (event) =>
    wasDone(event) ? occurred({ detail: { app_id: textOf(event.attributes.app_id) } }) : FINE,
})
