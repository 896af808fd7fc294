import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plantCanaries } from '../../test/support/canaries.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import { COLLECTION_MODES, modeAllows } from '../model/core/collection-mode.ts'
import type { JsonObject, JsonValue } from '../model/core/json.ts'
import type { EventDraft, MessageDraft } from '../model/core/records.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { isConversationAction } from './audit-action-data.ts'
import { FIELD_TABLE } from './fields.ts'
import { retain } from './retain.ts'

const CASES = STREAM_NAMES.flatMap((stream) => COLLECTION_MODES.map((mode) => ({ stream, mode })))

/** Paths of all plain values, list positions as `[]`. */
function leaves(value: JsonValue, path: string): string[] {
  if (Array.isArray(value)) {
    const isOfObjects = value.some((item) => typeof item === 'object' && item !== null)
    return isOfObjects ? value.flatMap((item) => leaves(item, `${path}[]`)) : [path]
  }
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
}

const isListed = (stream: StreamName, mode: CollectionMode, path: string): boolean =>
  FIELD_TABLE.some((row) => row.stream === stream && row.field === path && modeAllows(mode, row.leastMode))

const isText = (stream: StreamName, path: string): boolean =>
  FIELD_TABLE.some((row) => row.stream === stream && row.field === path && row.class === 'content')

describe.each(CASES)('$stream in mode $mode', ({ stream, mode }) => {
  test('keeps what the table lists for the mode, and nothing else', () => {
    const { draft, listed, unlisted } = plantCanaries(stream, 'login_success')
    const record = retain(mode, stream, draft)
    if (!modeAllows(mode, STREAMS[stream].leastMode)) {
      expect(record).toBeNull()
      return
    }
    // The markers of conversation ids make an audit record one of a conversation.
    if (record === null) {
      expect([stream, mode]).toEqual(['logs.AUDIT_LOG', 'none'])
      return
    }
    const text = JSON.stringify(record)
    for (const [row, marker] of listed) {
      const isExpected = modeAllows(mode, row.leastMode) && row.field !== 'action'
      expect(text.includes(marker), `${row.field} (${row.class})`).toBe(isExpected)
    }
    for (const marker of unlisted) expect(text).not.toContain(marker)
    expect(text).not.toContain('stranger')
    const besideContent = JSON.stringify({ ...record, content: undefined })
    for (const [row, marker] of listed) {
      if (row.class === 'content') expect(besideContent, row.field).not.toContain(marker)
    }
    if (mode !== 'content') expect(record).not.toHaveProperty('content')
  })
})

const anyJson: fc.Arbitrary<JsonValue> = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>

/** Objects whose names are partly the table's own, so that values of the wrong shape stand at listed places. */
function attributesOf(stream: StreamName): fc.Arbitrary<JsonObject> {
  const names = FIELD_TABLE.filter((row) => row.stream === stream).flatMap(({ field }) =>
    field.replaceAll('[]', '').split('.').slice(1),
  )
  const name = fc.oneof(fc.constantFrom('x', '__proto__', 'constructor', ...names), fc.string())
  const { object } = fc.letrec<{ object: JsonObject; value: JsonValue }>((tie) => ({
    object: fc.dictionary(name, tie('value'), { maxKeys: 6 }),
    value: fc.oneof(
      { depthSize: 'small' },
      anyJson,
      tie('object'),
      fc.array(tie('object'), { maxLength: 3 }),
    ),
  }))
  return object
}

describe('whatever upstream comes to send', () => {
  test.each([...STREAM_NAMES])('no unlisted field of %s survives in any mode', (stream) => {
    const anyMode = fc.constantFrom(...COLLECTION_MODES)
    fc.assert(
      fc.property(anyMode, attributesOf(stream), attributesOf(stream), (mode, attributes, sealed) => {
        const { draft } = plantCanaries(stream)
        const record = retain(mode, stream, {
          ...draft,
          attributes,
          ...(draft.type === 'asset' ? { sealed } : {}),
        })
        if (record === null) return
        const paths = leavesOf(record.attributes, 'attributes')
        if (record.type === 'asset') paths.push(...leavesOf(record.sealed, 'sealed'))
        else
          for (const path of leavesOf(record.content ?? {}, 'attributes')) {
            expect(isText(stream, path), path).toBe(true)
          }
        for (const path of paths) expect(isListed(stream, mode, path), path).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('what is not plain never hides below a listed name', () => {
    const { draft } = plantCanaries('platform.users')
    const hidden = { ...draft, attributes: { role: { secret: 'text' }, enabled: [{ secret: 'text' }, true] } }
    expect(retain('content', 'platform.users', hidden)?.attributes).toEqual({ enabled: [true] })
  })
})

/** Plain values only: an object or list that was emptied, and a null in its place, say nothing. */
function leavesOf(value: JsonObject, path: string): string[] {
  return leaves(pruned(value) ?? {}, path).filter((leaf) => leaf !== path)
}

function pruned(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (typeof value !== 'object') return value
  const entries = Object.entries(value).map(([name, inner]) => [name, pruned(inner)] as const)
  const kept = entries.filter((entry) => entry[1] !== undefined)
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as JsonObject)
}

const audit = (action: string | null, action_data: JsonObject = {}): EventDraft => ({
  type: 'event',
  eventId: 'event-1',
  occurredAt: '2026-01-02T03:04:05Z',
  eventType: 'AUDIT_LOG',
  action,
  actor: { kind: 'unknown' },
  attributes: { action_result: 'SUCCESS', action_data },
})

describe('mode none', () => {
  test('keeps no message', () => {
    const message = plantCanaries('logs.CONVERSATION_MESSAGE').draft
    expect(retain('none', 'logs.CONVERSATION_MESSAGE', message)).toBeNull()
  })

  test.each([
    'CONVERSATION_DELETE',
    'CONVERSATION_SHARE',
    'CONVERSATION_VIEW_OF_SHARED',
    'CONVERSATION_MESSAGE_RATING',
    'DELETE_CONVERSATION',
    'LIST_PROJECT_GROUP_CHAT_MESSAGES',
    'GET_USER_MEMORIES',
    'GET_CANVAS_CONTENT',
    'DOWNLOAD_RECORDING_TRANSCRIPT',
    'FILE_DOWNLOAD',
    'GET_USER_FILE',
    'GET_CODEX_TASK',
  ])('does not keep that %s happened; metadata does', (action) => {
    expect(isConversationAction(action)).toBe(true)
    expect(retain('none', 'logs.AUDIT_LOG', audit(action))).toBeNull()
    expect(retain('metadata', 'logs.AUDIT_LOG', audit(action))).toMatchObject({ action })
  })

  test.each(['LIST_WORKSPACE_USERS', 'USER_ROLE_UPDATED', 'CUSTOM_GPT_CHANGE_VISIBILITY', 'GET_GPT_FILE'])(
    'keeps %s',
    (action) => {
      expect(retain('none', 'logs.AUDIT_LOG', audit(action))).toMatchObject({ action })
    },
  )

  test('does not keep an unknown action that names a conversation, nor one without a name', () => {
    expect(retain('none', 'logs.AUDIT_LOG', audit('NEW_THING', { conversation_id: 'c-1' }))).toBeNull()
    expect(retain('none', 'logs.AUDIT_LOG', audit(null))).toBeNull()
  })
})

describe('mode metadata', () => {
  const message: MessageDraft = {
    type: 'message',
    messageId: 'm-1',
    eventId: 'e-1',
    occurredAt: '2026-01-02T03:04:05.000001Z',
    conversationId: 'c-1',
    actor: { kind: 'person', person: { ref: 'user:u-1', email: 'a@example.com', name: null } },
    authorKind: 'assistant',
    attributes: {
      title: 'secret title',
      model: 'gpt-5-5',
      tools_used: ['browser'],
      content: {
        type: 'text',
        value: 'secret text',
        annotations: [
          { type: 'url_citation', urls: ['https://secret.example'] },
          { type: 'custom_action', action_domain: 'api.example.com', action_name: 'getRecord' },
        ],
      },
      files: [{ id: 'file-1', name: 'secret.pdf' }],
    },
  }

  test('keeps that something was said, never what', () => {
    expect(retain('metadata', 'logs.CONVERSATION_MESSAGE', message)?.attributes).toEqual({
      model: 'gpt-5-5',
      tools_used: ['browser'],
      content: {
        type: 'text',
        annotations: [
          { type: 'url_citation' },
          { type: 'custom_action', action_domain: 'api.example.com', action_name: 'getRecord' },
        ],
      },
      files: [{ id: 'file-1' }],
    })
  })

  test('analyze writes no more than metadata: text passes through memory only', () => {
    expect(retain('analyze', 'logs.CONVERSATION_MESSAGE', message)).toEqual(
      retain('metadata', 'logs.CONVERSATION_MESSAGE', message),
    )
  })
})

describe('the table', () => {
  test('lists no field twice and gives every stream at least one', () => {
    const keys = FIELD_TABLE.map(({ stream, field }) => `${stream} ${field}`)
    expect(new Set(keys).size).toBe(keys.length)
    for (const stream of STREAM_NAMES) expect(keys.some((key) => key.startsWith(`${stream} `))).toBe(true)
  })

  test('gives content to no mode but content, and activity to none but metadata and wider', () => {
    for (const row of FIELD_TABLE) {
      if (row.class === 'content') expect(row.leastMode).toBe('content')
      if (row.class === 'activity') expect(row.leastMode).toBe('metadata')
    }
  })
})
