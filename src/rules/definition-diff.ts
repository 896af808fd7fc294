import type {
  DefinedAction,
  DefinedAudience,
  Definition,
  DefinitionChangeKind,
  DefinitionPart,
} from '../model/core/definitions.ts'
import { DEFINITION_CHANGE_KINDS } from '../model/core/definitions.ts'
import type { JsonObject } from '../model/core/json.ts'
import { isKnownVisibility, isWider } from './gpt-facts.ts'

/**
 * What differs between two definitions, in words that people decide by. Texts are there as fingerprints, so of them it
 * says that they differ, and how long each is. Two definitions of different hashes always differ here in something.
 */
export interface DefinitionChange {
  readonly kind: DefinitionChangeKind
  /** How many things changed: tools, hosts, files … Null where that cannot be told. */
  readonly count: number | null
  readonly detail: JsonObject
}

export function diffDefinitions(from: Definition, to: Definition): readonly DefinitionChange[] {
  const changes = [
    ...instructionChanges(from, to),
    ...listChanges('tools', 'tools', from.tools, to.tools),
    ...listChanges('files', 'files', from.files, to.files),
    ...actionChanges(from, to),
    ...audienceChanges(from.audience, to.audience),
  ]
  const place = ({ kind }: DefinitionChange) => DEFINITION_CHANGE_KINDS.indexOf(kind)
  return changes.sort((a, b) => place(a) - place(b))
}

const change = (
  kind: DefinitionChangeKind,
  count: number | null,
  detail: JsonObject = {},
): DefinitionChange => ({ kind, count, detail })

function instructionChanges({ instructions: a }: Definition, { instructions: b }: Definition) {
  if (a.fingerprint === b.fingerprint) return []
  return [
    change('instructions_changed', 1, {
      from: { length: a.length, fingerprint: a.fingerprint },
      to: { length: b.length, fingerprint: b.fingerprint },
    }),
  ]
}

/** Upstream told of it once and did not the other time: neither is more than the other. */
const notComparable = (part: DefinitionPart): DefinitionChange => change('not_comparable', null, { part })

type Told = readonly string[] | null

const missing = (from: readonly string[], to: readonly string[]): readonly string[] =>
  to.filter((word) => !from.includes(word))

function listChanges(part: 'tools' | 'files', name: 'tools' | 'files', from: Told, to: Told) {
  if (from === null || to === null) return from === to ? [] : [notComparable(part)]
  return [
    ...named(`${name}_added`, name, missing(from, to)),
    ...named(`${name}_removed`, name, missing(to, from)),
  ]
}

const named = (
  kind: DefinitionChangeKind,
  name: string,
  words: readonly string[],
): readonly DefinitionChange[] =>
  words.length === 0 ? [] : [change(kind, words.length, { [name]: [...words] })]

function actionChanges(from: Definition, to: Definition): readonly DefinitionChange[] {
  const [a, b] = [from.actions, to.actions]
  if (a === null || b === null) return a === b ? [] : [notComparable('actions')]
  if (sameList(a.map(wholeOf), b.map(wholeOf))) return []
  const [hostsBefore, hostsAfter] = [hostsOf(a), hostsOf(b)]
  const changes = [
    ...named('action_hosts_added', 'hosts', missing(hostsBefore, hostsAfter)),
    ...named('action_hosts_removed', 'hosts', missing(hostsAfter, hostsBefore)),
    ...operationChanges(a, b),
    ...authChanges(a, b),
  ]
  const schemas = b.filter((action) => !a.some((before) => schemaOf(before) === schemaOf(action))).length
  // Also where nothing else tells the two apart: fewer actions of one host, or schemas that changed places.
  return schemas > 0 || changes.length === 0
    ? [...changes, change('action_schemas_changed', Math.max(schemas, 1))]
    : changes
}

const wholeOf = ({ host, auth, schema }: DefinedAction): string => JSON.stringify([host, auth, schema])
const schemaOf = ({ host, schema }: DefinedAction): string => JSON.stringify([host, schema])

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted())

/** Where calls may go: the host that OpenAI names, and those of the schema. */
const NO_HOST = '(no host)'
const hostsOf = (actions: readonly DefinedAction[]): readonly string[] =>
  [
    ...new Set(actions.flatMap(({ host, reading }) => [host ?? NO_HOST, ...(reading.servers ?? [])])),
  ].toSorted()

/** All operations of a GPT; null where those of an action are not all known. */
function operationsOf(actions: readonly DefinedAction[]): readonly string[] | null {
  const each = actions.map(({ reading }) => reading.operations)
  return each.includes(null) ? null : [...new Set(each.flatMap((operations) => operations ?? []))]
}

/** Operations are fingerprints here: how many came and went can be said, and not which. */
function operationChanges(a: readonly DefinedAction[], b: readonly DefinedAction[]) {
  const [before, after] = [operationsOf(a), operationsOf(b)]
  if (before === null || after === null) return []
  const [added, removed] = [missing(before, after).length, missing(after, before).length]
  return [
    ...(added === 0 ? [] : [change('operations_added', added, { of: after.length })]),
    ...(removed === 0 ? [] : [change('operations_removed', removed, { of: before.length })]),
  ]
}

/** Of hosts that both have: a new host's authentication is part of its being new. */
function authChanges(a: readonly DefinedAction[], b: readonly DefinedAction[]): readonly DefinitionChange[] {
  const [before, after] = [authsByHost(a), authsByHost(b)]
  const changed = [...after].flatMap(([host, to]) => {
    const from = before.get(host)
    return from === undefined || sameList(from, to) ? [] : [{ host, from, to }]
  })
  return changed.length === 0 ? [] : [change('auth_changed', changed.length, { hosts: changed })]
}

function authsByHost(actions: readonly DefinedAction[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(actions, ({ host }) => host ?? NO_HOST)
  return new Map(
    [...groups].map(([host, group]) => [
      host,
      [...new Set(group.map(({ auth }) => auth ?? 'not told'))].toSorted(),
    ]),
  )
}

function audienceChanges(a: DefinedAudience, b: DefinedAudience): readonly DefinitionChange[] {
  const moves = [
    visibilityMove(a.visibility, b.visibility),
    recipientsMove(a, b),
    permissionsMove(a.permissions, b.permissions),
  ]
  const detail = { from: describe(a), to: describe(b) }
  if (moves.includes('other')) return [change('audience_changed', 1, detail)]
  const [widened, narrowed] = [
    moves.some((move) => move === 'wider' || move === 'both'),
    moves.some((move) => move === 'narrower' || move === 'both'),
  ]
  return [
    ...(widened ? [change('audience_widened', 1, detail)] : []),
    ...(narrowed ? [change('audience_narrowed', 1, detail)] : []),
  ]
}

const describe = ({ visibility, recipients, permissions }: DefinedAudience): JsonObject => ({
  visibility,
  recipients,
  permissions: permissions && [...permissions],
})

/** `other`: upstream's words are an open set, and of a new one nobody knows how wide it is. */
type Move = 'none' | 'wider' | 'narrower' | 'both' | 'other'

function visibilityMove(from: string | null, to: string | null): Move {
  if (from === to) return 'none'
  if (!isKnownVisibility(from) || !isKnownVisibility(to)) return 'other'
  return isWider(to, from) ? 'wider' : 'narrower'
}

function recipientsMove(from: DefinedAudience, to: DefinedAudience): Move {
  // With another visibility, that says it: a workspace is wider than any number of people in it.
  if (from.visibility !== to.visibility || from.recipients === to.recipients) return 'none'
  if (from.recipients === null || to.recipients === null) return 'other'
  return to.recipients > from.recipients ? 'wider' : 'narrower'
}

function permissionsMove(from: Told, to: Told): Move {
  if (from === null || to === null) return from === to ? 'none' : 'other'
  const [more, less] = [missing(from, to).length > 0, missing(to, from).length > 0]
  if (more) return less ? 'both' : 'wider'
  return less ? 'narrower' : 'none'
}
