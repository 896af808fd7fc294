import { person } from '../tenant/people.ts'
import { hashOf, pickBy, saltOf, uuidOf } from '../tenant/prng.ts'
import { activePerson } from '../tenant/standing.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { marked, sentences } from '../tenant/texts.ts'
import { isoMicros } from '../tenant/time.ts'
import type { Timeline } from '../tenant/timeline.ts'
import type { LogRecord, WorkType } from './types.ts'

// What apps, Codex and workspace agents did, and what it cost. Shapes are those of spec 2.5.3; `CODEX_TURN` is known
// from clients' code only.

export interface WorkContext {
  readonly tenant: Tenant
  readonly timeline: Timeline
  readonly canary: string | null
}

interface Scene extends WorkContext {
  readonly n: number
  readonly hash: number
}

/** Events a day of each type, for a workspace of this size. */
export function workRates({ users, messagesPerDay }: Tenant): Record<WorkType, number> {
  return {
    APP_AUTH_LOG: Math.max(1, users / 20),
    APP_LOG: messagesPerDay / 20,
    CODEX_LOG: Math.max(4, users),
    CODEX_TURN: Math.max(1, users / 4),
    CODEX_SECURITY_LOG: 1,
    CUSTOM_AGENTS_LOG: Math.max(2, users / 4),
    CHATGPT_PLUGIN_SPREADSHEET: Math.max(1, users / 10),
    COSTS: Math.max(4, users / 2),
    CHATGPT_BROWSER_LOG: Math.max(4, users / 10),
  }
}

const EVENT_SALT = saltOf('work-event')
const DETAIL_SALT = saltOf('work-detail')

const saltOfType = (type: WorkType): number => EVENT_SALT ^ saltOf(type)

export const workEventId = (seed: number, type: WorkType, n: number): string =>
  uuidOf(seed, saltOfType(type), n)

export function workRecord(context: WorkContext, type: WorkType, n: number): LogRecord {
  const { tenant, timeline } = context
  const scene: Scene = { ...context, n, hash: hashOf(tenant.seed, DETAIL_SALT ^ saltOf(type), n) }
  const isOfOrganization = type === 'COSTS'
  const { id, email } = person(tenant, activePerson(tenant, n))
  return {
    event_id: workEventId(tenant.seed, type, n),
    type,
    timestamp: isoMicros(timeline.at(n)),
    principal: isOfOrganization
      ? { id: tenant.organizationId, type: 'API_PLATFORM_ORG' }
      : { id: tenant.workspaceId, type: 'CHATGPT_WORKSPACE' },
    actor: isOfOrganization
      ? { type: 'SYSTEM', id: 'costs_compliance' }
      : { type: 'ACCOUNT_USER', user_id: id, user_email: email },
    ...BODY[type](scene),
  }
}

type Body = (scene: Scene) => Readonly<Record<string, unknown>>

const APPS = [
  { app_id: 'asdk_app_drive', app_name: 'Team drive', app_type: 'SERVICE' },
  { app_id: 'asdk_app_tickets', app_name: 'Tickets', app_type: 'MCP' },
  { app_id: 'asdk_app_orders', app_name: 'Orders', app_type: 'OPEN_API' },
] as const
const MODELS = ['gpt-5-5-codex', 'gpt-5-5', 'gpt-5-mini'] as const
const CODEX_CLIENTS = [
  'CODEX_CLI',
  'CODEX_CLI',
  'CODEX_WEB',
  'CODEX_IDE_VSCODE',
  'CODEX_DESKTOP_APP',
] as const

const said = (scene: Scene, field: string): string =>
  marked(scene.canary, field, scene.n, sentences(scene.hash, 2))

const idOf = (scene: Scene, kind: string): string =>
  `${kind}-${uuidOf(scene.tenant.seed, DETAIL_SALT, scene.n).slice(0, 13)}`

/** Events of one session follow each other, so ids of sessions change every eighth event. */
const sessionOf = ({ tenant, n }: Scene): string => uuidOf(tenant.seed, DETAIL_SALT, n >>> 3)

const tokens = (hash: number) => ({
  input_tokens: 200 + (hash % 4000),
  output_tokens: 20 + ((hash >>> 5) % 900),
  cached_input_tokens: (hash >>> 7) % 200,
  reasoning_output_tokens: (hash >>> 9) % 300,
})

const detailed = (type: string, details: Readonly<Record<string, unknown>>) => ({
  event_type: type,
  event_details: { detail_type: type, ...details },
})

const appCall: Body = (scene) => {
  const app = pickBy(APPS, scene.hash >>> 3)
  // A request is followed by its response; a response may be missing.
  const isRequest = scene.n % 2 === 0
  const call = {
    ...app,
    conversation_id: scene.hash % 5 === 0 ? null : sessionOf(scene),
    log_type: isRequest ? 'request' : 'response',
  }
  if (isRequest) return { ...call, input: { query: said(scene, 'app.input') } }
  if (app.app_type !== 'MCP') {
    return {
      ...call,
      output: [{ display_title: said(scene, 'app.output'), display_url: 'https://docs.example.com/a' }],
    }
  }
  const response = {
    result: { content: [{ type: 'text', text: said(scene, 'app.output') }], isError: scene.hash % 9 === 0 },
    connector_id: 'connector-tickets',
    connector_name: 'Tickets',
    action_name: pickBy(['search', 'create_ticket', 'close_ticket'], scene.hash >>> 6),
    is_sync: false,
    internal: { external_call_time_ms: scene.hash % 900 },
  }
  return { ...call, output: [{ response }] }
}

const codex: Body = (scene) => {
  const session_id = sessionOf(scene)
  const model = pickBy(MODELS, scene.hash >>> 4)
  const tool = { tool_name: 'shell', tool_type: 'function', tool_call_id: idOf(scene, 'call') }
  const events = [
    detailed('PROMPT_SENT', { session_id, model, prompt_text: said(scene, 'codex.prompt_text') }),
    detailed('TOOL_CALL_SUGGESTED', { session_id, ...tool, tool_input: said(scene, 'codex.tool_input') }),
    detailed('TOOL_DECISION', { session_id, ...tool, decision: pickBy(['approved', 'denied'], scene.hash) }),
    detailed('TOOL_CALL_COMPLETED', { session_id, ...tool, status: 'success', tool_input: null }),
    detailed('PROMPT_RESPONSE_RECEIVED', {
      session_id,
      model,
      status: 'completed',
      response_text: said(scene, 'codex.response_text'),
      token_usage: tokens(scene.hash),
    }),
    detailed('ACCESS_TOKEN_CREATED', {
      access_token_id: idOf(scene, 'token'),
      access_token_name: said(scene, 'codex.access_token_name'),
      created_by_user_id: person(scene.tenant, activePerson(scene.tenant, scene.n)).id,
    }),
  ] as const
  // Tokens are made rarely.
  const event = scene.n % 50 === 7 ? events[5] : events[scene.n % 5]
  return {
    client_id: pickBy(CODEX_CLIENTS, scene.hash >>> 8),
    workspace_id: scene.tenant.workspaceId,
    ...event,
  }
}

const agents: Body = (scene) => {
  const run = {
    agent_id: `agent-${(scene.n >>> 3) % 5}`,
    version_id: `version-${(scene.n >>> 5) % 3}`,
    run_id: sessionOf(scene),
  }
  const connector = {
    tool_call_id: idOf(scene, 'call'),
    connector_id: 'connector-tickets',
    connector_name: 'Tickets',
  }
  const events = [
    detailed('AGENT_RUN_CREATED', {
      ...run,
      invoker: {
        type: 'chatgpt',
        initiator: {
          kind: 'account_user',
          id: idOf(scene, 'user'),
          display_name: said(scene, 'agent.invoker'),
        },
        user_message_text: said(scene, 'agent.user_message_text'),
        is_shared_invocation: scene.hash % 3 === 0,
      },
    }),
    detailed('CONNECTOR_CALL_REQUESTED', { ...run, ...connector, action_name: 'search' }),
    detailed('CONNECTOR_CALL_COMPLETED', { ...run, ...connector, action_name: 'search', status: 'success' }),
    detailed('AGENT_RUN_MESSAGE', {
      ...run,
      message_id: idOf(scene, 'message'),
      phase: 'final_answer',
      text: said(scene, 'agent.text'),
    }),
    detailed('AGENT_RUN_COMPLETED', run),
  ] as const
  return {
    client_id: 'CHATGPT_WEB',
    workspace_id: scene.tenant.workspaceId,
    ...events[scene.n % events.length],
  }
}

const security: Body = (scene) => ({
  client_id: 'CODEX_WEB',
  workspace_id: scene.tenant.workspaceId,
  ...detailed('SCAN_FINDING_UPDATED', {
    finding_id: idOf(scene, 'finding'),
    updated_fields: {
      status: pickBy(['resolved', 'dismissed'], scene.hash),
      resolution_reason_updated: true,
      assignee_user_email: 'reviewer@example.com',
    },
  }),
})

const spreadsheet: Body = (scene) => ({
  client_id: pickBy(['excel_addin', 'sheets_addin'], scene.hash >>> 2),
  workspace_id: scene.tenant.workspaceId,
  ...(scene.n % 2 === 0
    ? detailed('PROMPT_SENT', {
        session_id: sessionOf(scene),
        prompt_text: said(scene, 'spreadsheet.prompt_text'),
      })
    : detailed('PROMPT_RESPONSE_RECEIVED', {
        session_id: sessionOf(scene),
        response_text: said(scene, 'spreadsheet.response_text'),
        status: 'completed',
        model: pickBy(MODELS, scene.hash),
        token_usage: tokens(scene.hash),
      })),
})

const costs: Body = (scene) => {
  const { id, email } = person(scene.tenant, activePerson(scene.tenant, scene.n))
  const hour = isoMicros(scene.timeline.at(scene.n))
  return {
    payload: {
      day: hour.slice(0, 10),
      hour: `${hour.slice(0, 13)}:00:00Z`,
      organization_id: scene.tenant.organizationId,
      // The case of addresses varies in this feed.
      identity: {
        user_id: id,
        email: email.toUpperCase(),
        groups: [{ id: `group-${scene.hash % 3}`, name: null }],
      },
      product: pickBy(['codex', 'ChatGPT', 'Work'], scene.hash >>> 5),
      surface: 'web',
      client: 'desktop_web',
      model: pickBy(MODELS, scene.hash >>> 2),
      service_tier: 'default',
      reasoning: null,
      measures: {
        usage: { text_input_tokens: scene.hash % 9000, text_output_tokens: scene.hash % 700 },
        billing: [
          {
            sku: 'credits',
            quantity: { value: 1 + (scene.hash % 40), unit: 'REQUESTS' },
            cost: { value: (scene.hash % 400) / 100, unit: 'CREDITS' },
          },
        ],
      },
    },
  }
}

const BODY: Readonly<Record<WorkType, Body>> = {
  APP_AUTH_LOG: (scene) => ({
    app_id: scene.hash % 20 === 0 ? null : pickBy(APPS, scene.hash >>> 3).app_id,
    link_id: idOf(scene, 'link'),
    action: scene.n % 4 === 3 ? 'unlink' : 'link',
  }),
  APP_LOG: appCall,
  CODEX_LOG: codex,
  CODEX_TURN: (scene) => ({
    payload: {
      product_client_id: pickBy(CODEX_CLIENTS, scene.hash >>> 8),
      model: pickBy(MODELS, scene.hash >>> 4),
      session_id: sessionOf(scene),
      token_usage: {
        uncached_input_tokens: scene.hash % 3000,
        cached_input_tokens: scene.hash % 200,
        output_tokens: scene.hash % 800,
      },
      credits: (scene.hash % 300) / 100,
    },
  }),
  CODEX_SECURITY_LOG: security,
  CUSTOM_AGENTS_LOG: agents,
  CHATGPT_PLUGIN_SPREADSHEET: spreadsheet,
  COSTS: costs,
  // A type of tomorrow: what it says is known to nobody, and some of it may be what people typed.
  CHATGPT_BROWSER_LOG: (scene) => ({
    browser_action: pickBy(['navigate', 'fill_form', 'click'], scene.hash),
    page: { address: 'https://docs.example.com/a', typed_text: said(scene, 'browser.typed_text') },
  }),
}
