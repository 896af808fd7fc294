import { z } from 'zod'
import { flag, id, ignored, text, time } from './mapping/fields.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

const schema = z.looseObject({
  object: ignored,
  id,
  name: text,
  email: text,
  role: text,
  added_at: time,
  created: time,
  is_default: flag,
  is_service_account: flag,
  is_scim_managed: flag,
  is_scale_tier_authorized_purchaser: ignored,
  api_key_last_used_at: time,
  technical_level: ignored,
  developer_persona: ignored,
  user: z
    .looseObject({
      object: ignored,
      id: ignored,
      email: ignored,
      name: ignored,
      picture: ignored,
      enabled: flag,
      banned: flag,
      banned_at: time,
    })
    .nullish(),
  // The list of a user's projects; members are read under each project.
  projects: ignored,
})

export const platformUsers = listStream({
  name: 'platform.users',
  schema,
  pageSize: 100,
  list: (upstream, query) => upstream.platform('platform.organization_read').users(query),
  one: (upstream, id) => upstream.platform('platform.organization_read').user(id),
  draft: (user) => ({
    type: 'asset',
    kind: 'platform.user',
    externalId: userIdOf(user.id),
    parentId: null,
    attributes: {
      ...present(user, [
        'role',
        'added_at',
        'created',
        'is_default',
        'is_service_account',
        'is_scim_managed',
        'api_key_last_used_at',
      ]),
      ...present(user.user ?? {}, ['enabled', 'banned', 'banned_at']),
    },
    sealed: {},
    people: peopleOf({ self: personOf(user) }),
  }),
})
