import type { z } from '@hono/zod-openapi'
import type { Credential } from '../db/credentials/list-credentials.ts'
import { listCredentials } from '../db/credentials/list-credentials.ts'
import type { Integration } from '../db/integrations/list-integrations.ts'
import type { ApiDeps } from './deps.ts'
import { ApiProblem } from './problem.ts'
import type { AccessRequestSchema } from './schemas/access-request.ts'
import { actorView } from './schemas/common.ts'

type AccessRequest = z.infer<typeof AccessRequestSchema>

export async function accessRequest(
  { database }: Pick<ApiDeps, 'database'>,
  integration: Integration,
): Promise<AccessRequest> {
  const credentials = await listCredentials(database.drizzle, integration.id)
  const key = credentials.find(({ kind }) => kind === 'compliance_key')
  if (key === undefined) {
    throw new ApiProblem('command-refused', 'This integration has no compliance key to request access for.')
  }
  return describeRequest(integration, key)
}

export function describeRequest(
  { organizationId, workspaceId }: Pick<Integration, 'organizationId' | 'workspaceId'>,
  key: Pick<Credential, 'keyName' | 'lastFour' | 'createdBy' | 'createdAt'>,
): AccessRequest {
  const missing = [
    ...(organizationId === null ? ['organization_id'] : []),
    ...(key.keyName === null ? ['key_name'] : []),
  ]
  const text = [
    'Please grant this API key access to the Compliance API and the Compliance Logs Platform.',
    '',
    `Organization ID: ${organizationId ?? '<organization id, org-…>'}`,
    `Workspace ID: ${workspaceId ?? '<workspace id>'}`,
    `API key: last four characters ${key.lastFour}`,
    `Key name: ${key.keyName ?? '<the name that the key has at OpenAI>'}`,
    'Created by: <name and e-mail of the person or service account that created the key>',
    'Scope: read',
  ].join('\n')
  return {
    organization_id: organizationId,
    workspace_id: workspaceId,
    key_last_four: key.lastFour,
    key_name: key.keyName,
    key_added_by: actorView(key.createdBy),
    key_added_at: key.createdAt,
    scope: 'read',
    missing: [...missing, 'created_by'],
    text,
  }
}
