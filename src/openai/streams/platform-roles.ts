import { z } from 'zod'
import type { CollectedKind } from '../../model/core/assets.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { UpstreamContractChanged } from '../failures.ts'
import type { ListPage, ListQuery } from '../list-page.ts'
import type { PlatformClient } from '../platform.ts'
import { flag, id, ignored, text, texts, time } from './mapping/fields.ts'
import { present } from './mapping/present.ts'
import { childListStream, listStream } from './paging/list-stream.ts'
import type { StreamReader } from './stream-reader.ts'

/** What roles allow, and who has them: directly, or through a group. Both stand at the organization and at each project. */
const ACCESS = 'platform.access_read'
const PAGE_SIZE = 100

const role = z.looseObject({
  object: ignored,
  id,
  name: text,
  description: ignored,
  permissions: texts,
  resource_type: text,
  predefined_role: flag,
})

const ROLE = ['name', 'permissions', 'resource_type', 'predefined_role'] as const

export const platformRoles = listStream({
  name: 'platform.roles',
  schema: role,
  pageSize: PAGE_SIZE,
  cursorStyle: 'next',
  list: (upstream, query) => upstream.platform(ACCESS).roles(query),
  draft: (one) => ({
    type: 'asset',
    kind: 'platform.role',
    externalId: one.id,
    parentId: null,
    attributes: present(one, ROLE),
    sealed: {},
    people: {},
  }),
})

/** The same predefined roles stand in each project's list: an asset of each project. */
export const platformProjectRoles = childListStream({
  name: 'platform.project_roles',
  schema: role,
  pageSize: PAGE_SIZE,
  cursorStyle: 'next',
  list: (upstream, projectId, query) => upstream.platform(ACCESS).projectRoles(projectId, query),
  draft: (one, projectId) => ({
    type: 'asset',
    kind: 'platform.project_role',
    externalId: `${projectId}/${one.id}`,
    parentId: projectId,
    attributes: present(one, ROLE),
    sealed: {},
    people: {},
  }),
})

const assignment = z.looseObject({
  object: ignored,
  id,
  name: text,
  description: ignored,
  permissions: texts,
  resource_type: text,
  predefined_role: flag,
  created_at: time,
  updated_at: time,
  created_by: text,
  created_by_user_obj: ignored,
  metadata: ignored,
  assignment_sources: z.array(z.looseObject({ principal_id: text, principal_type: text })).nullish(),
})

/** The roles of one principal, listed below it. */
function assignments(
  name: StreamName,
  kind: CollectedKind,
  list: (client: PlatformClient, principal: string, query: ListQuery) => Promise<ListPage>,
): StreamReader {
  return childListStream({
    name,
    schema: assignment,
    pageSize: PAGE_SIZE,
    cursorStyle: 'next',
    list: (upstream, principal, query) => list(upstream.platform(ACCESS), principal, query),
    draft: (one, principal) => ({
      type: 'asset',
      kind,
      externalId: `${principal}/${one.id}`,
      parentId: principal,
      attributes: {
        role_id: one.id,
        ...present(one, [...ROLE, 'created_at', 'updated_at', 'created_by']),
        ...(one.assignment_sources === null || one.assignment_sources === undefined
          ? {}
          : {
              assignment_sources: one.assignment_sources.map((source) =>
                present(source, ['principal_id', 'principal_type']),
              ),
            }),
      },
      sealed: {},
      people: {},
    }),
  })
}

export const platformUserRoles = assignments(
  'platform.user_roles',
  'platform.user_role',
  (client, user, query) => client.userRoles(user, query),
)

export const platformGroupRoles = assignments(
  'platform.group_roles',
  'platform.group_role',
  (client, group, query) => client.groupRoles(group, query),
)

export const platformProjectUserRoles = assignments(
  'platform.project_user_roles',
  'platform.project_user_role',
  (client, member, query) => client.projectUserRoles(...within(member), query),
)

export const platformProjectGroupRoles = assignments(
  'platform.project_group_roles',
  'platform.project_group_role',
  (client, group, query) => client.projectGroupRoles(...within(group), query),
)

/** `proj_…/user-…`: what stands in a project is known by both ids. */
function within(member: string): readonly [project: string, principal: string] {
  const [project, principal] = member.split('/')
  if (project === undefined || principal === undefined || principal === '')
    throw new UpstreamContractChanged('$ (an odd id)', 'GET /projects/{project_id}')
  return [project, principal]
}
