import type { ActionPlan } from './action-schemas.ts'
import {
  BROAD_SCHEMA,
  BROKEN_SCHEMA,
  INSECURE_SCHEMA,
  SWAGGER_SCHEMA,
  VENDOR,
  YAML_SCHEMA,
} from './action-schemas.ts'
import type { Condition } from './conditions.ts'
import { isPlanted } from './conditions.ts'
import type { Tenant } from './tenant.ts'

export type Visibility =
  | 'invite-only'
  | 'workspace-with-link'
  | 'workspace'
  | 'anyone-with-link'
  | 'gpt-store'

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
export const DEMO_PLANS: readonly GptPlan[] = [
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

/** What no rule minds. */
const CLEAN_PLANS: readonly GptPlan[] = [
  { name: 'Writing helper', visibility: 'invite-only', tools: ['dall-e'], actions: [], files: 0 },
  { name: 'House style', visibility: 'workspace', tools: [], actions: [], files: 0 },
]

const PLAIN: Omit<GptPlan, 'name'> = { visibility: 'invite-only', tools: [], actions: [], files: 0 }
const VENDOR_ACTION: ActionPlan = { domain: VENDOR, auth: 'oauth', methods: ['get'] }
const described = (schema: string): Omit<GptPlan, 'name'> => ({
  ...PLAIN,
  actions: [{ ...VENDOR_ACTION, schema }],
})

type GptCondition = Extract<Condition, `gpt.${string}`>

const PLANTED_PLANS: { readonly [C in GptCondition]: GptPlan } = {
  'gpt.custom_actions': { ...PLAIN, name: 'Record reader', actions: [VENDOR_ACTION] },
  'gpt.code_interpreter': { ...PLAIN, name: 'Number cruncher', tools: ['code_interpreter'] },
  'gpt.web_browsing': { ...PLAIN, name: 'Page reader', tools: ['browser'] },
  'gpt.public_store': { ...PLAIN, name: 'Shop window', visibility: 'gpt-store' },
  'gpt.public_link': { ...PLAIN, name: 'Open door', visibility: 'anyone-with-link' },
  'gpt.broad_internal_link': { ...PLAIN, name: 'Corridor', visibility: 'workspace-with-link' },
  'gpt.risky_combination': {
    ...PLAIN,
    name: 'Researcher',
    tools: ['browser'],
    actions: [VENDOR_ACTION],
    files: 1,
  },
  'gpt.audience_too_wide': {
    ...PLAIN,
    name: 'Record reader for all',
    visibility: 'workspace',
    actions: [VENDOR_ACTION],
  },
  'gpt.action_broad': { name: 'Everything', ...described(BROAD_SCHEMA) },
  'gpt.action_insecure': {
    ...PLAIN,
    name: 'Record writer',
    actions: [
      {
        domain: VENDOR,
        auth: 'none',
        methods: ['post'],
        schema: INSECURE_SCHEMA,
        withoutPrivacyPolicy: true,
      },
    ],
  },
  'gpt.action_yaml': { name: 'YAML reader', ...described(YAML_SCHEMA) },
  'gpt.action_swagger2': { name: 'Swagger reader', ...described(SWAGGER_SCHEMA) },
  'gpt.action_broken': { name: 'Half a reader', ...described(BROKEN_SCHEMA) },
}

export const GPT_CONDITIONS = Object.keys(PLANTED_PLANS) as readonly GptCondition[]

/**
 * Planted GPTs are the first, in the order of their conditions: there are more conditions than a small tenant has GPTs,
 * and whatever is asked for should fit. So which GPT has a condition depends on what else is planted.
 */
const plantedIn = (tenant: Tenant): readonly GptCondition[] =>
  GPT_CONDITIONS.filter((condition) => isPlanted(tenant, condition))

export const plantedGpt = (tenant: Tenant, condition: GptCondition): number =>
  plantedIn(tenant).indexOf(condition)

export function chosenPlan(tenant: Tenant, g: number): GptPlan {
  const condition = plantedIn(tenant)[g]
  return condition === undefined ? (CLEAN_PLANS[g % CLEAN_PLANS.length] as GptPlan) : PLANTED_PLANS[condition]
}
