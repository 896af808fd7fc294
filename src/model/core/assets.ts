export const ASSET_KINDS = [
  'platform.user',
  'platform.invite',
  'platform.project',
  'platform.project_user',
  'platform.service_account',
  'platform.project_key',
  'platform.admin_key',
  'chatgpt.user',
  'chatgpt.gpt',
  'chatgpt.gpt_config',
  'chatgpt.gpt_share',
  'chatgpt.project',
  'chatgpt.project_config',
  'chatgpt.project_share',
] as const

/** A kind of thing that exists upstream now. */
export type AssetKind = (typeof ASSET_KINDS)[number]

export const ASSET_KIND_LABEL: Record<AssetKind, string> = {
  'platform.user': 'Platform user',
  'platform.invite': 'Platform invite',
  'platform.project': 'Platform project',
  'platform.project_user': 'Platform project member',
  'platform.service_account': 'Service account',
  'platform.project_key': 'Project API key',
  'platform.admin_key': 'Admin API key',
  'chatgpt.user': 'ChatGPT user',
  'chatgpt.gpt': 'GPT',
  'chatgpt.gpt_config': 'GPT configuration',
  'chatgpt.gpt_share': 'GPT share',
  'chatgpt.project': 'ChatGPT project',
  'chatgpt.project_config': 'ChatGPT project configuration',
  'chatgpt.project_share': 'ChatGPT project share',
}
