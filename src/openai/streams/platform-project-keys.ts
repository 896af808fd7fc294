import { z } from 'zod'
import { text } from './mapping/fields.ts'
import { KEY_ATTRIBUTES, keyFields, mapOwner } from './mapping/keys.ts'
import { present } from './mapping/present.ts'
import { childListStream } from './paging/list-stream.ts'

const schema = z.looseObject({ ...keyFields, owner_project_access: text })

export const platformProjectKeys = childListStream({
  name: 'platform.project_keys',
  schema,
  pageSize: 100,
  list: (upstream, projectId, query) =>
    upstream.platform('platform.project_read').projectKeys(projectId, query),
  draft: (key, projectId) => {
    const owner = mapOwner(key.owner)
    return {
      type: 'asset',
      kind: 'platform.project_key',
      externalId: `${projectId}/${key.id}`,
      parentId: projectId,
      attributes: { ...present(key, [...KEY_ATTRIBUTES, 'owner_project_access']), ...owner.attributes },
      sealed: {},
      people: owner.people,
    }
  },
})
