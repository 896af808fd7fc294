import type { Tenant } from './tenant.ts'
import { unixFloat } from './time.ts'

export type Visibility =
  | 'invite-only'
  | 'workspace-with-link'
  | 'workspace'
  | 'anyone-with-link'
  | 'gpt-store'

export interface ActionPlan {
  readonly domain: string
  readonly auth: 'none' | 'oauth' | 'service_http'
  readonly methods: readonly ('get' | 'post' | 'delete')[]
}

export interface GptPlan {
  readonly name: string
  readonly visibility: Visibility
  readonly tools: readonly string[]
  readonly actions: readonly ActionPlan[]
  readonly files: number
}

const READ_ACTION: ActionPlan = { domain: 'api.example.com', auth: 'oauth', methods: ['get'] }
const WRITE_ACTION: ActionPlan = {
  domain: 'hooks.example.net',
  auth: 'none',
  methods: ['get', 'post', 'delete'],
}
const KEY_ACTION: ActionPlan = { domain: 'crm.example.org', auth: 'service_http', methods: ['get', 'post'] }

// Eight GPTs hold every verdict and every escalation of the five GPT rules, and the trap that a link inside the
// workspace is not public.
export const GPT_PLANS: readonly GptPlan[] = [
  { name: 'Writing helper', visibility: 'invite-only', tools: ['dall-e'], actions: [], files: 0 },
  { name: 'Order lookup', visibility: 'workspace', tools: [], actions: [READ_ACTION], files: 0 },
  {
    name: 'Ticket robot',
    visibility: 'anyone-with-link',
    tools: ['memory'],
    actions: [WRITE_ACTION],
    files: 0,
  },
  { name: 'Data analyst', visibility: 'workspace', tools: ['code_interpreter'], actions: [], files: 3 },
  { name: 'Market reader', visibility: 'invite-only', tools: ['browser'], actions: [], files: 2 },
  {
    name: 'Product expert',
    visibility: 'gpt-store',
    tools: ['dall-e'],
    actions: [KEY_ACTION, READ_ACTION],
    files: 1,
  },
  { name: 'Slogan maker', visibility: 'anyone-with-link', tools: [], actions: [], files: 0 },
  {
    name: 'Team notebook',
    visibility: 'workspace-with-link',
    tools: ['code_interpreter', 'browser'],
    actions: [],
    files: 0,
  },
]

export interface Tool {
  readonly type: string
  readonly created_at: number
  readonly action_domain?: string
  readonly action_openapi_raw?: string
  readonly action_privacy_policy_url?: string
  readonly auth_type?: string
}

function openApiOf(action: ActionPlan): string {
  const operation = (method: string) => ({
    operationId: `${method}Record`,
    summary: `${method} one record`,
    ...(method === 'get' ? {} : { 'x-openai-isConsequential': true }),
    responses: { '200': { description: 'done' } },
  })
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: `Records at ${action.domain}`, version: 'v1' },
    servers: [{ url: `https://${action.domain}` }],
    paths: {
      '/v1/records/{id}': Object.fromEntries(action.methods.map((method) => [method, operation(method)])),
    },
  })
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
    action_openapi_raw: openApiOf(action),
    action_privacy_policy_url: `https://${action.domain}/privacy`,
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
