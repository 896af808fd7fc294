import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import { definitionAttributes, definitionFields, definitionSealed } from './mapping/definitions.ts'
import { id, ignored, listed, text, time } from './mapping/fields.ts'
import { peopleOf, personOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

const connectorScope = z.looseObject({
  object: ignored,
  id,
  connector_type: text,
  scope_type: text,
  canonical_handle: text,
  original_url: text,
  display_name: text,
  created_by: ignored,
  created_at: time,
  last_sync_status: text,
  connector_files: ignored,
})
type ConnectorScope = z.infer<typeof connectorScope>

const schema = z.looseObject({ ...definitionFields, connector_scopes: listed(connectorScope) })

export const chatgptProjects = listStream({
  name: 'chatgpt.projects',
  schema,
  pageSize: 100,
  list: (upstream, query) => upstream.compliance('chatgpt.projects_read').projects(query),
  one: (upstream, id) => upstream.compliance('chatgpt.projects_read').project(id),
  draft: (project) => {
    const scopes = project.connector_scopes
    return {
      type: 'asset',
      kind: 'chatgpt.project',
      externalId: project.id,
      parentId: null,
      attributes: {
        ...definitionAttributes(project),
        ...(scopes === null ? {} : { connector_scopes: scopes.map(scopeAttributes) }),
      },
      sealed: {
        ...definitionSealed(project),
        ...(scopes === null || scopes.length === 0 ? {} : { connector_scopes: scopes.map(scopeSealed) }),
      },
      people: peopleOf({ owner: personOf({ id: project.owner_id, email: project.owner_email }) }),
    }
  },
})

const scopeAttributes = (scope: ConnectorScope): JsonObject =>
  present(scope, ['id', 'connector_type', 'scope_type', 'created_at', 'last_sync_status'])

/** Names and addresses of what is connected: a channel's or a folder's name is the customer's text. */
const scopeSealed = (scope: ConnectorScope): JsonObject =>
  present(scope, ['id', 'canonical_handle', 'original_url', 'display_name'])
