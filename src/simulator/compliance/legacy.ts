import { messageRecord } from '../clp/messages.ts'
import type { LogRecord } from '../clp/types.ts'
import { badParameter } from '../http/errors.ts'
import type { Answer, Request } from '../http/message.ts'
import type { Limits } from '../http/pagination.ts'
import { readLimit } from '../http/pagination.ts'
import { parseIsoMicros, unixFloat } from '../tenant/time.ts'
import type { World } from '../world.ts'

// The conversations route as specification 1.1.1 had it, for clients that must still read old servers: conversations
// with all their messages, ordered by a last update time that no field shows. A simple version: eight turns each, the
// update time being that of the last turn.

const LANES = 8
const TURNS = 8
const BLOCK = LANES * TURNS
const LIMITS: Limits = { fallback: 500, min: 1, max: 500, clamp: true }
const MAX_USERS = 99

interface Raw {
  readonly actor: { readonly user_id: string; readonly user_email: string }
  readonly message: {
    readonly id: string
    readonly created_at: string
    readonly author: { readonly type: string }
  }
  readonly previous_message_id?: string
  readonly conversation: {
    readonly id: string
    readonly title: string
    readonly created_at: string
    readonly gpt_id?: string
    readonly project_id?: string
  }
}

function rawOf(record: LogRecord): Raw {
  return record as unknown as Raw
}

function seconds(iso: string): number {
  return unixFloat(parseIsoMicros(iso) ?? 0)
}

function legacyMessage(record: LogRecord) {
  const { message, previous_message_id, conversation } = rawOf(record)
  const content = 'content' in message && typeof message.content === 'object' ? message.content : null
  return {
    object: 'compliance.workspace.conversation.message',
    id: message.id,
    parent_id: previous_message_id ?? null,
    created_at: seconds(message.created_at),
    gpt_id: conversation.gpt_id ?? null,
    project_id: conversation.project_id ?? null,
    author: {
      object: 'compliance.workspace.conversation.message.author',
      role: message.author.type,
      tool_name: null,
    },
    content:
      content === null ? null : { object: 'compliance.workspace.conversation.message.content', ...content },
    files: { object: 'list', data: [], last_id: null, has_more: false },
  }
}

function legacyConversation(world: World, c: number, visible: number) {
  const block = Math.floor(c / LANES) * BLOCK + (c % LANES)
  const timeline = world.logs.timeline('CONVERSATION_MESSAGE')
  const { canary, poison } = world.scenario.current
  const records: LogRecord[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const n = block + turn * LANES
    if (n < visible) records.push(messageRecord({ tenant: world.tenant, timeline, canary, poison }, n))
  }
  const first = records[0]
  const last = records.at(-1)
  if (!first || !last) return undefined
  const { conversation, actor } = rawOf(last)
  const data = records.map(legacyMessage)
  return {
    updated: seconds(last.timestamp),
    shown: {
      object: 'compliance.workspace.conversation',
      id: conversation.id,
      workspace_id: world.tenant.workspaceId,
      user_id: actor.user_id,
      user_email: actor.user_email,
      created_at: seconds(conversation.created_at),
      last_active_at: seconds(last.timestamp),
      title: conversation.title,
      messages: { object: 'list', data, last_id: data.at(-1)?.id ?? null, has_more: false },
    },
  }
}

export function legacyConversations(world: World, request: Request): Answer {
  const limit = readLimit(request.query, LIMITS)
  if (typeof limit !== 'number') return limit
  const users = request.query.getAll('users')
  if (users.length > MAX_USERS) return badParameter('users', 'Must be less than 100 total users.')
  const after = request.query.get('after')
  const since = after === null ? Number(request.query.get('since_timestamp') ?? 0) : 0
  const visible = world.logs.timeline('CONVERSATION_MESSAGE').firstAt(request.now)
  const found: NonNullable<ReturnType<typeof legacyConversation>>['shown'][] = []
  let passed = after === null
  let hasMore = false
  for (let c = 0; Math.floor(c / LANES) * BLOCK < visible; c++) {
    const conversation = legacyConversation(world, c, visible)
    if (!conversation) continue
    if (
      passed &&
      conversation.updated >= since &&
      (users.length === 0 || users.includes(conversation.shown.user_id))
    ) {
      hasMore = found.length === limit
      if (hasMore) break
      found.push(conversation.shown)
    }
    if (conversation.shown.id === after) passed = true
  }
  if (!passed) return badParameter('after', `Invalid cursor: '${after}'.`)
  return {
    status: 200,
    body: { object: 'list', data: found, last_id: found.at(-1)?.id ?? null, has_more: hasMore },
  }
}
