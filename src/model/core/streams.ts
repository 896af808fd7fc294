import type { AssetKind } from './assets.ts'
import type { Capability } from './capabilities.ts'
import type { CollectionMode } from './collection-mode.ts'
import type { Plane } from './planes.ts'
import type { Lane, Stage } from './runs.ts'

export const STREAM_NAMES = [
  'platform.users',
  'platform.invites',
  'platform.projects',
  'platform.project_users',
  'platform.service_accounts',
  'platform.project_keys',
  'platform.admin_keys',
  'platform.audit_logs',
  'chatgpt.users',
  'chatgpt.gpts',
  'chatgpt.gpt_configs',
  'chatgpt.gpt_shared_users',
  'chatgpt.projects',
  'chatgpt.project_configs',
  'chatgpt.project_shared_users',
  'logs.AUTH_LOG',
  'logs.AUDIT_LOG',
  'logs.CONVERSATION_MESSAGE',
] as const

/** One kind of upstream data with one cursor. */
export type StreamName = (typeof STREAM_NAMES)[number]

export type StreamRecords =
  | { readonly type: 'asset'; readonly kind: AssetKind }
  | { readonly type: 'event' }
  | { readonly type: 'message' }

export interface StreamFacts {
  readonly plane: Plane
  readonly lane: Lane
  readonly stage: Stage
  readonly capability: Capability
  readonly records: StreamRecords
  /** The stream whose assets are the parents that this one is read under, one list each. */
  readonly parent?: StreamName
  /** The least collection mode in which the stream is fetched at all. */
  readonly leastMode: CollectionMode
}

const asset = (kind: AssetKind): StreamRecords => ({ type: 'asset', kind })

/** Everything the product knows of a stream before reading it. `lane` is where its own checkpoint lives. */
export const STREAMS: Record<StreamName, StreamFacts> = {
  'platform.users': {
    plane: 'platform',
    lane: 'full',
    stage: 'directory',
    capability: 'platform.organization_read',
    records: asset('platform.user'),
    leastMode: 'none',
  },
  'platform.invites': {
    plane: 'platform',
    lane: 'full',
    stage: 'directory',
    capability: 'platform.organization_read',
    records: asset('platform.invite'),
    leastMode: 'none',
  },
  'platform.projects': {
    plane: 'platform',
    lane: 'full',
    stage: 'projects',
    capability: 'platform.project_read',
    records: asset('platform.project'),
    leastMode: 'none',
  },
  'platform.project_users': {
    plane: 'platform',
    lane: 'full',
    stage: 'projects',
    capability: 'platform.project_read',
    records: asset('platform.project_user'),
    parent: 'platform.projects',
    leastMode: 'none',
  },
  'platform.service_accounts': {
    plane: 'platform',
    lane: 'full',
    stage: 'projects',
    capability: 'platform.project_read',
    records: asset('platform.service_account'),
    parent: 'platform.projects',
    leastMode: 'none',
  },
  'platform.project_keys': {
    plane: 'platform',
    lane: 'full',
    stage: 'keys',
    capability: 'platform.project_read',
    records: asset('platform.project_key'),
    parent: 'platform.projects',
    leastMode: 'none',
  },
  'platform.admin_keys': {
    plane: 'platform',
    lane: 'full',
    stage: 'keys',
    capability: 'platform.organization_read',
    records: asset('platform.admin_key'),
    leastMode: 'none',
  },
  'platform.audit_logs': {
    plane: 'platform',
    lane: 'incremental',
    stage: 'logs',
    capability: 'platform.audit_logs_read',
    records: { type: 'event' },
    leastMode: 'none',
  },
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
  'logs.AUTH_LOG': {
    plane: 'chatgpt',
    lane: 'incremental',
    stage: 'logs',
    capability: 'chatgpt.logs.AUTH_LOG',
    records: { type: 'event' },
    leastMode: 'none',
  },
  'logs.AUDIT_LOG': {
    plane: 'chatgpt',
    lane: 'incremental',
    stage: 'logs',
    capability: 'chatgpt.logs.AUDIT_LOG',
    records: { type: 'event' },
    leastMode: 'none',
  },
  'logs.CONVERSATION_MESSAGE': {
    plane: 'chatgpt',
    lane: 'incremental',
    stage: 'logs',
    capability: 'chatgpt.logs.CONVERSATION_MESSAGE',
    records: { type: 'message' },
    leastMode: 'metadata',
  },
}

/**
 * The streams that a key check reads again, in the incremental lane, so that a full run of days
 * does not hold it up. They then have a checkpoint in each lane; the two may write the same assets
 * at once, which is safe: upserts are idempotent and a sweep spares what another run saw later.
 */
export const KEY_CHECK_STREAMS = [
  'platform.users',
  'platform.projects',
  'platform.project_keys',
  'platform.admin_keys',
] as const satisfies readonly StreamName[]
