import { schemaOf } from './action-schemas.ts'
import type { GptPlan } from './gpt-plans.ts'
import type { Tenant } from './tenant.ts'
import { unixFloat } from './time.ts'

export interface Tool {
  readonly type: string
  readonly created_at: number
  readonly action_domain?: string
  readonly action_openapi_raw?: string
  readonly action_privacy_policy_url?: string
  readonly auth_type?: string
}

/** The tools of a configuration. `withAuth` is off for ChatGPT projects, whose tools have no such field. */
export function toolsOf(
  plan: Pick<GptPlan, 'tools' | 'actions'>,
  created: number,
  withAuth: boolean,
): Tool[] {
  const created_at = unixFloat(created)
  const plain = plan.tools.map((type) => ({ type, created_at }))
  const custom = plan.actions.map((action) => ({
    type: 'custom_action',
    created_at,
    action_domain: action.domain,
    action_openapi_raw: schemaOf(action),
    ...(action.withoutPrivacyPolicy ? {} : { action_privacy_policy_url: `https://${action.domain}/privacy` }),
    ...(withAuth ? { auth_type: action.auth } : {}),
  }))
  return [...plain, ...custom]
}

export type LinkMaker = (fileId: string) => string

export interface ViewOptions {
  readonly tenant: Tenant
  /** How files are shown: ids alone, or with a link that this makes. */
  readonly link: LinkMaker | null
}
