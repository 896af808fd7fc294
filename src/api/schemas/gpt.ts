import { z } from '@hono/zod-openapi'
import type { AssetVersion, DefinitionStanding } from '../../db/definitions/read-versions.ts'
import type { Approval } from '../../db/definitions/write-approvals.ts'
import type { DefinedAction } from '../../model/core/definitions.ts'
import {
  APPROVAL_ENDINGS,
  APPROVAL_STATES,
  BLAST_FACTORS,
  BLAST_LEVELS,
  DEFINITION_CHANGE_KINDS,
} from '../../model/core/definitions.ts'
import type { BlastRadius } from '../../rules/blast-radius.ts'
import type { DefinitionChange } from '../../rules/definition-diff.ts'
import { AssetSchema, PersonSchema } from './asset.ts'
import { ActorSchema, actorView, instant, JsonSchema, lines, orNull } from './common.ts'

/** GPTs, what they are made of, who approved that, and how far harm would reach. */

const LONGEST_REASON = 2_000
const HASH = /^[0-9a-f]{64}$/

const hash = z.string().regex(HASH, 'must be a hash as definitions have it')

const fingerprint = z.string().nullable().openapi({
  description:
    'Tells equal from different. Texts of a definition are sealed; this is keyed, and no hash of the text.',
})

const ActionSchema = z
  .object({
    host: z.string().nullable(),
    auth: z.string().nullable(),
    schema_fingerprint: fingerprint,
    servers: z.array(z.string()).nullable(),
    operations: z.int().nullable().openapi({ description: 'Null where not all could be read.' }),
  })
  .openapi('DefinedAction')

const DefinitionSchema = z
  .object({
    instructions: z.object({ length: z.int().nullable(), fingerprint }),
    tools: z.array(z.string()).nullable(),
    actions: z.array(ActionSchema).nullable(),
    files: z.array(z.string()).nullable().openapi({ description: 'Ids of knowledge files.' }),
    audience: z.object({
      visibility: z.string().nullable(),
      recipients: z.int().nullable(),
      permissions: z.array(z.string()).nullable(),
    }),
  })
  .openapi('GptDefinition', { description: 'Null is what OpenAI did not tell.' })

export const GptVersionSchema = z
  .object({
    version: z
      .int()
      .openapi({ description: '1, 2, 3 … as Casbah has seen them; each differs from the one before.' }),
    definition_hash: z.string(),
    first_seen_at: instant,
    configuration_id: z
      .string()
      .nullable()
      .openapi({ description: 'The live one at OpenAI when it was first seen.' }),
    configured_at: instant.nullable(),
    configured_by: orNull(PersonSchema).openapi({ description: 'Who made that configuration.' }),
    definition: DefinitionSchema,
  })
  .openapi('GptVersion')

export const ApprovalSchema = z
  .object({
    id: z.uuid(),
    gpt_id: z.uuid(),
    definition_hash: z.string(),
    version: z.int(),
    reason: z.string(),
    approved_by: ActorSchema,
    approved_at: instant,
    ended: z.enum(APPROVAL_ENDINGS).nullable().openapi({ description: 'Null: it is live.' }),
    ended_by: orNull(ActorSchema),
    ended_at: instant.nullable(),
    end_reason: z.string().nullable(),
  })
  .openapi('GptApproval')

const onlyOnce = { description: 'Left out where a repeated request is answered: GET has it.' }

/** What a command answers: kept for a day for the sake of repetitions, and people's words are kept in one place. */
export const WrittenApprovalSchema = z
  .object({
    // Not `extend`: that is described as both, and what one requires the other cannot leave out.
    ...ApprovalSchema.shape,
    reason: z.string().optional().openapi(onlyOnce),
    end_reason: z.string().nullable().optional().openapi(onlyOnce),
  })
  .openapi('WrittenGptApproval')

const LevelSchema = z.enum(BLAST_LEVELS)
const scoreOf = z.int().nullable().openapi({
  description: '0 to 100. Null where whom it reaches or what it can do is not known.',
})

export const BlastRadiusSchema = z
  .object({
    score: scoreOf,
    level: LevelSchema,
    path: z.array(z.string()).openapi({ description: 'In words, from who comes in to what goes out.' }),
    factors: z.array(
      z.object({
        factor: z.enum(BLAST_FACTORS),
        value: z.string(),
        points: z.int().nullable().openapi({ description: 'Null: not known, and counted neither way.' }),
        of: z.int(),
        why: z.string(),
      }),
    ),
  })
  .openapi('BlastRadius')

const DefinitionStandingSchema = z
  .object({
    version: z.int(),
    hash: z.string(),
    first_seen_at: instant,
    is_current: z.boolean().openapi({
      description: 'False where OpenAI names a newer configuration that was not read yet.',
    }),
  })
  .openapi('GptDefinitionStanding')

export const GptSchema = z
  .object({
    id: z.uuid().openapi({ description: 'As of the asset.' }),
    integration_id: z.uuid(),
    external_id: z.string(),
    name: z.string().nullable(),
    owner: orNull(PersonSchema),
    visibility: z.string().nullable(),
    deleted_at: instant.nullable(),
    definition: orNull(DefinitionStandingSchema),
    approval: z.enum(APPROVAL_STATES).openapi({
      description:
        '`changed`: approved as something else. `unread`: approved, and its newest was not read yet.',
    }),
    blast_radius: z.object({ score: scoreOf, level: LevelSchema }),
  })
  .openapi('Gpt')

export const GptDetailSchema = z
  .object({
    ...GptSchema.shape,
    live_approval: orNull(ApprovalSchema),
    current: orNull(GptVersionSchema).openapi({ description: 'The newest version.' }),
    blast_radius: BlastRadiusSchema,
    asset: AssetSchema,
  })
  .openapi('GptDetail')

export const DiffSchema = z
  .object({
    from: z.object({ version: z.int(), definition_hash: z.string() }),
    to: z.object({ version: z.int(), definition_hash: z.string() }),
    same: z.boolean(),
    changes: z.array(
      z.object({
        kind: z.enum(DEFINITION_CHANGE_KINDS),
        count: z.int().nullable().openapi({ description: 'Null where it cannot be told.' }),
        detail: JsonSchema,
      }),
    ),
  })
  .openapi('GptDiff')

export const ApproveGpt = z
  .strictObject({
    definition_hash: hash.openapi({
      description: 'Of the definition that was looked at. Another one is refused.',
    }),
    reason: lines(LONGEST_REASON),
  })
  .openapi('ApproveGpt')

export const WithdrawApproval = z
  .strictObject({ reason: lines(LONGEST_REASON) })
  .openapi('WithdrawGptApproval')

export type GptView = z.infer<typeof GptSchema>
export type GptDetailView = z.infer<typeof GptDetailSchema>
export type GptVersionView = z.infer<typeof GptVersionSchema>
export type GptDiffView = z.infer<typeof DiffSchema>
export type GptApprovalView = z.infer<typeof ApprovalSchema>
export type WrittenGptApprovalView = z.infer<typeof WrittenApprovalSchema>

export const standingView = ({
  newest,
  isRead,
}: DefinitionStanding): z.infer<typeof DefinitionStandingSchema> | null =>
  newest && {
    version: newest.no,
    hash: newest.definitionHash,
    first_seen_at: newest.firstSeenAt,
    is_current: isRead,
  }

const actionView = ({ host, auth, schema, reading }: DefinedAction): z.infer<typeof ActionSchema> => ({
  host,
  auth,
  schema_fingerprint: schema,
  servers: reading.servers && [...reading.servers],
  operations: reading.operations?.length ?? null,
})

export function versionView(row: AssetVersion, author: z.infer<typeof PersonSchema> | null): GptVersionView {
  const { instructions, tools, actions, files, audience } = row.definition
  const { visibility, recipients, permissions } = audience
  return {
    version: row.no,
    definition_hash: row.definitionHash,
    first_seen_at: row.firstSeenAt,
    configuration_id: row.configurationId,
    configured_at: row.configuredAt,
    configured_by: author,
    definition: {
      instructions: { length: instructions.length, fingerprint: instructions.fingerprint },
      tools: tools && [...tools],
      actions: actions === null ? null : actions.map(actionView),
      files: files && [...files],
      audience: { visibility, recipients, permissions: permissions && [...permissions] },
    },
  }
}

export const approvalView = (row: Approval): GptApprovalView => ({
  id: row.id,
  gpt_id: row.assetId,
  definition_hash: row.definitionHash,
  version: row.versionNo,
  reason: row.reason,
  approved_by: actorView(row.approvedBy),
  approved_at: row.approvedAt,
  ended: row.ended,
  ended_by: row.endedBy && actorView(row.endedBy),
  ended_at: row.endedAt,
  end_reason: row.endReason,
})

export const blastView = ({
  score,
  level,
  path,
  factors,
}: BlastRadius): z.infer<typeof BlastRadiusSchema> => ({
  score,
  level,
  path: [...path],
  factors: factors.map(({ path: _path, ...factor }) => factor),
})

export const diffView = (
  from: AssetVersion,
  to: AssetVersion,
  changes: readonly DefinitionChange[],
): GptDiffView => ({
  from: { version: from.no, definition_hash: from.definitionHash },
  to: { version: to.no, definition_hash: to.definitionHash },
  same: from.definitionHash === to.definitionHash,
  changes: changes.map((change) => ({ ...change })),
})
