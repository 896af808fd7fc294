import type { CollectedKind } from '../assets.ts'
import type { StreamFacts } from './facts.ts'
import { asset } from './facts.ts'

/** Streams of the ChatGPT workspace’s state: the Compliance API. */
export const CHATGPT_STREAM_NAMES = [
  'chatgpt.users',
  'chatgpt.gpts',
  'chatgpt.gpt_configs',
  'chatgpt.gpt_shared_users',
  'chatgpt.projects',
  'chatgpt.project_configs',
  'chatgpt.project_shared_users',
  'chatgpt.memories',
  'chatgpt.canvases',
  'chatgpt.recordings',
  'chatgpt.automations',
  'chatgpt.library_files',
  'chatgpt.codex_environments',
  'chatgpt.codex_tasks',
  'chatgpt.agents',
  'chatgpt.skills',
  'chatgpt.plugins',
] as const

/** What people made or let be kept: that it exists is activity, so it is read from mode `metadata` on. */
const personal = (kind: CollectedKind, parent?: 'chatgpt.users'): StreamFacts => ({
  plane: 'chatgpt',
  lane: 'full',
  stage: 'work',
  capability: 'chatgpt.personal_read',
  records: asset(kind),
  ...(parent === undefined ? {} : { parent }),
  leastMode: 'metadata',
})

/** Definitions of what works on people's behalf. */
const defined = (capability: StreamFacts['capability'], kind: CollectedKind): StreamFacts => ({
  plane: 'chatgpt',
  lane: 'full',
  stage: 'work',
  capability,
  records: asset(kind),
  leastMode: 'none',
})

export const CHATGPT_STREAMS: Record<(typeof CHATGPT_STREAM_NAMES)[number], StreamFacts> = {
  'chatgpt.users': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'directory',
    capability: 'chatgpt.directory_read',
    records: asset('chatgpt.user'),
    leastMode: 'none',
  },
  'chatgpt.gpts': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'gpts',
    capability: 'chatgpt.gpts_read',
    records: asset('chatgpt.gpt'),
    leastMode: 'none',
  },
  'chatgpt.gpt_configs': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'gpts',
    capability: 'chatgpt.gpts_read',
    records: asset('chatgpt.gpt_config'),
    parent: 'chatgpt.gpts',
    leastMode: 'none',
  },
  'chatgpt.gpt_shared_users': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'gpts',
    capability: 'chatgpt.gpts_read',
    records: asset('chatgpt.gpt_share'),
    parent: 'chatgpt.gpts',
    leastMode: 'none',
  },
  'chatgpt.projects': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'projects',
    capability: 'chatgpt.projects_read',
    records: asset('chatgpt.project'),
    leastMode: 'none',
  },
  'chatgpt.project_configs': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'projects',
    capability: 'chatgpt.projects_read',
    records: asset('chatgpt.project_config'),
    parent: 'chatgpt.projects',
    leastMode: 'none',
  },
  'chatgpt.project_shared_users': {
    plane: 'chatgpt',
    lane: 'full',
    stage: 'projects',
    capability: 'chatgpt.projects_read',
    records: asset('chatgpt.project_share'),
    parent: 'chatgpt.projects',
    leastMode: 'none',
  },
  'chatgpt.memories': personal('chatgpt.memory'),
  'chatgpt.canvases': personal('chatgpt.canvas', 'chatgpt.users'),
  'chatgpt.recordings': personal('chatgpt.recording', 'chatgpt.users'),
  'chatgpt.automations': personal('chatgpt.automation', 'chatgpt.users'),
  'chatgpt.library_files': personal('chatgpt.library_file', 'chatgpt.users'),
  'chatgpt.codex_environments': defined('chatgpt.codex_read', 'chatgpt.codex_environment'),
  'chatgpt.codex_tasks': { ...defined('chatgpt.codex_read', 'chatgpt.codex_task'), leastMode: 'metadata' },
  'chatgpt.agents': defined('chatgpt.agents_read', 'chatgpt.agent'),
  'chatgpt.skills': defined('chatgpt.agents_read', 'chatgpt.skill'),
  'chatgpt.plugins': defined('chatgpt.plugins_read', 'chatgpt.plugin'),
}
