import { z } from '@hono/zod-openapi'
import type { Exception, MatchCount } from '../../db/exceptions/list-exceptions.ts'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import type { ExceptionScope } from '../../model/core/exceptions.ts'
import { EXCEPTION_STATES } from '../../model/core/exceptions.ts'
import { revision, revisionOf } from '../revision.ts'
import {
  ActorSchema,
  actorView,
  anyRuleId,
  givenKey,
  instant,
  lines,
  orNull,
  plainText,
  uuid,
} from './common.ts'

/** Decisions to tolerate findings: what about, why, until when, and who answers for it. */

const LONGEST_REASON = 2_000
const LONGEST_OWNER = 200
const LONGEST_EXTERNAL_ID = 500
const FINGERPRINT = /^[0-9a-f]{64}$/

const reason = lines(LONGEST_REASON)
const owner = plainText(LONGEST_OWNER).openapi({ description: 'Who answers for it: a person, a team.' })
const expiresAt = z.iso.datetime({ offset: true }).nullish().openapi({
  format: 'date-time',
  description:
    'In the future, at most 400 days ahead. Null is for installations that allow exceptions without an end.',
})

export const exceptionTexts = { reason, owner, expires_at: expiresAt }

const AssetKeyInput = z
  .strictObject({ kind: z.enum(ASSET_KINDS), external_id: plainText(LONGEST_EXTERNAL_ID) })
  .openapi('AssetKey')

export const CreateException = z
  .strictObject({
    key: givenKey.nullish(),
    integration_id: uuid.nullish().openapi({
      description: 'Where it holds: an integration, or null for every one. Not needed with a fingerprint.',
    }),
    fingerprint: z
      .string()
      .regex(FINGERPRINT, 'must be a fingerprint as findings have it')
      .optional()
      .openapi({ description: 'One finding, by its fingerprint. Or:' }),
    rule_id: anyRuleId
      .optional()
      .openapi({ description: 'All findings of a rule; with an asset, its one on that.' }),
    asset: AssetKeyInput.optional().openapi({
      description: 'All findings on one asset, by its id at OpenAI.',
    }),
    ...exceptionTexts,
  })
  .superRefine((input, context) => {
    for (const [path, message] of scopeProblems(input))
      context.addIssue({ code: 'custom', path: [path], message })
  })
  .openapi('CreateException')

type CreateExceptionInput = z.output<typeof CreateException>
type ScopeInput = Pick<CreateExceptionInput, 'integration_id' | 'fingerprint' | 'rule_id' | 'asset'>

function scopeProblems(input: ScopeInput): (readonly [string, string])[] {
  const { fingerprint, rule_id, asset, integration_id } = input
  if (fingerprint !== undefined) {
    return rule_id === undefined && asset === undefined
      ? []
      : [['fingerprint', 'goes with neither rule_id nor asset']]
  }
  if (rule_id === undefined && asset === undefined) {
    return [
      ['fingerprint', 'say what it is about: a fingerprint, a rule_id, an asset, or a rule_id and an asset'],
    ]
  }
  // One that holds everywhere by oversight would hide findings that nobody has looked at.
  return integration_id === undefined
    ? [['integration_id', 'is needed: an id, or null for every integration']]
    : []
}

/** What a valid input is about. */
export function scopeOf({ fingerprint, rule_id: ruleId, asset }: ScopeInput): ExceptionScope {
  if (fingerprint !== undefined) return { by: 'finding', fingerprint }
  const key = asset && { kind: asset.kind, externalId: asset.external_id }
  if (ruleId !== undefined) return key ? { by: 'rule_and_asset', ruleId, asset: key } : { by: 'rule', ruleId }
  if (key === undefined) throw new Error('the schema lets nothing pass that is about nothing')
  return { by: 'asset', asset: key }
}

export const ChangeException = z
  .strictObject({ reason: reason.optional(), owner: owner.optional(), expires_at: expiresAt })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change')
  .openapi('ChangeException')

export const ExceptionSchema = z
  .object({
    id: z.uuid(),
    key: z.string().nullable(),
    revision,
    integration_id: z.uuid().nullable().openapi({ description: 'Null: it holds for every integration.' }),
    fingerprint: z.string().nullable(),
    finding_id: z.uuid().nullable().openapi({ description: 'The finding of the fingerprint.' }),
    rule_id: anyRuleId.nullable(),
    asset: orNull(z.object({ kind: z.enum(ASSET_KINDS), external_id: z.string() })),
    reason: z.string(),
    owner: z.string(),
    state: z.enum(EXCEPTION_STATES),
    created_by: ActorSchema,
    created_at: instant,
    expires_at: instant.nullable().openapi({ description: 'Null: it does not end.' }),
    disabled_by: orNull(ActorSchema),
    disabled_at: instant.nullable(),
    matches: z
      .object({ standing: z.int(), resolved: z.int() })
      .openapi({ description: 'Findings that it is about now, whether it is live or not.' }),
  })
  .openapi('Exception')

const onlyOnce = { description: 'Left out where a repeated request is answered: GET has it.' }

/** What a command answers: kept for a day for the sake of repetitions, and people's words are kept in one place. */
export const WrittenExceptionSchema = z
  .object({
    // Not `extend`: that is described as both, and what one requires the other cannot leave out.
    ...ExceptionSchema.shape,
    reason: z.string().optional().openapi(onlyOnce),
    owner: z.string().optional().openapi(onlyOnce),
  })
  .openapi('WrittenException')

export const exceptionRevision = ({ reason, owner, expiresAt, disabledAt }: Exception): string =>
  revisionOf({ reason, owner, expiresAt, disabledAt })

export const exceptionView = (
  row: Exception,
  matches: MatchCount | undefined,
): z.infer<typeof ExceptionSchema> => ({
  id: row.id,
  key: row.key,
  revision: exceptionRevision(row),
  integration_id: row.integrationId,
  fingerprint: row.fingerprint,
  finding_id: row.findingId,
  rule_id: row.ruleId,
  asset:
    row.assetKind === null || row.assetExternalId === null
      ? null
      : { kind: row.assetKind, external_id: row.assetExternalId },
  reason: row.reason,
  owner: row.owner,
  state: row.state,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  expires_at: row.expiresAt,
  disabled_by: row.disabledBy && actorView(row.disabledBy),
  disabled_at: row.disabledAt,
  matches: { standing: matches?.standing ?? 0, resolved: matches?.resolved ?? 0 },
})
