import { z } from '@hono/zod-openapi'
import type { OpenSession } from '../../db/sessions/sessions.ts'
import type { NamedToken } from '../../db/tokens/tokens-of-user.ts'
import type { ListedUser } from '../../db/users/users.ts'
import { API_SCOPES, ROLES, SCOPES_OF_ROLE } from '../../model/core/access.ts'
import { SESSION_IDLE_MS } from '../../model/core/sessions.ts'
import { ActorSchema, actorView, instant, orNull } from './common.ts'

/** People who use Casbah, and the one who asks. */

export const UserSchema = z
  .object({
    id: z.uuid(),
    name: z.string().openapi({ description: 'As the identity provider says it.' }),
    email: z.string().nullable(),
    role: z
      .enum(ROLES)
      .nullable()
      .openapi({ description: 'What their groups last came to; null: nothing, they are refused.' }),
    issuer: z.string(),
    subject: z.string().openapi({ description: 'Who they are to the issuer.' }),
    created_at: instant.openapi({ description: 'When they first came.' }),
    last_sign_in_at: instant.nullable(),
    sessions: z.int().openapi({ description: 'That are open now.' }),
    disabled_at: instant.nullable(),
    disabled_by: orNull(ActorSchema),
  })
  .openapi('User')

export const UserDetailSchema = UserSchema.extend({
  tokens: z
    .array(z.object({ id: z.uuid(), name: z.string(), prefix: z.string() }))
    .openapi({ description: 'Usable ones that they made, and that these made: revoked with them.' }),
}).openapi('UserDetail')

export const ChangeUser = z
  .strictObject({
    disabled: z
      .boolean()
      .openapi({ description: 'True ends their sessions at once and lets no other begin.' }),
    keep_tokens: z.boolean().optional().openapi({
      description:
        'With disabled: true; leaves the tokens as they are that they made, and that these made. Otherwise those are revoked.',
    }),
  })
  .refine(({ disabled, keep_tokens: keep }) => disabled || keep === undefined, {
    message: 'is for disabling: what was revoked is not brought back',
    path: ['keep_tokens'],
  })
  .openapi('ChangeUser')

export const MyselfSchema = z
  .object({
    kind: z.literal('user'),
    id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(ROLES),
    scopes: z.array(z.enum(API_SCOPES)),
    integration_ids: z.array(z.uuid()).nullable().openapi({ description: 'Null: all.' }),
    session: z.object({
      started_at: instant,
      ends_at: instant.openapi({ description: 'Whatever is done.' }),
      idle_at: instant.openapi({ description: 'When it ends without another request; to the minute.' }),
    }),
  })
  .openapi('Myself')

export const userView = (row: ListedUser): z.infer<typeof UserSchema> => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  issuer: row.issuer,
  subject: row.subject,
  created_at: row.createdAt,
  last_sign_in_at: row.lastSignInAt,
  sessions: row.sessions,
  disabled_at: row.disabledAt,
  disabled_by: row.disabledBy && actorView(row.disabledBy),
})

export const userDetailView = (
  row: ListedUser,
  tokens: readonly NamedToken[],
): z.infer<typeof UserDetailSchema> => ({ ...userView(row), tokens: [...tokens] })

export const myselfView = ({ session, user }: OpenSession): z.infer<typeof MyselfSchema> => ({
  kind: 'user',
  id: user.id,
  name: user.name,
  email: user.email,
  role: session.role,
  scopes: [...SCOPES_OF_ROLE[session.role]],
  integration_ids: null,
  session: {
    started_at: session.startedAt,
    ends_at: session.endsAt,
    idle_at: new Date(Date.parse(session.lastSeenAt) + SESSION_IDLE_MS).toISOString(),
  },
})
