import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Answer, CallOptions, TestApi } from './api.ts'
import { startTestApi } from './api.ts'
import type { SeededTenant } from './api-fixtures.ts'
import { seededTenant } from './api-fixtures.ts'
import type { FreshDatabase } from './postgres.ts'
import { freshDatabase } from './postgres.ts'

/** The API's routes of assignment over a database of its own; each test has a tenant with findings that are nobody's. */
export function assignmentRoutesBench() {
  let fresh: FreshDatabase
  let api: TestApi
  let tenant: SeededTenant
  beforeAll(async () => {
    fresh = await freshDatabase()
    api = await startTestApi(fresh.database)
  })
  afterAll(async () => {
    await api?.close()
    await fresh?.drop()
  })
  beforeEach(async () => {
    tenant = await seededTenant(fresh.database)
  })
  const path = (rest = '') => `/api/v1/integrations/${tenant.integrationId}/assignment-routes${rest}`
  return {
    get fresh() {
      return fresh
    },
    get api() {
      return api
    },
    get tenant() {
      return tenant
    },
    path,
    read: (options: CallOptions = {}): Promise<Answer> => api.call('GET', path(), options),
    put: (body: object, options: CallOptions = {}): Promise<Answer> =>
      api.call('PUT', path(), { body, ...options }),
    preview: (routes: readonly object[], options: CallOptions = {}): Promise<Answer> =>
      api.call('POST', path('/preview'), { body: { routes }, ...options }),
    /** Findings, by id. */
    rows: () => fresh.database.sql<{ id: string; ruleId: string; assignee: string | null }[]>`
      select id, rule_id as "ruleId", assignee from findings
      where integration_id = ${tenant.integrationId} order by id`,
  }
}

export const KEYS = { name: 'Keys', match: { categories: ['API keys'] }, assignee: 'platform@example.com' }
export const REST = { name: 'The rest', assignee: 'secops' }
