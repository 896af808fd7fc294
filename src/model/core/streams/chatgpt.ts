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
] as const

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
}
