import { actionData, detailOf, textOf, textsOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** Scopes that let a key manage, as upstream writes them: `api.management.write`, `api.all` … */
const MANAGING = /^api\.(management|all|admin)/

/** A project key is everyday work; one that manages, and one that acts as a person, is not. */
export const accessCredentialCreated = defineEventRule({
  id: 'access.credential_created',
  deeds: {
    'logs.AUDIT_LOG': ['PERSONAL_ACCESS_TOKEN_CREATE'],
    'platform.audit_logs': ['tenant.admin_api_key.created', 'api_key.created'],
  },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    if (event.deed === 'PERSONAL_ACCESS_TOKEN_CREATE') {
      return occurred({
        detail: {
          credential: textOf(actionData(event, 'credential_type')) ?? 'personal access token',
          credential_id: textOf(actionData(event, 'credential_id')),
          expires_at: actionData(event, 'expires_at') ?? null,
        },
      })
    }
    const scopes = textsOf(detailOf(event, 'data.scopes')) ?? []
    if (event.deed === 'api_key.created' && !scopes.some((scope) => MANAGING.test(scope))) return FINE
    return occurred({
      detail: { credential: 'admin key', credential_id: textOf(detailOf(event, 'id')), scopes },
    })
  },
})
