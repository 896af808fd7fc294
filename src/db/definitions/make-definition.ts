import { createHash } from 'node:crypto'
import type {
  ActionReadingFacts,
  DefinedAction,
  DefinedAudience,
  DefinedText,
  Definition,
} from '../../model/core/definitions.ts'
import type { AssetId } from '../../model/core/ids.ts'
import type { JsonObject, JsonValue } from '../../model/core/json.ts'
import type { GptTool } from '../../model/schema/assets.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { DataKey } from '../seal/data-key.ts'

/** What a definition is made from: a GPT and the configuration that it calls its latest, as they are stored. */
export interface DefinitionSource {
  /** Fingerprints are of its texts alone: two GPTs with the same instructions do not show that they have. */
  readonly assetId: AssetId
  readonly gpt: JsonObject
  readonly configuration: JsonObject
  /** Opened. */
  readonly sealed: JsonObject
}

const CUSTOM_ACTION = 'custom_action'
/** Visibilities that reach the workspace whether something is shared with anybody or not. */
const BEYOND_SHARES: readonly string[] = ['workspace', 'anyone-with-link', 'gpt-store']
const PERMISSIONS = ['can_read', 'can_view_config', 'can_write'] as const
/** Hex digits: enough to tell a GPT's few hundred operations apart, and a quarter of the room. */
const SHORT = 16

/** Hashes a text as what it is, of the GPT that it is part of. */
type Fingerprint = (kind: string, text: string) => string

export function makeDefinition(source: DefinitionSource, dataKey: DataKey): Definition {
  const key: Fingerprint = (kind, text) => dataKey.fingerprint(`${source.assetId}\n${kind}\n${text}`)
  const configuration = ASSET_SCHEMAS['chatgpt.gpt_config'].parse(source.configuration)
  const tools = configuration.tools ?? null
  const files = configuration.files ?? null
  return {
    instructions: textOf(source.sealed.instructions, 'instructions', key),
    tools: tools && distinct(tools.filter(isNoAction).map(({ type }) => type ?? 'unknown')),
    actions: tools && actionsOf(tools, listOf(source.sealed.tools), key),
    files: files && distinct(files.map(({ id }) => id ?? 'unknown')),
    audience: audienceOf(source.gpt),
  }
}

/**
 * What is approved, and what an approval is lost by. Over what upstream sent, never over what our readers make of it: a
 * release that reads schemas better must not change every GPT at once. The number is the form's; another form is
 * another hash.
 */
export function definitionHash({ actions, ...definition }: Definition): string {
  const canonical = canonicalJson({
    form: 1,
    ...definition,
    actions: actions === null ? null : actions.map(sentOf),
  })
  return createHash('sha256').update(canonical, 'utf8').digest('hex')
}

const sentOf = ({ reading: _reading, ...sent }: DefinedAction) => sent

const isNoAction = ({ type }: GptTool): boolean => type !== CUSTOM_ACTION

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)].sort()

/** Each kind of text is hashed as what it is: instructions are never equal to a schema. */
function textOf(value: JsonValue | undefined, kind: string, key: Fingerprint): DefinedText {
  if (typeof value !== 'string' || value === '') return { fingerprint: null, length: null }
  return { fingerprint: key(kind, value), length: value.length }
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

/** What is sealed of a tool stands at the tool's place. */
function actionsOf(
  tools: readonly GptTool[],
  sealed: readonly JsonValue[],
  key: Fingerprint,
): readonly DefinedAction[] {
  const actions = tools.flatMap((tool, at) => {
    if (isNoAction(tool)) return []
    const hidden = sealed[at]
    return [actionOf(tool, isObject(hidden) ? hidden : {}, key)]
  })
  // By what upstream sent, as the hash is.
  const keyed = actions.map((action) => ({ action, text: canonicalJson(sentOf(action)) }))
  return keyed.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ action }) => action)
}

const actionOf = (tool: GptTool, sealed: JsonObject, key: Fingerprint): DefinedAction => ({
  host: tool.action_domain?.toLowerCase() ?? null,
  auth: tool.auth_type ?? null,
  schema: textOf(sealed.action_openapi_raw, 'schema', key).fingerprint,
  reading: readingOf(tool, sealed, key),
})

function readingOf(tool: GptTool, sealed: JsonObject, key: Fingerprint): ActionReadingFacts {
  const servers = tool.servers?.filter((host) => host !== '') ?? null
  const operations = listOf(sealed.operations).filter(isObject)
  const isWhole = tool.schema_problem === null && tool.operations === operations.length
  const named = operations.map(({ method, path, hosts }) =>
    key('operation', canonicalJson({ method, path, hosts })).slice(0, SHORT),
  )
  return { servers: servers && distinct(servers), operations: isWhole ? distinct(named) : null }
}

function audienceOf(attributes: JsonObject): DefinedAudience {
  const gpt = ASSET_SCHEMAS['chatgpt.gpt'].parse(attributes)
  const visibility = gpt.sharing?.visibility ?? gpt.visibility ?? null
  const recipients = gpt.sharing?.recipients_count ?? gpt.recipients_count ?? null
  const beyond = visibility !== null && BEYOND_SHARES.includes(visibility)
  const given = isObject(attributes.sharing) ? attributes.sharing.permissions : undefined
  return {
    visibility,
    recipients: beyond ? null : recipients,
    permissions: isObject(given) ? PERMISSIONS.filter((name) => given[name] === true) : null,
  }
}
