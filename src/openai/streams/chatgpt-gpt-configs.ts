import { configuration, configurationFields } from './mapping/definitions.ts'
import { peopleOf, personOf } from './mapping/people.ts'
import { childListStream } from './paging/list-stream.ts'

/** Every version of every GPT, the newest first. */
export const chatgptGptConfigs = childListStream({
  name: 'chatgpt.gpt_configs',
  schema: configuration,
  pageSize: 100,
  list: (upstream, gptId, query) => upstream.compliance('chatgpt.gpts_read').gptConfigs(gptId, query),
  draft: (config, gptId) => ({
    type: 'asset',
    kind: 'chatgpt.gpt_config',
    externalId: `${gptId}/${config.id}`,
    parentId: gptId,
    ...configurationFields(config),
    people: peopleOf({ author: personOf(config.version_author ?? {}) }),
  }),
})
