import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { NewCredential } from '../../db/integrations/create-integration.ts'
import { createIntegration } from '../../db/integrations/create-integration.ts'
import type { Integration } from '../../db/integrations/list-integrations.ts'
import { removeUnstarted } from '../../db/integrations/remove-unstarted.ts'
import { DEFAULT_COLLECTION_MODE } from '../../model/core/collection-mode.ts'
import { CREDENTIAL_KINDS } from '../../model/core/credentials.ts'
import { asIntegrationId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv, Caller } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, integrationDetail } from '../find-integration.ts'
import { IdempotencyHeader, json, jsonBody, problems } from '../schemas/common.ts'
import { IntegrationDetailSchema } from '../schemas/integration.ts'
import type { CreateIntegrationInput } from '../schemas/integration-input.ts'
import { CreateIntegration } from '../schemas/integration-input.ts'
import { refuseTaken } from '../taken-problem.ts'
import { requireWholeScope } from '../whole-scope.ts'

const create = createRoute({
  method: 'post',
  path: '/integrations',
  summary: 'Connect an OpenAI customer: a ChatGPT workspace, an API platform organization, or both',
  description:
    'Seals the credentials, starts the integration and its connection test. Connecting collects nothing: read the integration for what the test found, then collect.',
  tags: ['integrations'],
  request: { headers: IdempotencyHeader, body: jsonBody(CreateIntegration) },
  responses: {
    201: json(IntegrationDetailSchema, 'Made; its connection test is under way'),
    ...problems(403, 409, 413, 415, 422),
  },
})

/**
 * The row with its sealed credentials comes first, then the entity, since the entity reads both. Where the entity
 * could not be started the row is taken back, so that the same request can simply be repeated.
 */
export function integrationCreateRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(create, async (context) => {
    const input = context.req.valid('json')
    const caller = context.get('caller')
    requireWholeScope(context, 'This token is limited to some integrations and cannot make new ones.')
    const id = asIntegrationId(randomUUIDv7())
    const values = newIntegration(input, caller)
    const what = {
      action: 'integration.create',
      target: `integration/${id}`,
      detail: {
        collection_mode: values.collectionMode,
        credentials: values.credentials.map(({ kind }) => kind),
      },
    }
    await audited(deps, context, what, async () => {
      const row = await refuseTaken(createIntegration(deps.database.drizzle, deps.master, { ...values, id }))
      await start(deps, row, caller, context.get('updateId'))
    })
    const made = await findIntegration(deps, context, id)
    context.header('Location', `/api/v1/integrations/${id}`)
    return context.json(await integrationDetail(deps, made), 201)
  })
  return routes
}

async function start(deps: ApiDeps, { id }: Integration, caller: Caller, updateId: string): Promise<void> {
  try {
    await deps.commands.connect(id, { actor: caller.actor }, updateId)
  } catch (error) {
    // Started, but no worker has answered yet: the first one that does will test the connection.
    if (await deps.commands.isStarted(id)) return
    // Not started, or nobody can say. Should it have been all the same, it finds its row gone, and ends itself.
    await removeUnstarted(deps.database.drizzle, id)
    throw error
  }
}

function newIntegration(input: CreateIntegrationInput, caller: Caller) {
  const credentials = CREDENTIAL_KINDS.flatMap((kind): NewCredential[] => {
    const given = input.credentials[kind]
    return given === undefined ? [] : [{ kind, secret: given.secret, keyName: given.key_name ?? null }]
  })
  return {
    displayName: input.display_name,
    organizationId: input.organization_id ?? null,
    workspaceId: input.workspace_id ?? null,
    projectId: input.project_id ?? null,
    collectionMode: input.collection_mode ?? DEFAULT_COLLECTION_MODE,
    ownDomains: input.own_domains ?? [],
    otherLogTypes: input.other_log_types ?? [],
    credentials,
    createdBy: caller.actor,
  }
}
