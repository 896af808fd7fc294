import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import type { SealedCredential } from '../db/credentials/list-credentials.ts'
import { credentialInPlaceOf } from '../db/credentials/list-credentials.ts'
import type { Integration } from '../db/integrations/list-integrations.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import { openCredential } from '../db/seal/credential-seal.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import type { Capability, CapabilityState } from '../model/core/capabilities.ts'
import type { CredentialId, IntegrationId } from '../model/core/ids.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import type { UpstreamCredential } from '../openai/upstream.ts'
import type { ActivityDeps } from './deps.ts'

/** The integration, if it is not disconnected. */
export async function livingIntegration(
  { database }: Pick<ActivityDeps, 'database'>,
  integrationId: IntegrationId,
): Promise<Integration> {
  const integration = await getIntegration(database.drizzle, ALL_INTEGRATIONS, integrationId)
  if (integration === null || integration.disconnectedAt !== null) throw new IntegrationGone(integrationId)
  return integration
}

export interface CapabilityView {
  readonly state: CapabilityState
  readonly code: ResultCode
  readonly credential: SealedCredential | null
}

/** What the last probe found of one capability, and the credential that serves it. */
export async function capabilityOf(
  { database }: Pick<ActivityDeps, 'database'>,
  integrationId: IntegrationId,
  capability: Capability,
): Promise<CapabilityView> {
  const rows = await listCapabilities(database.drizzle, integrationId)
  const row = rows.find((candidate) => candidate.capability === capability)
  if (row === undefined) return { state: 'absent', code: 'not_configured', credential: null }
  const { credentialId } = row
  const credential = credentialId === null ? null : await credentialInPlaceOf(database.drizzle, credentialId)
  return { state: row.state, code: row.resultCode, credential }
}

/** Opens a credential for the moment of its use. What this returns is never logged, kept or answered. */
export async function openForUse(
  { database, master }: Pick<ActivityDeps, 'database' | 'master'>,
  credential: SealedCredential,
): Promise<UpstreamCredential> {
  const secret = await openCredential(database.drizzle, master, credential)
  return { id: credential.id as CredentialId, kind: credential.kind, secret }
}
