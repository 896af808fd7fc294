import type OpenAI from 'openai'

/**
 * The routes below `/organization/usage`, and what each is asked to be grouped by: of what it offers, who used which
 * key, in which project, with which model. Finer ones (size, tier, batch) would multiply the rows and say nothing of
 * access.
 */

type Usage = OpenAI['admin']['organization']['usage']
type Options = Parameters<Usage['completions']>[1]
type Raw = Pick<ReturnType<Usage['completions']>, 'asResponse'>

export interface DailyParams {
  readonly start_time: number
  readonly end_time?: number
  readonly bucket_width: '1d'
  readonly limit: number
  readonly page?: string
}

const BY_KEY = ['project_id', 'user_id', 'api_key_id', 'model'] as const
const BY_KEY_ONLY = ['project_id', 'user_id', 'api_key_id'] as const
const BY_PROJECT = ['project_id'] as const

export const USAGE_DIMENSIONS = {
  completions: BY_KEY,
  embeddings: BY_KEY,
  moderations: BY_KEY,
  images: BY_KEY,
  audio_speeches: BY_KEY,
  audio_transcriptions: BY_KEY,
  web_search_calls: BY_KEY,
  file_search_calls: BY_KEY_ONLY,
  vector_stores: BY_PROJECT,
  code_interpreter_sessions: BY_PROJECT,
} as const
export type UsageEndpoint = keyof typeof USAGE_DIMENSIONS
export const USAGE_ENDPOINTS = Object.keys(USAGE_DIMENSIONS) as readonly UsageEndpoint[]

export const COST_DIMENSIONS = ['project_id', 'api_key_id', 'line_item'] as const

export const USAGE_CALLS: Record<
  UsageEndpoint,
  (usage: Usage, params: DailyParams, options: Options) => Raw
> = {
  completions: (usage, params, options) => usage.completions({ ...params, group_by: [...BY_KEY] }, options),
  embeddings: (usage, params, options) => usage.embeddings({ ...params, group_by: [...BY_KEY] }, options),
  moderations: (usage, params, options) => usage.moderations({ ...params, group_by: [...BY_KEY] }, options),
  images: (usage, params, options) => usage.images({ ...params, group_by: [...BY_KEY] }, options),
  audio_speeches: (usage, params, options) =>
    usage.audioSpeeches({ ...params, group_by: [...BY_KEY] }, options),
  audio_transcriptions: (usage, params, options) =>
    usage.audioTranscriptions({ ...params, group_by: [...BY_KEY] }, options),
  web_search_calls: (usage, params, options) =>
    usage.webSearchCalls({ ...params, group_by: [...BY_KEY] }, options),
  file_search_calls: (usage, params, options) =>
    usage.fileSearchCalls({ ...params, group_by: [...BY_KEY_ONLY] }, options),
  vector_stores: (usage, params, options) =>
    usage.vectorStores({ ...params, group_by: [...BY_PROJECT] }, options),
  code_interpreter_sessions: (usage, params, options) =>
    usage.codeInterpreterSessions({ ...params, group_by: [...BY_PROJECT] }, options),
}
