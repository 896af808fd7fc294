import type { GptDetailView, GptDiffView, GptVersionView, GptView } from '../../api/schemas/gpt.ts'
import type { ApprovalState, DefinitionChangeKind } from '../../model/core/definitions.ts'
import type { JsonObject } from '../../model/core/json.ts'

const SHORT_HASH = 12
const TO_MINUTES = 16

export const shortHash = (hash: string): string => hash.slice(0, SHORT_HASH)

export const minutes = (instant: string): string => instant.slice(0, TO_MINUTES).replace('T', ' ')

export const APPROVAL_WORD: Record<ApprovalState, string> = {
  none: 'not approved',
  approved: 'approved',
  changed: 'changed after approval',
  unread: 'approved, newest not read',
}

export const describeBlast = ({ score, level }: GptView['blast_radius']): string =>
  score === null ? 'unknown' : `${score} ${level.replaceAll('_', ' ')}`

const NOT_TOLD = 'OpenAI did not tell'

const listed = (words: readonly string[] | null): string =>
  words === null ? NOT_TOLD : words.length === 0 ? 'none' : words.join(', ')

/** One line for each part. */
export function describeDefinition({ definition }: GptVersionView): readonly string[] {
  const { instructions, tools, actions, files, audience } = definition
  const what = actions?.map(
    ({ host, auth, operations }) =>
      `${host ?? 'no host'} (${auth ?? 'authentication not told'}, ${operations ?? 'unknown'} operations)`,
  )
  const people = audience.recipients === null ? '' : `, shared with ${audience.recipients}`
  return [
    `instructions: ${instructions.length === null ? 'none' : `${instructions.length} characters (sealed)`}`,
    `tools: ${listed(tools)}`,
    `actions: ${listed(what ?? null)}`,
    `knowledge files: ${files === null ? NOT_TOLD : files.length}`,
    `audience: ${audience.visibility ?? NOT_TOLD}${people}`,
  ]
}

type Change = GptDiffView['changes'][number]

const namesOf = (detail: JsonObject, name: string): string =>
  Array.isArray(detail[name]) ? detail[name].map(String).join(', ') : ''

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

function describeAudience(value: unknown): string {
  const recipients = field(value, 'recipients')
  const permissions = field(value, 'permissions')
  return [
    String(field(value, 'visibility') ?? 'not told'),
    ...(typeof recipients === 'number' ? [`shared with ${recipients}`] : []),
    ...(Array.isArray(permissions) ? [permissions.join(' ') || 'no permissions'] : []),
  ].join(', ')
}

const fromTo = ({ from, to }: JsonObject, describe: (value: unknown) => string): string =>
  `${describe(from)} → ${describe(to)}`

const WORDS: Record<DefinitionChangeKind, (change: Change & { detail: JsonObject }) => string> = {
  audience_widened: ({ detail }) => `reaches more, or lets them do more: ${fromTo(detail, describeAudience)}`,
  audience_narrowed: ({ detail }) =>
    `reaches fewer, or lets them do less: ${fromTo(detail, describeAudience)}`,
  audience_changed: ({ detail }) => `reaches others: ${fromTo(detail, describeAudience)}`,
  action_hosts_added: ({ detail }) => `may call ${namesOf(detail, 'hosts')}`,
  action_hosts_removed: ({ detail }) => `calls no more: ${namesOf(detail, 'hosts')}`,
  tools_added: ({ detail }) => `new tools: ${namesOf(detail, 'tools')}`,
  tools_removed: ({ detail }) => `tools gone: ${namesOf(detail, 'tools')}`,
  operations_added: ({ count }) => `new operations of actions: ${count}`,
  operations_removed: ({ count }) => `operations of actions gone: ${count}`,
  auth_changed: ({ detail }) =>
    `other authentication: ${(Array.isArray(detail.hosts) ? detail.hosts : []).map(describeAuth).join('; ')}`,
  instructions_changed: ({ detail }) =>
    `other instructions: ${fromTo(detail, (text) => `${field(text, 'length') ?? 0} characters`)} (sealed)`,
  action_schemas_changed: ({ count }) => `other schemas of actions: ${count} (sealed)`,
  files_added: ({ count, detail }) => `new knowledge files (${count}): ${namesOf(detail, 'files')}`,
  files_removed: ({ count, detail }) => `knowledge files gone (${count}): ${namesOf(detail, 'files')}`,
  not_comparable: ({ detail }) =>
    `not to be compared: of one of the two OpenAI did not tell its ${detail.part}`,
}

function describeAuth(entry: unknown): string {
  const words = (name: string): string => {
    const value = field(entry, name)
    return Array.isArray(value) ? value.join(' ') : 'not told'
  }
  return `${String(field(entry, 'host'))} ${words('from')} → ${words('to')}`
}

export const describeChange = (change: Change): string =>
  WORDS[change.kind](change as Change & { detail: JsonObject })

export function describeApproval({ approval, live_approval: live }: GptDetailView): string {
  if (live === null) return APPROVAL_WORD[approval]
  const what = `version ${live.version} ${shortHash(live.definition_hash)}`
  return `${APPROVAL_WORD[approval]}: ${what}, ${minutes(live.approved_at)} by ${live.approved_by.label}`
}
