import type { Poison } from '../scenario.ts'
import { chatgptProjectIdOf } from '../tenant/chatgpt-projects.ts'
import { gptIdOf, gptName } from '../tenant/gpts.ts'
import { person } from '../tenant/people.ts'
import { hashOf, mix, pickBy, saltOf, uuidOf } from '../tenant/prng.ts'
import { writerAt } from '../tenant/standing.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { marked, sentences } from '../tenant/texts.ts'
import { isoMicros } from '../tenant/time.ts'
import type { Timeline } from '../tenant/timeline.ts'
import type { LogRecord } from './types.ts'

// Messages are numbered in the order of their time. Sixty-four consecutive numbers hold eight conversations of eight
// turns, interleaved, so that conversation, turn and neighbour of any message follow from its number alone. A few
// numbers are not new messages but later versions of an earlier one: same message id, another event, a newer time.

const LANES = 8
const BLOCK = 64
const EDIT_DISTANCE = 2 * LANES
const EDIT_PERCENT = 3

const EVENT_SALT = saltOf('message-event')
const MESSAGE_SALT = saltOf('message')
const CONVERSATION_SALT = saltOf('conversation')
const DETAIL_SALT = saltOf('message-detail')

const MODELS = ['gpt-5-5', 'gpt-5-5', 'gpt-5-5-thinking', 'gpt-5-mini'] as const
const CLIENTS = [
  'desktop_web',
  'desktop_web',
  'macos_app',
  'windows_app',
  'ios_app',
  'android_app',
  'ios_web',
] as const
const TOOLS = ['browser', 'python', 'myfiles_browser', 'image_gen'] as const
const FILE_NAMES = ['report.pdf', 'customers.csv', 'plan.docx', 'screenshot.png'] as const
const POISON_EVERY = 97

function turnOf(n: number): number {
  return Math.floor((n % BLOCK) / LANES)
}

export function conversationOf(n: number): number {
  return Math.floor(n / BLOCK) * LANES + (n % LANES)
}

function firstOf(n: number): number {
  return Math.floor(n / BLOCK) * BLOCK + (n % LANES)
}

/** Whether event `n` is a later version of the message two turns before. */
export function isEdit(seed: number, n: number): boolean {
  if (turnOf(n) < 2 || hashOf(seed, DETAIL_SALT, n) % 100 >= EDIT_PERCENT) return false
  return !isEdit(seed, n - EDIT_DISTANCE)
}

export function messageIdOf(seed: number, n: number): string {
  return uuidOf(seed, MESSAGE_SALT, isEdit(seed, n) ? n - EDIT_DISTANCE : n)
}

export interface MessageContext {
  readonly tenant: Tenant
  readonly timeline: Timeline
  readonly canary: string | null
  readonly poison: Poison
}

function annotations(context: MessageContext, n: number, hash: number, fromGpt: boolean) {
  const { canary } = context
  const link = marked(canary, 'message.content.annotations.urls', n, 'https://docs.example.com/r').replaceAll(
    ' ',
    '?q=',
  )
  if (hash % 10 === 1) return [{ type: 'url_citation', urls: [link] }]
  if (hash % 10 === 2) {
    const name = marked(canary, 'message.content.annotations.files', n, 'source.pdf')
    return [
      { type: 'file_citation', files: [{ id: `file-${uuidOf(context.tenant.seed, DETAIL_SALT, n)}`, name }] },
    ]
  }
  if (fromGpt && hash % 10 < 5) {
    return [{ type: 'custom_action', action_domain: 'api.example.com', action_name: 'getRecord' }]
  }
  return []
}

function contentOf(context: MessageContext, n: number, hash: number, assistant: boolean, fromGpt: boolean) {
  const kind = (hash >>> 8) % 100
  if (kind === 0) return null
  const edited = isEdit(context.tenant.seed, n) ? ' (edited)' : ''
  const base = sentences(hash, assistant ? 5 : 2) + edited
  const poisoned = context.poison.nul && n % POISON_EVERY === 5 ? `${base}\u0000` : base
  const text = marked(context.canary, 'message.content.value', n, poisoned)
  if (kind === 1 && !assistant) return { type: 'user_instructions', value: text }
  if (kind === 2) {
    const file_name = marked(context.canary, 'message.content.file_name', n, 'minutes.txt')
    return { type: 'quotation', file_id: null, file_name, quote: text }
  }
  return {
    type: 'text',
    value: kind === 3 ? null : text,
    annotations: assistant ? annotations(context, n, hash, fromGpt) : [],
  }
}

function modelOf(context: MessageContext, n: number, hash: number): string {
  const model = pickBy(MODELS, hash >>> 4)
  if (context.poison.nul && n % POISON_EVERY < LANES) return `${model}\u0000`
  if (context.poison.loneSurrogates && n % POISON_EVERY >= POISON_EVERY - LANES) return `${model}\ud800`
  return model
}

function authorOf(context: MessageContext, n: number, hash: number, assistant: boolean) {
  if (!assistant) return { type: 'user', client_type: pickBy(CLIENTS, hash >>> 5) }
  const tools = hash % 4 === 0 ? [pickBy(TOOLS, hash >>> 9)] : []
  return {
    type: 'assistant',
    model: modelOf(context, n, hash),
    tools_used: tools,
    ...(hash % 50 === 0 ? { skills_used: ['skill-weekly-digest'] } : {}),
  }
}

function filesOf(context: MessageContext, n: number, hash: number) {
  const count = hash % 12 === 0 ? 1 + ((hash >>> 3) % 2) : 0
  return Array.from({ length: count }, (_, k) => ({
    id: `file-${uuidOf(context.tenant.seed, DETAIL_SALT + 9 + k, n)
      .replaceAll('-', '')
      .slice(0, 22)}`,
    name: marked(context.canary, 'message.files.name', n, pickBy(FILE_NAMES, hash + k)),
  }))
}

function conversationBody(context: MessageContext, n: number) {
  const { tenant, timeline, canary } = context
  const c = conversationOf(n)
  const hash = hashOf(tenant.seed, CONVERSATION_SALT, c)
  const g = hash % tenant.gpts
  const p = hash % tenant.projects
  const title = marked(canary, 'conversation.title', n, sentences(hash, 1).slice(0, 40))
  return {
    id: uuidOf(tenant.seed, CONVERSATION_SALT, c),
    // Titles are made after the first answer; early events carry none.
    title: turnOf(n) < 2 ? '' : title,
    ...(c % 5 === 1
      ? {
          gpt_id: gptIdOf(tenant, g),
          gpt_name: marked(canary, 'conversation.gpt_name', n, gptName(tenant, g)),
        }
      : {}),
    ...(c % 5 === 3
      ? {
          project_id: chatgptProjectIdOf(tenant, p),
          project_name: marked(canary, 'conversation.project_name', n, `Shared work ${p + 1}`),
        }
      : {}),
    created_at: isoMicros(timeline.at(firstOf(n))),
    is_pinned: c % 40 === 0,
    is_temporary_chat: c % 23 === 0,
  }
}

export function messageRecord(context: MessageContext, n: number): LogRecord {
  const { tenant, timeline } = context
  const { seed } = tenant
  const edit = isEdit(seed, n)
  const turn = turnOf(n)
  const assistant = turn % 2 === 1
  const hash = hashOf(seed, DETAIL_SALT, n, 1)
  const at = timeline.at(n)
  const owner = person(tenant, writerAt(tenant, hashOf(seed, CONVERSATION_SALT, conversationOf(n), 1), at))
  const content = contentOf(context, n, hash, assistant, conversationOf(n) % 5 === 1)
  const files = assistant ? [] : filesOf(context, n, mix(hash, 3))
  return {
    event_id: uuidOf(seed, EVENT_SALT, n),
    type: 'CONVERSATION_MESSAGE',
    principal: { id: tenant.workspaceId, type: 'CHATGPT_WORKSPACE' },
    actor: { type: 'ACCOUNT_USER', user_id: owner.id, user_email: owner.email },
    timestamp: isoMicros(at),
    ...(turn === 0 ? {} : { previous_message_id: messageIdOf(seed, n - LANES) }),
    message: {
      id: messageIdOf(seed, n),
      created_at: edit ? isoMicros(timeline.at(n - EDIT_DISTANCE)) : isoMicros(at),
      author: authorOf(context, n, hash, assistant),
      content,
      ...(files.length > 0 ? { files } : {}),
    },
    conversation: conversationBody(context, n),
  }
}
