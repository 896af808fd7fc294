import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '../../model/core/access.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { SessionId, UserId } from '../../model/core/ids.ts'
import { bytea, createdAt, instant } from './columns.ts'

/** People who use Casbah, as their identity provider knows them; not people of a tenant, who are in `people`. */
export const users = pgTable(
  'users',
  {
    id: uuid('id').$type<UserId>().primaryKey(),
    /** These two are who somebody is: an address may be given to somebody else one day. */
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** For people to read; nothing is decided by them. */
    name: text('name').notNull(),
    email: text('email'),
    /** What the provider's groups last came to; null: nothing. */
    role: text('role').$type<Role>(),
    createdAt: createdAt(),
    lastSignInAt: instant('last_sign_in_at'),
    /** When a refused sign-in was last written down: one an hour at most. */
    refusalNotedAt: instant('refusal_noted_at'),
    disabledAt: instant('disabled_at'),
    disabledBy: jsonb('disabled_by').$type<Actor>(),
  },
  (table) => [uniqueIndex('users_identity').on(table.issuer, table.subject)],
)

/** Open sessions. One that ends is deleted, with the tokens in it; the audit log says why. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').$type<SessionId>().primaryKey(),
    /** Hex SHA-256 of what the cookie holds. */
    hash: text('hash').notNull(),
    /** Hex SHA-256 of the `state` that it was signed in with: a sign-in makes one session. */
    stateHash: text('state_hash').notNull(),
    userId: uuid('user_id').$type<UserId>().notNull(),
    role: text('role').$type<Role>().notNull(),
    /** Null where the provider gave none. */
    sealedRefreshToken: bytea('sealed_refresh_token'),
    /** Shown to the provider when somebody signs out. */
    sealedIdToken: bytea('sealed_id_token').notNull(),
    startedAt: instant('started_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** When the provider last said who this is. */
    checkedAt: instant('checked_at').notNull(),
    /** Until then one request, of one process, asks the provider. */
    checkingUntil: instant('checking_until'),
  },
  (table) => [
    uniqueIndex('sessions_hash').on(table.hash),
    uniqueIndex('sessions_state').on(table.stateHash),
    index('sessions_user').on(table.userId),
  ],
)
