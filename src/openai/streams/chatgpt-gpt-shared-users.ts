import { workspaceUser, workspaceUserAttributes } from './chatgpt-users.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { childListStream } from './paging/list-stream.ts'

/** Direct shares only; the route takes no page size. */
export const chatgptGptSharedUsers = childListStream({
  name: 'chatgpt.gpt_shared_users',
  schema: workspaceUser,
  list: (upstream, gptId, query) => upstream.compliance('chatgpt.gpts_read').gptSharedUsers(gptId, query),
  draft: (user, gptId) => ({
    type: 'asset',
    kind: 'chatgpt.gpt_share',
    externalId: `${gptId}/${userIdOf(user.id)}`,
    parentId: gptId,
    attributes: workspaceUserAttributes(user),
    sealed: {},
    people: peopleOf({ self: personOf(user) }),
  }),
})
