import { z } from '@hono/zod-openapi'
import type { GapRow } from '../../db/gaps/list-gaps.ts'
import type { ModeChangeRow } from '../../db/mode-changes/mode-changes.ts'
import type { capabilities, credentials, integrations } from '../../db/schema/connection.ts'
import { CAPABILITIES, CAPABILITY_FACTS, CAPABILITY_STATES } from '../../model/core/capabilities.ts'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import { CREDENTIAL_KIND_LABEL, CREDENTIAL_KINDS, CREDENTIAL_STATES } from '../../model/core/credentials.ts'
import { PHASE_LABEL, PHASES } from '../../model/core/phases.ts'
import { PLANE_LABEL, PLANES } from '../../model/core/planes.ts'
import { RESULT_CODES } from '../../model/core/result-codes.ts'
import { STREAM_NAMES } from '../../model/core/streams.ts'
import { revision, revisionOf } from '../revision.ts'
import { ActorSchema, actorView, instant, JsonSchema, orNull } from './common.ts'

/** An integration as it is shown: never a secret, only a credential's last four characters. */

type IntegrationRow = typeof integrations.$inferSelect
/** Without `sealed`: what reads for display hands out. */
type CredentialRow = Omit<typeof credentials.$inferSelect, 'sealed'>
type CapabilityRow = typeof capabilities.$inferSelect

export const IntegrationSchema = z
  .object({
    id: z.uuid(),
    revision,
    display_name: z.string(),
    organization_id: z.string().nullable(),
    workspace_id: z.uuid().nullable(),
    project_id: z.string().nullable(),
    collection_mode: z.enum(COLLECTION_MODES),
    own_domains: z.array(z.string()),
    other_log_types: z.array(z.string()),
    severity_escalation: z.enum(['on', 'off']),
    phase: z.enum(PHASES),
    phase_label: z.string(),
    phase_note: z.string().nullable().openapi({ description: 'What a person should know, and do next.' }),
    created_by: ActorSchema,
    created_at: instant,
    updated_at: instant,
    disconnected_at: instant.nullable(),
  })
  .openapi('Integration')

export const CredentialSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(CREDENTIAL_KINDS),
    label: z.string(),
    shown: z.string().openapi({ description: 'All that is ever shown again.', example: '…a1b2' }),
    key_name: z.string().nullable(),
    state: z.enum(CREDENTIAL_STATES),
    rejected_code: z.enum(RESULT_CODES).nullable(),
    rejected_at: instant.nullable(),
    created_at: instant,
  })
  .openapi('Credential')

export const CapabilitySchema = z
  .object({
    capability: z.enum(CAPABILITIES),
    label: z.string(),
    plane: z.enum(PLANES),
    plane_label: z.string(),
    scope: z.string().openapi({ description: "The scope to ask for, in OpenAI's own spelling." }),
    state: z.enum(CAPABILITY_STATES),
    result_code: z.enum(RESULT_CODES),
    credential_id: z.uuid().nullable(),
    detail: z.string().openapi({ description: 'Key kind, capability and the fix, in words.' }),
    fix_url: z.string().nullable(),
    checked_at: instant,
    since: instant.nullable(),
  })
  .openapi('Capability')

const ModeChangeSchema = z
  .object({
    from: z.enum(COLLECTION_MODES),
    to: z.enum(COLLECTION_MODES),
    reason: z.string().nullable(),
    actor: ActorSchema,
    requested_at: instant,
    applied_at: instant
      .nullable()
      .openapi({ description: 'From here on nothing is written that the mode does not allow.' }),
    data_from: instant.nullable().openapi({
      description: 'From when on there is what the mode newly allows; null where it allows less.',
    }),
    purged_at: instant.nullable().openapi({
      description: 'When all that the mode does not allow was gone; null while it is being deleted.',
    }),
  })
  .openapi('ModeChange')

const CollectionGapSchema = z
  .object({
    stream: z.enum(STREAM_NAMES),
    lost_from: instant,
    lost_until: instant,
    run_id: z.uuid().openapi({ description: 'The run that found it.' }),
    noted_at: instant,
  })
  .openapi('CollectionGap')

export const IntegrationDetailSchema = IntegrationSchema.extend({
  credentials: z.array(CredentialSchema),
  capabilities: z.array(CapabilitySchema),
  proof: orNull(JsonSchema).openapi({
    description: 'What the last connection test saw, for a person to confirm: counts, owners’ domains.',
  }),
  mode_change: orNull(ModeChangeSchema).openapi({
    description: 'The last change of its collection mode, and how far it is; null where there was none.',
  }),
  collection_gaps: z.array(CollectionGapSchema).openapi({
    description:
      'What OpenAI had deleted before it was read (it keeps logs for 30 days), newest first: of these times nothing is known.',
  }),
  links: z.object({ temporal: z.string().nullable() }),
}).openapi('IntegrationDetail')

export const integrationRevision = (row: IntegrationRow): string => {
  const { displayName, ownDomains, otherLogTypes, severityEscalation, collectionMode } = row
  return revisionOf({ displayName, ownDomains, otherLogTypes, severityEscalation, collectionMode })
}

export const integrationView = (row: IntegrationRow): z.infer<typeof IntegrationSchema> => ({
  id: row.id,
  revision: integrationRevision(row),
  display_name: row.displayName,
  organization_id: row.organizationId,
  workspace_id: row.workspaceId,
  project_id: row.projectId,
  collection_mode: row.collectionMode,
  own_domains: row.ownDomains,
  other_log_types: row.otherLogTypes,
  severity_escalation: row.severityEscalation,
  phase: row.phase,
  phase_label: PHASE_LABEL[row.phase],
  phase_note: row.phaseNote,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  updated_at: row.updatedAt,
  disconnected_at: row.disconnectedAt,
})

export const modeChangeView = (row: ModeChangeRow): z.infer<typeof ModeChangeSchema> => ({
  from: row.fromMode,
  to: row.toMode,
  reason: row.reason,
  actor: actorView(row.actor),
  requested_at: row.requestedAt,
  applied_at: row.appliedAt,
  data_from: row.dataFrom,
  purged_at: row.purgedAt,
})

export const gapView = (row: GapRow): z.infer<typeof CollectionGapSchema> => ({
  stream: row.stream,
  lost_from: row.lostFrom,
  lost_until: row.lostUntil,
  run_id: row.runId,
  noted_at: row.notedAt,
})

export const credentialView = (row: CredentialRow): z.infer<typeof CredentialSchema> => ({
  id: row.id,
  kind: row.kind,
  label: CREDENTIAL_KIND_LABEL[row.kind],
  shown: `…${row.lastFour}`,
  key_name: row.keyName,
  state: row.state,
  rejected_code: row.rejectedCode,
  rejected_at: row.rejectedAt,
  created_at: row.createdAt,
})

export function capabilityView(row: CapabilityRow): z.infer<typeof CapabilitySchema> {
  const facts = CAPABILITY_FACTS[row.capability]
  return {
    capability: row.capability,
    label: facts.label,
    plane: facts.plane,
    plane_label: PLANE_LABEL[facts.plane],
    scope: facts.scope,
    state: row.state,
    result_code: row.resultCode,
    credential_id: row.credentialId,
    detail: row.detail,
    fix_url: row.fixUrl,
    checked_at: row.checkedAt,
    since: row.since,
  }
}
