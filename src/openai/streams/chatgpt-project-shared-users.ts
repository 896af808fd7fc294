import { workspaceUser, workspaceUserAttributes } from './chatgpt-users.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { childListStream } from './paging/list-stream.ts'

/** Direct shares only; the route takes no page size. */
export const chatgptProjectSharedUsers = childListStream({
  name: 'chatgpt.project_shared_users',
  schema: workspaceUser,
  list: (upstream, projectId, query) =>
    upstream.compliance('chatgpt.projects_read').projectSharedUsers(projectId, query),
  draft: (user, projectId) => ({
    type: 'asset',
    kind: 'chatgpt.project_share',
    externalId: `${projectId}/${userIdOf(user.id)}`,
    parentId: projectId,
    attributes: workspaceUserAttributes(user),
    sealed: {},
    people: peopleOf({ self: personOf(user) }),
  }),
})
