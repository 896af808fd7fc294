import type { CollectionMode } from '../../model/core/collection-mode.ts'
import { modeAllows } from '../../model/core/collection-mode.ts'
import { FIELD_TABLE } from '../../privacy/fields.ts'
import type { Attribute } from './attributes.ts'
import type { ListenedStream } from './event-deeds.ts'

/** In which rules over events are documented: text is in none of what they may read, whatever an integration keeps. */
export const EVENT_MODE: CollectionMode = 'metadata'

/** A field of an event's data, such as `action_data.role`, and the mode from which on it is kept. */
export interface EventField {
  readonly path: string
  readonly leastMode: CollectionMode
}

/** The table of the privacy gate is the only source: what the gate drops is not offered. */
export const eventFieldsOf = (stream: ListenedStream): readonly EventField[] =>
  FIELD_TABLE.filter(
    (row) =>
      row.stream === stream &&
      row.class !== 'content' &&
      modeAllows(EVENT_MODE, row.leastMode) &&
      row.field.startsWith(UNDER),
  ).map(({ field, leastMode }) => ({ path: field.slice(UNDER.length), leastMode }))

const UNDER = 'attributes.'

const plain = (name: string, type: Attribute['type']): Attribute => ({ name, type, attributes: [] })

/** What every event has, or may have, beside its data; in words for the reference. */
export const ENVELOPE = [
  { path: 'stream', type: 'text', says: 'the stream that told of it' },
  {
    path: 'type',
    type: 'text',
    says: 'OpenAI’s type of record, such as `AUDIT_LOG`; of the platform’s audit log what was done',
  },
  { path: 'action', type: 'text', says: 'what was done, as it is listened to' },
  { path: 'time', type: 'int', says: 'when it happened' },
  { path: 'actor.kind', type: 'text', says: '`person`, `api_key`, `system` or `unknown`' },
  { path: 'actor.email', type: 'text', says: 'of a person whose address is known, in lower case' },
  { path: 'actor.domain', type: 'text', says: 'what stands behind the `@`' },
  { path: 'actor.key', type: 'text', says: 'the id of a key or a system; of a key as OpenAI redacts it' },
  {
    path: 'target.kind',
    type: 'text',
    says: 'what it was done to, where the record says so: a kind of asset',
  },
  { path: 'target.id', type: 'text', says: 'its id; of keys and service accounts below their project’s' },
] as const

/** What an expression may name of events of these streams: what any of them has. */
export function eventAttributesOf(streams: readonly ListenedStream[]): readonly Attribute[] {
  const root: Branch = new Map()
  for (const stream of streams) for (const { path } of eventFieldsOf(stream)) addPath(root, path.split('.'))
  return [...envelope(), { name: 'data', type: 'object', attributes: ofBranch(root) }]
}

function envelope(): readonly Attribute[] {
  const named = ENVELOPE.map(({ path, type }) => ({ steps: path.split('.'), type }))
  return [...Map.groupBy(named, ({ steps }) => steps[0] ?? '')].map(([name, own]) => {
    const [first] = own
    if (first?.steps.length === 1) return plain(name, first.type)
    return { name, type: 'object', attributes: own.map(({ steps, type }) => plain(steps[1] ?? '', type)) }
  })
}

/** Null: whatever stands there. */
type Branch = Map<string, { readonly list: boolean; readonly inner: Branch } | null>

function addPath(branch: Branch, [step = '', ...rest]: readonly string[]): void {
  const list = step.endsWith('[]')
  const name = list ? step.slice(0, -'[]'.length) : step
  const known = branch.get(name)
  if (rest.length === 0) {
    if (known === undefined) branch.set(name, null)
    return
  }
  const inner: Branch = known?.inner ?? new Map()
  branch.set(name, { list, inner })
  addPath(inner, rest)
}

const ofBranch = (branch: Branch): readonly Attribute[] =>
  [...branch].map(([name, below]) =>
    below === null
      ? plain(name, 'any')
      : { name, type: below.list ? 'list' : 'object', attributes: ofBranch(below.inner) },
  )

/** Whether an expression that reads these paths of `event` reads what only a wider mode than `none` keeps. */
export function readsActivity(streams: readonly ListenedStream[], paths: readonly string[]): boolean {
  const fields = streams.flatMap((stream) => eventFieldsOf(stream))
  return fields.some(
    ({ path, leastMode }) => leastMode !== 'none' && paths.some((read) => isBelow(`data.${path}`, read)),
  )
}

/** `data.list[].a` is below `data`, `data.list` and itself. */
const isBelow = (path: string, read: string): boolean => {
  const bare = path.replaceAll('[]', '')
  return bare === read || bare.startsWith(`${read}.`)
}
