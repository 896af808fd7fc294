import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import { flag, id, ignored, text, texts, time } from './mapping/fields.ts'
import { peopleOf, personOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

const CODEX = 'chatgpt.codex_read'
const PAGE_SIZE = 30

const named = z.record(z.string(), z.unknown()).nullish()

const environment = z.looseObject({
  object: ignored,
  id,
  created_at: time,
  machine_id: ignored,
  label: text,
  description: text,
  workspace_dir: text,
  is_pinned: flag,
  repos: texts,
  setup: ignored,
  repo_map: ignored,
  env_vars: named,
  secrets: named,
  task_count: z.number().nullish(),
  creator_id: text,
  share_settings: text,
})

/** What a shell takes for a variable's name. Whatever else stands there is somebody's text, and only counted. */
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

/** Of variables and secrets the names: a value may be a secret whatever upstream calls it. */
function namesOf(values: z.infer<typeof named>, of: 'env_var' | 'secret'): JsonObject {
  if (values === null || values === undefined) return {}
  const names = Object.keys(values)
  const legible = names.filter((name) => VARIABLE_NAME.test(name)).sort()
  const others = names.length - legible.length
  return { [`${of}_names`]: legible, ...(others === 0 ? {} : { [`${of}s_oddly_named`]: others }) }
}

export const chatgptCodexEnvironments = listStream({
  name: 'chatgpt.codex_environments',
  schema: environment,
  pageSize: PAGE_SIZE,
  cursorStyle: 'last_item',
  list: (upstream, query) => upstream.compliance(CODEX).codexEnvironments(query),
  draft: (one) => ({
    type: 'asset',
    kind: 'chatgpt.codex_environment',
    externalId: one.id,
    parentId: null,
    attributes: {
      ...present(one, ['created_at', 'is_pinned', 'repos', 'task_count', 'share_settings']),
      ...namesOf(one.env_vars, 'env_var'),
      ...namesOf(one.secrets, 'secret'),
    },
    sealed: present(one, ['label', 'description', 'workspace_dir']),
    people: peopleOf({ creator: personOf({ id: one.creator_id }) }),
  }),
})

export const chatgptCodexTasks = listStream({
  name: 'chatgpt.codex_tasks',
  schema: z.looseObject({
    object: ignored,
    id,
    created_at: time,
    updated_at: time,
    created_by_id: text,
    title: ignored,
    denormalized_metadata: ignored,
  }),
  pageSize: PAGE_SIZE,
  cursorStyle: 'next',
  list: (upstream, query) => upstream.compliance(CODEX).codexTasks(query),
  draft: (task) => ({
    type: 'asset',
    kind: 'chatgpt.codex_task',
    externalId: task.id,
    parentId: null,
    attributes: present(task, ['created_at', 'updated_at']),
    sealed: {},
    people: peopleOf({ creator: personOf({ id: task.created_by_id }) }),
  }),
})
