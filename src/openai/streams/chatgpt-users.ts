import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import { id, ignored, text, time } from './mapping/fields.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

/** A member of the workspace, in the directory and wherever a thing is shared with people. */
export const workspaceUser = z.looseObject({
  object: ignored,
  id,
  email: text,
  name: text,
  created_at: time,
  role: text,
  status: text,
})
export type WorkspaceUser = z.infer<typeof workspaceUser>

export const workspaceUserAttributes = (user: WorkspaceUser): JsonObject =>
  present(user, ['created_at', 'role', 'status'])

export const chatgptUsers = listStream({
  name: 'chatgpt.users',
  schema: workspaceUser,
  pageSize: 200,
  list: (upstream, query) => upstream.compliance('chatgpt.directory_read').users(query),
  draft: (user) => ({
    type: 'asset',
    kind: 'chatgpt.user',
    externalId: userIdOf(user.id),
    parentId: null,
    attributes: workspaceUserAttributes(user),
    sealed: {},
    people: peopleOf({ self: personOf(user) }),
  }),
})
