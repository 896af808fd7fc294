import { z } from 'zod'
import { definitionAttributes, definitionFields, definitionSealed } from './mapping/definitions.ts'
import { peopleOf, personOf } from './mapping/people.ts'
import { listStream } from './paging/list-stream.ts'

export const chatgptGpts = listStream({
  name: 'chatgpt.gpts',
  schema: z.looseObject(definitionFields),
  pageSize: 100,
  list: (upstream, query) => upstream.compliance('chatgpt.gpts_read').gpts(query),
  one: (upstream, id) => upstream.compliance('chatgpt.gpts_read').gpt(id),
  draft: (gpt) => ({
    type: 'asset',
    kind: 'chatgpt.gpt',
    externalId: gpt.id,
    parentId: null,
    attributes: definitionAttributes(gpt),
    sealed: definitionSealed(gpt),
    people: peopleOf({ owner: personOf({ id: gpt.owner_id, email: gpt.owner_email }) }),
  }),
})
