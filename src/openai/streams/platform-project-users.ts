import { z } from 'zod'
import { id, ignored, text, time } from './mapping/fields.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { childListStream } from './paging/list-stream.ts'

const schema = z.looseObject({ object: ignored, id, name: text, email: text, role: text, added_at: time })

export const platformProjectUsers = childListStream({
  name: 'platform.project_users',
  schema,
  pageSize: 100,
  list: (upstream, projectId, query) =>
    upstream.platform('platform.project_read').projectUsers(projectId, query),
  draft: (member, projectId) => ({
    type: 'asset',
    kind: 'platform.project_user',
    externalId: `${projectId}/${userIdOf(member.id)}`,
    parentId: projectId,
    attributes: present(member, ['role', 'added_at']),
    sealed: {},
    people: peopleOf({ self: personOf(member) }),
  }),
})
