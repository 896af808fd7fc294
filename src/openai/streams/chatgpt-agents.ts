import { z } from 'zod'
import { id, ignored, text, texts, time } from './mapping/fields.ts'
import { peopleOf, personOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

/** What works on people's behalf in the workspace: published agents, skills, plugins. */
const AGENTS_PER_PAGE = 50
const PLUGINS_PER_PAGE = 100
const SKILLS_PER_PAGE = 100

export const chatgptAgents = listStream({
  name: 'chatgpt.agents',
  schema: z.looseObject({
    object: ignored,
    id,
    name: text,
    status: text,
    owner_id: text,
    owner_email: text,
    created_at: time,
    updated_at: time,
  }),
  pageSize: AGENTS_PER_PAGE,
  cursorStyle: 'next',
  list: (upstream, query) => upstream.compliance('chatgpt.agents_read').agents(query),
  draft: (agent) => ({
    type: 'asset',
    kind: 'chatgpt.agent',
    externalId: agent.id,
    parentId: null,
    attributes: present(agent, ['name', 'status', 'created_at', 'updated_at']),
    sealed: {},
    people: peopleOf({ owner: personOf({ id: agent.owner_id, email: agent.owner_email }) }),
  }),
})

export const chatgptSkills = listStream({
  name: 'chatgpt.skills',
  schema: z.looseObject({
    object: ignored,
    id,
    name: text,
    description: text,
    created_at: time,
    updated_at: time,
    creator: text,
    original_product_surface: text,
    files: texts,
  }),
  pageSize: SKILLS_PER_PAGE,
  cursorStyle: 'next',
  list: (upstream, query) => upstream.compliance('chatgpt.agents_read').skills(query),
  draft: (skill) => ({
    type: 'asset',
    kind: 'chatgpt.skill',
    externalId: skill.id,
    parentId: null,
    attributes: present(skill, ['name', 'created_at', 'updated_at', 'original_product_surface', 'files']),
    sealed: present(skill, ['description']),
    people: peopleOf({ creator: personOf({ id: skill.creator }) }),
  }),
})

const release = z.looseObject({ id: text, version: text, display_name: ignored, description: text }).nullish()

export const chatgptPlugins = listStream({
  name: 'chatgpt.plugins',
  schema: z.looseObject({
    object: ignored,
    id,
    name: text,
    // ISO here, unlike elsewhere in the workspace.
    created_at: z.union([z.string(), z.number()]).nullish(),
    scope: text,
    workspace_id: ignored,
    creator_account_user_id: text,
    marketplace_name: text,
    discoverability: text,
    status: text,
    installation_policy: text,
    authentication_policy: text,
    current_release: release,
  }),
  pageSize: PLUGINS_PER_PAGE,
  cursorStyle: 'next',
  list: (upstream, query) => upstream.compliance('chatgpt.plugins_read').plugins(query),
  draft: (plugin) => ({
    type: 'asset',
    kind: 'chatgpt.plugin',
    externalId: plugin.id,
    parentId: null,
    attributes: {
      ...present(plugin, [
        'name',
        'created_at',
        'scope',
        'marketplace_name',
        'discoverability',
        'status',
        'installation_policy',
        'authentication_policy',
      ]),
      ...(plugin.current_release
        ? {
            release_id: plugin.current_release.id ?? null,
            release_version: plugin.current_release.version ?? null,
          }
        : {}),
    },
    sealed: plugin.current_release ? present(plugin.current_release, ['description']) : {},
    people: peopleOf({ creator: personOf({ id: plugin.creator_account_user_id }) }),
  }),
})
