import { z } from 'zod'
import { id, ignored, text, time } from './mapping/fields.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

const schema = z.looseObject({
  object: ignored,
  id,
  name: text,
  created_at: time,
  archived_at: time,
  status: text,
  external_key_id: text,
  residency: text,
  geography: text,
})

/** Archived projects too: their keys exist still, and a rule must know that they are archived. */
export const platformProjects = listStream({
  name: 'platform.projects',
  schema,
  pageSize: 100,
  list: (upstream, query) => upstream.platform('platform.project_read').projects(query),
  one: (upstream, id) => upstream.platform('platform.project_read').project(id),
  draft: (project) => ({
    type: 'asset',
    kind: 'platform.project',
    externalId: project.id,
    parentId: null,
    attributes: present(project, [
      'name',
      'created_at',
      'archived_at',
      'status',
      'external_key_id',
      'residency',
      'geography',
    ]),
    sealed: {},
    people: {},
  }),
})
