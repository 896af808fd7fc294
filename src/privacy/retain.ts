import type { CollectionMode } from '../model/core/collection-mode.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { JsonObject, JsonValue } from '../model/core/json.ts'
import type {
  AssetDraft,
  Draft,
  EventActor,
  EventDraft,
  MessageDraft,
  PersonIdentity,
} from '../model/core/records.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAMS } from '../model/core/streams.ts'
import { isConversationAction } from './audit-action-data.ts'
import { FIELD_TABLE } from './fields.ts'
import type { Retained, StreamRecord } from './retained.ts'

/**
 * The gate. Builds a new record out of what the table lists for the stream and the mode allows; nothing
 * is taken over by default, so a field that nobody has thought about cannot pass. Ids, times and types
 * that a record cannot be without are its own fields; all else goes by the table.
 */
export function retain(
  mode: CollectionMode,
  stream: StreamName,
  draft: Draft,
): Retained<StreamRecord> | null {
  if (!modeAllows(mode, STREAMS[stream].leastMode)) return null
  if (isForbiddenAction(mode, stream, draft)) return null
  const allowed = allowedFields(mode, stream)
  const record = keepAllowed(draft, allowed)
  // The one place that makes `Retained`.
  return record as Retained<StreamRecord>
}

/** The workspace's audit log tells of conversations too; in mode `none` those records are not kept at all. */
function isForbiddenAction(mode: CollectionMode, stream: StreamName, draft: Draft): boolean {
  if (stream !== 'logs.AUDIT_LOG' || draft.type !== 'event' || modeAllows(mode, 'metadata')) return false
  return isConversationAction(draft.action) || namesConversation(draft.attributes.action_data)
}

function namesConversation(data: JsonValue | undefined): boolean {
  return isObject(data) && Object.keys(data).some((name) => /conversation/i.test(name))
}

function keepAllowed(draft: Draft, allowed: Allowed): StreamRecord {
  switch (draft.type) {
    case 'asset':
      return keepAsset(draft, allowed)
    case 'event':
      return keepEvent(draft, allowed)
    case 'message':
      return keepMessage(draft, allowed)
    default:
      return draft satisfies never
  }
}

function keepAsset(draft: AssetDraft, allowed: Allowed): AssetDraft {
  return {
    type: 'asset',
    kind: draft.kind,
    externalId: draft.externalId,
    parentId: draft.parentId,
    attributes: keepObject(draft.attributes, allowed.attributes),
    sealed: keepObject(draft.sealed, allowed.sealed),
    people: Object.fromEntries(
      Object.entries(draft.people)
        .filter(([role]) => allowed.roles.has(role))
        .map(([role, person]) => [role, keepPerson(person)]),
    ),
  }
}

function keepEvent(draft: EventDraft, allowed: Allowed): EventDraft {
  return {
    type: 'event',
    eventId: draft.eventId,
    occurredAt: draft.occurredAt,
    eventType: draft.eventType,
    action: allowed.action ? draft.action : null,
    actor: allowed.actor ? keepActor(draft.actor) : { kind: 'unknown' },
    attributes: keepObject(draft.attributes, allowed.attributes),
    ...keepContent(draft, allowed),
  }
}

/**
 * Content is kept apart from the rest, since it is stored apart: sealed, under a key of its own, for a time of its own.
 * Nothing is said where nothing of it may stay, which is in every mode but `content`.
 */
function keepContent(draft: EventDraft | MessageDraft, { content }: Allowed): { content?: JsonObject } {
  if (content.fields.size === 0) return {}
  const kept = withoutEmpty(keepObject(draft.attributes, content))
  return kept === undefined ? {} : { content: kept as JsonObject }
}

/** Objects and lists in which the record had nothing of what was listed are left out: they would only say so. */
function withoutEmpty(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value
  if (!isObject(value)) return value
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const kept = withoutEmpty(inner)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function keepMessage(draft: MessageDraft, allowed: Allowed): MessageDraft {
  return {
    type: 'message',
    messageId: draft.messageId,
    eventId: draft.eventId,
    occurredAt: draft.occurredAt,
    conversationId: draft.conversationId,
    actor: allowed.actor ? keepActor(draft.actor) : { kind: 'unknown' },
    authorKind: draft.authorKind,
    attributes: keepObject(draft.attributes, allowed.attributes),
    ...keepContent(draft, allowed),
  }
}

const keepPerson = ({ ref, email, name }: PersonIdentity): PersonIdentity => ({ ref, email, name })

function keepActor(actor: EventActor): EventActor {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', person: keepPerson(actor.person) }
    case 'api_key':
      return {
        kind: 'api_key',
        key: actor.key,
        person: actor.person === null ? null : keepPerson(actor.person),
      }
    case 'system':
      return { kind: 'system', id: actor.id }
    case 'unknown':
      return { kind: 'unknown' }
    default:
      return actor satisfies never
  }
}

/** What may stand below a name: a plain value, and fields of an object or of a list's objects. */
interface Branch {
  plain: boolean
  fields: Map<string, Branch>
  items: Branch | null
}

interface Allowed {
  readonly attributes: Branch
  /** Of the attributes, what is content. */
  readonly content: Branch
  readonly sealed: Branch
  readonly roles: ReadonlySet<string>
  readonly actor: boolean
  readonly action: boolean
}

const compiled = new Map<string, Allowed>()

function allowedFields(mode: CollectionMode, stream: StreamName): Allowed {
  const key = `${mode} ${stream}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const rows = FIELD_TABLE.filter((row) => row.stream === stream && modeAllows(mode, row.leastMode))
  const fieldsOf = (isContent: boolean) =>
    rows.filter((row) => (row.class === 'content') === isContent).map(({ field }) => field)
  const made = compile(fieldsOf(false), fieldsOf(true))
  compiled.set(key, made)
  return made
}

const emptyBranch = (): Branch => ({ plain: false, fields: new Map(), items: null })

function compile(fields: readonly string[], contentFields: readonly string[]): Allowed {
  const root = emptyBranch()
  for (const field of fields) addPath(root, field.split('.'))
  const content = emptyBranch()
  for (const field of contentFields) addPath(content, field.split('.'))
  return {
    content: content.fields.get('attributes') ?? emptyBranch(),
    attributes: root.fields.get('attributes') ?? emptyBranch(),
    sealed: root.fields.get('sealed') ?? emptyBranch(),
    roles: new Set(root.fields.get('people')?.fields.keys() ?? []),
    actor: root.fields.get('actor')?.plain ?? false,
    action: root.fields.get('action')?.plain ?? false,
  }
}

function addPath(root: Branch, steps: readonly string[]): void {
  let branch = root
  for (const step of steps) {
    const isList = step.endsWith('[]')
    branch = childOf(branch, isList ? step.slice(0, -2) : step)
    if (isList) {
      branch.items ??= emptyBranch()
      branch = branch.items
    }
  }
  branch.plain = true
}

function childOf(branch: Branch, name: string): Branch {
  const known = branch.fields.get(name)
  if (known !== undefined) return known
  const made = emptyBranch()
  branch.fields.set(name, made)
  return made
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function keepObject(object: JsonObject, branch: Branch): JsonObject {
  const kept: Record<string, JsonValue> = {}
  // By the table and not by the record: whatever else a record brings is not even looked at.
  for (const [name, below] of branch.fields) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined
    const keptValue = value === undefined ? undefined : keepValue(value, below)
    if (keptValue !== undefined) kept[name] = keptValue
  }
  return kept
}

/** Undefined where nothing of the value may stay. */
function keepValue(value: JsonValue, branch: Branch): JsonValue | undefined {
  if (Array.isArray(value)) return keepList(value, branch)
  if (isObject(value)) return branch.fields.size === 0 ? undefined : keepObject(value, branch)
  // A null where an object or a list is listed says that there is none: that is worth knowing and says nothing else.
  return branch.plain || value === null ? value : undefined
}

function keepList(list: readonly JsonValue[], branch: Branch): JsonValue | undefined {
  const { items } = branch
  if (items !== null) return list.filter(isObject).map((item) => keepObject(item, items))
  return branch.plain ? list.filter((item) => !isObject(item) && !Array.isArray(item)) : undefined
}
