import type { JsonObject, JsonValue } from '../../src/model/core/json.ts'
import type { Draft, EventActor, PersonIdentity } from '../../src/model/core/records.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAMS } from '../../src/model/core/streams.ts'
import type { FieldRow } from '../../src/privacy/fields.ts'
import { FIELD_TABLE } from '../../src/privacy/fields.ts'

/** Drafts with a marker in every field that the gate's table lists, and in fields that it does not. */

export interface Planted {
  readonly draft: Draft
  /** Marker of each listed field. */
  readonly listed: ReadonlyMap<FieldRow, string>
  /** Markers in fields that no table lists. */
  readonly unlisted: readonly string[]
}

const marker = (stream: StreamName, field: string): string => `canary<${stream}|${field}>`

type Tree = { [name: string]: JsonValue | Tree }

export function plantCanaries(stream: StreamName, action: string | null = 'login_success'): Planted {
  const listed = new Map<FieldRow, string>()
  const root: Tree = { attributes: {}, sealed: {}, people: {} }
  const rows = FIELD_TABLE.filter((row) => row.stream === stream)
  // Longest first: where a field is listed and so is something inside it, the inside is planted.
  for (const row of [...rows].sort((a, b) => b.field.length - a.field.length)) {
    const text = marker(stream, row.field)
    if (plant(root, row.field.split('.'), text)) listed.set(row, text)
  }
  const unlisted = plantUnlisted(root as unknown as JsonObject, stream)
  return { draft: draftOf(stream, action, root), listed, unlisted }
}

function plant(root: Tree, steps: readonly string[], text: string): boolean {
  let at = root
  for (const [index, step] of steps.entries()) {
    const name = step.replace('[]', '')
    if (index === steps.length - 1) {
      if (at[name] !== undefined) return false
      at[name] = text
      return true
    }
    if (at[name] === undefined) at[name] = step.endsWith('[]') ? ([{}] as unknown as JsonValue) : {}
    const next = at[name]
    at = (Array.isArray(next) ? next[0] : next) as Tree
  }
  return false
}

/** Puts an unlisted field into every object, and an object with a marker in place of nothing listed. */
function plantUnlisted(root: JsonObject, stream: StreamName): string[] {
  const planted: string[] = []
  const visit = (value: JsonValue, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) visit(item, `${path}[]`)
      return
    }
    for (const [name, inner] of Object.entries(value)) visit(inner, `${path}.${name}`)
    const text = marker(stream, `${path}.nobody_lists_this`)
    planted.push(text)
    Object.assign(value, { nobody_lists_this: text, nor_this: { nested: [{ deep: text }] } })
  }
  for (const part of ['attributes', 'sealed']) visit(root[part] ?? null, part)
  return planted
}

const named = (text: JsonValue | Tree | undefined, ref: string): PersonIdentity => ({
  ref,
  email: typeof text === 'string' ? text : null,
  name: null,
})

function draftOf(stream: StreamName, action: string | null, root: Tree): Draft {
  const { records } = STREAMS[stream]
  const attributes = root.attributes as JsonObject
  const actor: EventActor = { kind: 'person', person: named(root.actor, 'user:user-1') }
  const at = '2026-01-02T03:04:05.678901Z'
  switch (records.type) {
    case 'asset': {
      const people = Object.entries(root.people as Tree).map(([role, text]) => [role, named(text, 'user:u')])
      const stranger = named(marker(stream, 'people.stranger'), 'user:stranger')
      return {
        type: 'asset',
        kind: records.kind,
        externalId: 'id-1',
        parentId: null,
        attributes,
        sealed: root.sealed as JsonObject,
        people: { ...Object.fromEntries(people), stranger },
      }
    }
    case 'event':
      return {
        type: 'event',
        eventId: 'event-1',
        occurredAt: at,
        eventType: 'AUDIT_LOG',
        action: typeof root.action === 'string' ? (action ?? root.action) : action,
        actor,
        attributes,
      }
    case 'message':
      return {
        type: 'message',
        messageId: 'message-1',
        eventId: 'event-1',
        occurredAt: at,
        conversationId: 'conversation-1',
        actor,
        authorKind: 'user',
        attributes,
      }
    default:
      return records satisfies never
  }
}
