import type { ScimPerson } from '../../db/directory/scim-people.ts'

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

/** A person as SCIM shows one. A manager is named by id, as the RFC asks, and by address where the directory has none. */
export const userView = (person: ScimPerson, location: string): object => ({
  schemas: [USER, ENTERPRISE],
  id: person.id,
  externalId: person.externalId,
  userName: person.userName,
  active: person.status === 'active',
  emails: [{ value: person.email, type: 'work', primary: true }],
  [ENTERPRISE]: {
    ...(person.department === null ? {} : { department: person.department }),
    ...(person.managerEmail === null ? {} : { manager: { value: person.managerId ?? person.managerEmail } }),
  },
  meta: { resourceType: 'User', created: person.createdAt, lastModified: person.updatedAt, location },
})

export const listView = (
  resources: readonly object[],
  { total, startIndex }: { readonly total: number; readonly startIndex: number },
): object => ({
  schemas: [LIST],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
})

export const wholeList = (resources: readonly object[]): object =>
  listView(resources, { total: resources.length, startIndex: 1 })
