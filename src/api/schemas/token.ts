import { z } from '@hono/zod-openapi'
import type { ApiToken } from '../../db/tokens/tokens.ts'
import type { ApiScope, Role } from '../../model/core/access.ts'
import { API_SCOPES, ROLES, SCOPES_OF_ROLE } from '../../model/core/access.ts'
import { ActorSchema, actorView, instant, plainText, uuid } from './common.ts'

/** Tokens of the API. What opens it is shown once, when it is made; afterwards only its first characters. */

/** Days. A token that nobody renews in a year is one that nobody remembers. */
export const LONGEST_LIFE_DAYS = 365
export const DEFAULT_LIFE_DAYS = 90
const LONGEST_NAME = 100
/** As many integrations as anybody would name one by one. */
const MOST_INTEGRATIONS = 100

const scopes = z.array(z.enum(API_SCOPES))

/** What something may do: one of these is named. */
export const access = {
  role: z.enum(ROLES).optional().openapi({ description: 'The scopes of a role …' }),
  scopes: scopes.min(1).optional().openapi({ description: '… or these.' }),
}

interface Access {
  readonly role?: Role | undefined
  readonly scopes?: readonly ApiScope[] | undefined
}

export const isOneOf = ({ role, scopes: named }: Access): boolean =>
  (role === undefined) !== (named === undefined)

export const ONE_OF = 'names either a role or scopes'

export const CreateToken = z
  .strictObject({
    name: plainText(LONGEST_NAME).openapi({ description: 'What it is for.', example: 'siem export' }),
    ...access,
    service_account_id: uuid.optional().openapi({
      description: 'Whose it is: it ends with the account, and has its scopes where none are named.',
    }),
    integration_ids: z
      .array(uuid)
      .min(1)
      .max(MOST_INTEGRATIONS)
      .nullish()
      .openapi({ description: 'It sees these alone; without them, all that the token sees that makes it.' }),
    expires_in_days: z
      .int()
      .min(1)
      .max(LONGEST_LIFE_DAYS)
      .optional()
      .openapi({
        description: `Default: ${DEFAULT_LIFE_DAYS}, or as long as the token lives that makes it.`,
      }),
  })
  .refine(
    (input) =>
      isOneOf(input) || (input.service_account_id !== undefined && !input.role && input.scopes === undefined),
    ONE_OF,
  )
  .openapi('CreateToken')

/** The scopes that were asked for, each once. */
export const scopesAsked = ({ role, scopes: named = [] }: Access): readonly ApiScope[] =>
  role === undefined ? API_SCOPES.filter((scope) => named.includes(scope)) : SCOPES_OF_ROLE[role]

export const TokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().openapi({ description: 'Its first characters.', example: 'cbh_live_1a2b3c4d' }),
    scopes,
    integration_ids: z.array(z.uuid()).nullable().openapi({ description: 'Null: all.' }),
    service_account_id: z.uuid().nullable().openapi({ description: 'Whose it is; null: whoever made it.' }),
    created_by: ActorSchema,
    created_at: instant,
    expires_at: instant.nullable(),
    last_used_at: instant.nullable().openapi({ description: 'To the minute.' }),
    revoked_at: instant.nullable(),
  })
  .openapi('Token')

export const CreatedTokenSchema = TokenSchema.extend({
  token: z.string().nullable().openapi({
    description: 'What opens the API, shown this once; null when a request is repeated.',
  }),
}).openapi('CreatedToken')

export const tokenView = (row: ApiToken): z.infer<typeof TokenSchema> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  integration_ids: row.integrationIds,
  service_account_id: row.serviceAccountId,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  expires_at: row.expiresAt,
  last_used_at: row.lastUsedAt,
  revoked_at: row.revokedAt,
})
