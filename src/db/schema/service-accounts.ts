import { jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ApiScope } from '../../model/core/access.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { ServiceAccountId } from '../../model/core/ids.ts'
import { createdAt, instant } from './columns.ts'

/** Programs that use Casbah: each owns tokens, which end with it. One is never deleted, since the audit log names it. */
export const serviceAccounts = pgTable(
  'service_accounts',
  {
    id: uuid('id').$type<ServiceAccountId>().primaryKey(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    /** The most that its tokens may do. */
    scopes: text('scopes').array().$type<ApiScope[]>().notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    disabledAt: instant('disabled_at'),
    disabledBy: jsonb('disabled_by').$type<Actor>(),
  },
  (table) => [uniqueIndex('service_accounts_name').on(table.name)],
)
