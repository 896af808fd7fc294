import { integer, jsonb, pgTable, uuid } from 'drizzle-orm/pg-core'
import type { Actor } from '../../model/core/actor.ts'
import type { AssignmentRoute } from '../../model/core/assignment-routes.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { instant } from './columns.ts'

/** To whom findings of an integration go. One row for the whole list: the order is half of what it says. */
export const assignmentRoutes = pgTable('assignment_routes', {
  integrationId: uuid('integration_id').$type<IntegrationId>().primaryKey(),
  /** Grows with every save, so that nobody's is overwritten unseen. */
  version: integer('version').notNull(),
  routes: jsonb('routes').$type<readonly AssignmentRoute[]>().notNull(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
  updatedBy: jsonb('updated_by').$type<Actor>().notNull(),
})
