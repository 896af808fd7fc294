import { configuration, configurationFields } from './mapping/definitions.ts'
import { childListStream } from './paging/list-stream.ts'

/** Every version of every ChatGPT project, the newest first; unlike a GPT's they name no author. */
export const chatgptProjectConfigs = childListStream({
  name: 'chatgpt.project_configs',
  schema: configuration,
  pageSize: 100,
  list: (upstream, projectId, query) =>
    upstream.compliance('chatgpt.projects_read').projectConfigs(projectId, query),
  draft: (config, projectId) => ({
    type: 'asset',
    kind: 'chatgpt.project_config',
    externalId: `${projectId}/${config.id}`,
    parentId: projectId,
    ...configurationFields(config),
    people: {},
  }),
})
