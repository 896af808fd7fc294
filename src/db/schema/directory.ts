import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { DirectorySource, DirectoryStatus } from '../../model/core/directory.ts'
import type { DirectoryPersonId, IntegrationId } from '../../model/core/ids.ts'
import { createdAt, instant } from './columns.ts'

/**
 * The company's own directory. Its people are nobody's `people`: they come from the company and not from OpenAI, are
 * joined by address when a rule or a person asks, and go as a whole.
 */
export const directoryPeople = pgTable(
  'directory_people',
  {
    id: uuid('id').$type<DirectoryPersonId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    source: text('source').$type<DirectorySource>().notNull(),
    externalId: text('external_id').notNull(),
    /** What the identity provider calls the account; null for a file's people, and for those it has deleted. */
    userName: text('user_name'),
    /** As it was given; compared in lower case. */
    email: text('email').notNull(),
    status: text('status').$type<DirectoryStatus>().notNull(),
    managerEmail: text('manager_email'),
    department: text('department'),
    /** Null where nobody has said when. */
    leftAt: instant('left_at'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('directory_people_external').on(table.integrationId, table.source, table.externalId),
    uniqueIndex('directory_people_user_name')
      .on(table.integrationId, sql`lower(${table.userName})`)
      .where(sql`user_name is not null`),
    index('directory_people_address').on(table.integrationId, sql`lower(${table.email})`),
  ],
)
