import { z } from 'zod'
import { id, ignored, text, time } from './mapping/fields.ts'
import { present } from './mapping/present.ts'
import { childListStream } from './paging/list-stream.ts'

const schema = z.looseObject({ object: ignored, id, name: text, role: text, created_at: time })

export const platformServiceAccounts = childListStream({
  name: 'platform.service_accounts',
  schema,
  pageSize: 100,
  list: (upstream, projectId, query) =>
    upstream.platform('platform.project_read').serviceAccounts(projectId, query),
  draft: (account, projectId) => ({
    type: 'asset',
    kind: 'platform.service_account',
    externalId: `${projectId}/${account.id}`,
    parentId: projectId,
    attributes: present(account, ['name', 'role', 'created_at']),
    sealed: {},
    people: {},
  }),
})
