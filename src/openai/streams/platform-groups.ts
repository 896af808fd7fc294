import { z } from 'zod'
import { flag, id, ignored, text, time } from './mapping/fields.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { childListStream, listStream } from './paging/list-stream.ts'

const ACCESS = 'platform.access_read'
const PAGE_SIZE = 100

export const platformGroups = listStream({
  name: 'platform.groups',
  schema: z.looseObject({
    object: ignored,
    id,
    name: text,
    created_at: time,
    is_scim_managed: flag,
    group_type: text,
  }),
  pageSize: PAGE_SIZE,
  cursorStyle: 'next',
  list: (upstream, query) => upstream.platform(ACCESS).groups(query),
  draft: (group) => ({
    type: 'asset',
    kind: 'platform.group',
    externalId: group.id,
    parentId: null,
    attributes: present(group, ['name', 'created_at', 'is_scim_managed', 'group_type']),
    sealed: {},
    people: {},
  }),
})

export const platformGroupUsers = childListStream({
  name: 'platform.group_users',
  schema: z.looseObject({ object: ignored, id, name: text, email: text }),
  pageSize: PAGE_SIZE,
  cursorStyle: 'next',
  list: (upstream, groupId, query) => upstream.platform(ACCESS).groupUsers(groupId, query),
  draft: (member, groupId) => ({
    type: 'asset',
    kind: 'platform.group_member',
    externalId: `${groupId}/${userIdOf(member.id)}`,
    parentId: groupId,
    attributes: {},
    sealed: {},
    people: peopleOf({ self: personOf(member) }),
  }),
})

/** Groups that have a part in a project. */
export const platformProjectGroups = childListStream({
  name: 'platform.project_groups',
  schema: z.looseObject({
    object: ignored,
    project_id: ignored,
    group_id: id,
    group_name: text,
    group_type: text,
    created_at: time,
  }),
  pageSize: PAGE_SIZE,
  cursorStyle: 'next',
  list: (upstream, projectId, query) => upstream.platform(ACCESS).projectGroups(projectId, query),
  draft: (group, projectId) => ({
    type: 'asset',
    kind: 'platform.project_group',
    externalId: `${projectId}/${group.group_id}`,
    parentId: projectId,
    attributes: present(group, ['group_name', 'group_type', 'created_at']),
    sealed: {},
    people: {},
  }),
})
