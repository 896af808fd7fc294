import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../../db/client.ts'
import { replaceCredential } from '../../db/credentials/replace-credential.ts'
import { setDetails } from '../../db/integrations/change-integration.ts'
import { holdToChange } from '../../db/integrations/hold-living.ts'
import type { Integration } from '../../db/integrations/list-integrations.ts'
import { newestModeChange, requestModeChange } from '../../db/mode-changes/mode-changes.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import { isWider } from '../../model/core/collection-mode.ts'
import { CREDENTIAL_KINDS } from '../../model/core/credentials.ts'
import { audited } from '../audited.ts'
import { afterReplacing } from '../command-problems.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, findLiving, integrationDetail } from '../find-integration.ts'
import { ApiProblem } from '../problem.ts'
import { RevisionIfMatch, refuseOther } from '../revision.ts'
import { CommandAnswer, commandView } from '../schemas/command.ts'
import { IdempotencyHeader, IntegrationParam, json, jsonBody, problems } from '../schemas/common.ts'
import { IntegrationDetailSchema, integrationRevision } from '../schemas/integration.ts'
import { ChangeIntegration, CredentialInput } from '../schemas/integration-input.ts'
import { refuseTaken } from '../taken-problem.ts'

const tags = ['integrations']

const change = createRoute({
  method: 'patch',
  path: '/integrations/{id}',
  summary: 'Change its name, own domains, other log types, severity escalation or collection mode',
  description:
    'A stricter collection mode purges what it no longer allows; a wider one needs a reason. `mode_change` shows how far it is.',
  tags,
  request: { params: IntegrationParam, headers: RevisionIfMatch, body: jsonBody(ChangeIntegration) },
  responses: {
    200: json(IntegrationDetailSchema, 'As it is now'),
    ...problems(404, 409, 412, 413, 415, 422),
  },
})

const putCredential = createRoute({
  method: 'put',
  path: '/integrations/{id}/credentials/{kind}',
  summary: 'Replace a credential, or add one of a kind that it has not had',
  description:
    'The old one is shredded. The connection is tested, and a run that waited goes on from its checkpoints.',
  tags,
  request: {
    params: IntegrationParam.extend({ kind: z.enum(CREDENTIAL_KINDS) }),
    headers: IdempotencyHeader,
    body: jsonBody(CredentialInput),
  },
  responses: { 202: json(CommandAnswer, 'Replaced; being tested'), ...problems(404, 409, 413, 415, 422) },
})

const remove = createRoute({
  method: 'delete',
  path: '/integrations/{id}',
  summary: 'Disconnect: stop its runs and Schedules, shred its credentials',
  tags,
  request: { params: IntegrationParam, headers: IdempotencyHeader },
  responses: { 202: json(CommandAnswer, 'Being disconnected'), ...problems(404, 409, 413, 422) },
})

export function integrationChangeRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(change, async (context) => {
    const row = await findLiving(deps, context, context.req.valid('param').id)
    const { collection_mode: mode, collection_mode_reason: reason, ...details } = context.req.valid('json')
    if (mode !== undefined) refuseUnexplained(await modeToBe(db, row), mode, reason)
    const what = {
      action: 'integration.change',
      target: `integration/${row.id}`,
      detail: {
        fields: Object.keys(context.req.valid('json')),
        ...(mode && { collection_mode: mode, reason: reason ?? null }),
      },
    }
    await audited(deps, context, what, async () => {
      await db.transaction(async (tx) => {
        await holdToChange(tx, row.id)
        refuseOther(
          context,
          integrationRevision(await findIntegration({ database: { drizzle: tx } }, context, row.id)),
        )
        if (Object.keys(details).length === 0) return
        await refuseTaken(setDetails(tx, row.id, detailValues(details)))
      })
      // Also where the row has that mode already: the wish of somebody else may be on its way.
      if (mode !== undefined) {
        const { actor } = context.get('caller')
        await requestModeChange(db, {
          integrationId: row.id,
          ...{ fromMode: row.collectionMode, toMode: mode, reason: reason ?? null, actor },
        })
        const input = { actor, mode }
        await deps.commands.send('setMode', row.id, input, context.get('updateId'))
      }
    })
    return context.json(await integrationDetail(deps, await findIntegration(deps, context, row.id)), 200)
  })
  routes.openapi(putCredential, async (context) => {
    const { id, kind } = context.req.valid('param')
    const row = await findLiving(deps, context, id)
    const { secret, key_name } = context.req.valid('json')
    const needed =
      kind === 'project_key'
        ? row.projectId
        : kind === 'compliance_key'
          ? row.workspaceId
          : row.organizationId
    if (needed === null) throw new ApiProblem('command-refused', MISSING_ID[kind])
    if (row.phase === 'disconnecting') {
      throw new ApiProblem(
        'integration-closed',
        'This integration is being disconnected; the key was not replaced.',
      )
    }
    const { actor } = context.get('caller')
    const what = { action: 'integration.credential', target: `integration/${row.id}`, detail: { kind } }
    const result = await audited(deps, context, what, async () => {
      const credential = { kind, secret, keyName: key_name ?? null }
      await refuseTaken(replaceCredential(db, deps.master, row.id, credential, actor))
      const test = { actor, kinds: [kind] }
      return deps.commands
        .send('replaceCredentials', row.id, test, context.get('updateId'))
        .catch((error: unknown) => {
          throw afterReplacing(error)
        })
    })
    return context.json(commandView(row.id, result), 202)
  })
  routes.openapi(remove, async (context) => {
    const row = await findLiving(deps, context, context.req.valid('param').id)
    const { actor } = context.get('caller')
    const what = { action: 'integration.disconnect', target: `integration/${row.id}` }
    const result = await audited(deps, context, what, () =>
      deps.commands.send('disconnect', row.id, { actor }, context.get('updateId')),
    )
    return context.json(commandView(row.id, result), 202)
  })
  return routes
}

/** A stricter mode holds from the moment that it was asked for, also where no worker has applied it yet. */
async function modeToBe(db: Db, { id, collectionMode }: Integration): Promise<CollectionMode> {
  const pending = await newestModeChange(db, id)
  const asked = pending !== null && pending.appliedAt === null ? pending.toMode : collectionMode
  return isWider(collectionMode, asked) ? asked : collectionMode
}

/** To keep more of what people say is a decision that somebody has to answer for. */
function refuseUnexplained(before: CollectionMode, mode: CollectionMode, reason: string | undefined): void {
  if (!isWider(mode, before) || reason !== undefined) return
  throw new ApiProblem('invalid-request', `"${mode}" keeps more than "${before}": say why.`, {
    errors: [{ pointer: '/collection_mode_reason', detail: 'is needed where the mode becomes wider' }],
  })
}

const MISSING_ID = {
  compliance_key:
    'This integration has no workspace id, which a compliance key needs. Connect it as a new one.',
  admin_key: 'This integration has no organization id, which an admin key needs. Connect it as a new one.',
  project_key: 'This integration has no project id, which a project key needs. Connect it as a new one.',
} as const

type Details = Pick<
  z.output<typeof ChangeIntegration>,
  'display_name' | 'own_domains' | 'other_log_types' | 'severity_escalation'
>

const detailValues = ({ display_name, own_domains, other_log_types, severity_escalation }: Details) => ({
  ...(display_name !== undefined && { displayName: display_name }),
  ...(own_domains !== undefined && { ownDomains: own_domains }),
  ...(other_log_types !== undefined && { otherLogTypes: other_log_types }),
  ...(severity_escalation !== undefined && { severityEscalation: severity_escalation }),
})
