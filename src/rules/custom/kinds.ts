import type { StreamName } from '../../model/core/streams.ts'

/**
 * Kinds of asset that a custom rule may judge, and the streams that each stands on. They are those that built-in rules
 * judge too, so that a run which judges them judges custom rules beside.
 */
export const CUSTOM_KINDS = {
  'platform.user': ['platform.users'],
  'platform.invite': ['platform.invites'],
  'platform.project': ['platform.projects', 'platform.project_settings'],
  'platform.project_key': ['platform.projects', 'platform.project_keys'],
  'platform.admin_key': ['platform.admin_keys'],
  'platform.service_account': ['platform.projects', 'platform.service_accounts'],
  'chatgpt.user': ['chatgpt.users'],
  'chatgpt.gpt': ['chatgpt.gpts', 'chatgpt.gpt_configs'],
  'chatgpt.agent': ['chatgpt.agents'],
} as const satisfies Record<string, readonly StreamName[]>

export type CustomKind = keyof typeof CUSTOM_KINDS
export const CUSTOM_KIND_NAMES = Object.keys(CUSTOM_KINDS) as readonly CustomKind[] as readonly [
  CustomKind,
  ...CustomKind[],
]

/** What hangs on an asset of a kind and is offered as one of its attributes. */
export const CUSTOM_PARTS = {
  'chatgpt.gpt': { name: 'configuration', kind: 'chatgpt.gpt_config' },
  'platform.project': { name: 'settings', kind: 'platform.project_settings' },
} as const
