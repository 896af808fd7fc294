import { z } from 'zod'
import type { CollectedKind } from '../../model/core/assets.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AssetDraft } from '../../model/core/records.ts'
import { flag, id, ignored, text, time } from './mapping/fields.ts'
import { peopleOf, personOf, userIdOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { childListStream, listStream } from './paging/list-stream.ts'

/** What people made in the workspace or let it keep: that it exists and how much of it, never what it says. */
const PERSONAL = 'chatgpt.personal_read'

const owned = (
  kind: CollectedKind,
  one: { readonly id: string },
  userId: string,
  attributes: JsonObject,
): AssetDraft => ({
  type: 'asset',
  kind,
  externalId: `${userId}/${one.id}`,
  parentId: userId,
  attributes,
  sealed: {},
  people: peopleOf({ owner: personOf({ id: userId }) }),
})

const memory = z.looseObject({
  object: ignored,
  id,
  memory_contexts: z
    .array(
      z.looseObject({
        object: ignored,
        id: ignored,
        memory_entries: z
          .array(z.looseObject({ object: ignored, id: ignored, content: ignored, updated_at: time }))
          .nullish(),
      }),
    )
    .nullish(),
})

export const chatgptMemories = listStream({
  name: 'chatgpt.memories',
  schema: memory,
  pageSize: 200,
  list: (upstream, query) => upstream.compliance(PERSONAL).memories(query),
  draft: (one) => {
    const contexts = one.memory_contexts ?? []
    const times = contexts.flatMap(({ memory_entries }) =>
      (memory_entries ?? []).map((entry) => entry.updated_at ?? null),
    )
    const known = times.filter((at) => at !== null)
    return {
      type: 'asset',
      kind: 'chatgpt.memory',
      externalId: userIdOf(one.id),
      parentId: null,
      attributes: {
        contexts: contexts.length,
        entries: times.length,
        newest_at: known.length === 0 ? null : Math.max(...known),
      },
      sealed: {},
      people: peopleOf({ owner: personOf({ id: one.id }) }),
    }
  },
})

export const chatgptCanvases = childListStream({
  name: 'chatgpt.canvases',
  schema: z.looseObject({ object: ignored, id }),
  pageSize: 30,
  list: (upstream, userId, query) => upstream.compliance(PERSONAL).canvases(userId, query),
  draft: (canvas, userId) => owned('chatgpt.canvas', canvas, userId, {}),
})

export const chatgptRecordings = childListStream({
  name: 'chatgpt.recordings',
  schema: z.looseObject({
    object: ignored,
    id,
    start: time,
    end: time,
    conversation_id: text,
    canvas_id: text,
  }),
  pageSize: 20,
  cursorStyle: 'next',
  list: (upstream, userId, query) => upstream.compliance(PERSONAL).recordings(userId, query),
  draft: (one, userId) =>
    owned('chatgpt.recording', one, userId, present(one, ['start', 'end', 'conversation_id', 'canvas_id'])),
})

/** Tasks that ChatGPT runs by itself at times; their title and prompt are what somebody said. */
export const chatgptAutomations = childListStream({
  name: 'chatgpt.automations',
  schema: z.looseObject({
    object: ignored,
    id,
    title: ignored,
    prompt: ignored,
    schedule: text,
    is_enabled: flag,
  }),
  pageSize: 100,
  list: (upstream, userId, query) => upstream.compliance(PERSONAL).automations(userId, query),
  draft: (one, userId) => owned('chatgpt.automation', one, userId, present(one, ['schedule', 'is_enabled'])),
})

export const chatgptLibraryFiles = childListStream({
  name: 'chatgpt.library_files',
  schema: z.looseObject({
    object: ignored,
    id,
    file_id: text,
    name: ignored,
    user_id: ignored,
    created_at: time,
    mime_type: text,
    file_size_bytes: z.number().nullish(),
    state: text,
    trashed_at: time,
    is_project: flag,
  }),
  pageSize: 200,
  cursorStyle: 'next',
  list: (upstream, userId, query) => upstream.compliance(PERSONAL).libraryFiles(userId, query),
  draft: (one, userId) =>
    owned(
      'chatgpt.library_file',
      one,
      userId,
      present(one, [
        'file_id',
        'created_at',
        'mime_type',
        'file_size_bytes',
        'state',
        'trashed_at',
        'is_project',
      ]),
    ),
})
