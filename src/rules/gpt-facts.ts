import type { JsonObject } from '../model/core/json.ts'
import type { GptTool } from '../model/schema/assets.ts'
import type { GptBundle } from './bundles.ts'
import { isoTime } from './time.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream } from './verdict.ts'

/**
 * From narrowest to widest, as upstream lists them. `workspace-with-link` reaches only members who
 * have the link, which is less than the whole workspace and nothing like a public link.
 */
export const VISIBILITIES = [
  'invite-only',
  'workspace-with-link',
  'workspace',
  'anyone-with-link',
  'gpt-store',
] as const

export const PUBLIC_STORE = 'gpt-store'
export const PUBLIC_LINK = 'anyone-with-link'

export const visibilityOf = ({ attributes }: GptBundle): string | null =>
  attributes.sharing?.visibility ?? attributes.visibility ?? null

export const isPublic = (visibility: string | null): boolean =>
  visibility === PUBLIC_STORE || visibility === PUBLIC_LINK

export type Visibility = (typeof VISIBILITIES)[number]

export const isKnownVisibility = (visibility: string | null): visibility is Visibility =>
  (VISIBILITIES as readonly (string | null)[]).includes(visibility)

export const isWider = (visibility: Visibility, widest: Visibility): boolean =>
  VISIBILITIES.indexOf(visibility) > VISIBILITIES.indexOf(widest)

/** Unknown words of upstream's open set are not taken to be wide: a severity is not raised by a guess. */
export const reachesWorkspace = (visibility: string | null): boolean =>
  isKnownVisibility(visibility) && !isWider('workspace', visibility)

/** Null where upstream did not say what tools the configuration has. */
export const toolsOf = (bundle: GptBundle): readonly GptTool[] | null =>
  bundle.configuration?.attributes.tools ?? null

/** Why nothing can be said of a GPT's tools. */
export const withoutTools = ({ isLatestUnread }: GptBundle): Verdict =>
  isLatestUnread
    ? {
        result: 'not_evaluated',
        reason: 'stream_incomplete',
        detail: 'its latest configuration was not read',
      }
    : absentUpstream('tools')

export const fileCountOf = (bundle: GptBundle): number | null =>
  bundle.configuration?.attributes.files?.length ?? null

export const isCustomAction = (tool: GptTool): boolean => tool.type === 'custom_action'

/** Files that upstream did not tell of are not taken to be there; who passes a GPT for having none asks `fileCountOf`. */
export const hasFiles = (bundle: GptBundle): boolean => (fileCountOf(bundle) ?? 0) > 0

/** GPTs say `browser`; ChatGPT projects say `web_browsing`, and upstream's sets are open. */
export const BROWSING_TOOLS: readonly string[] = ['browser', 'web_browsing']
export const CODE_TOOL = 'code_interpreter'

const hasTool = (bundle: GptBundle, types: readonly string[]): boolean =>
  (toolsOf(bundle) ?? []).some(({ type }) => types.includes(type ?? ''))

export const browses = (bundle: GptBundle): boolean => hasTool(bundle, BROWSING_TOOLS)

export const runsCode = (bundle: GptBundle): boolean => hasTool(bundle, [CODE_TOOL])

export const actionsOf = (bundle: GptBundle): readonly GptTool[] =>
  (toolsOf(bundle) ?? []).filter(isCustomAction)

/** Of a schema that was looked at in part the counts are lower bounds, and do not say that there is not more. */
const isUnread = ({ operations, schema_problem: problem }: GptTool): boolean =>
  operations === undefined || operations === null || problem === 'truncated'

/** Why nothing can be said of what an action's schema holds; null where every action's was read whole. */
export function withoutSchemas(bundle: GptBundle): Verdict | null {
  const unread = actionsOf(bundle).find(isUnread)
  if (unread === undefined) return null
  return {
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: `the schema of an action could not be read (${unread.schema_problem ?? 'OpenAI sent none'})`,
  }
}

export const hasActions = (bundle: GptBundle): boolean => actionsOf(bundle).length > 0

/** How many people it can reach: those it is shared with, the workspace's members, or null for everybody. */
function audienceOf(bundle: GptBundle): { readonly reach: string; readonly people: number | null } {
  const visibility = visibilityOf(bundle)
  if (isPublic(visibility)) return { reach: 'public', people: null }
  if (visibility === 'invite-only') return { reach: 'invited people', people: sharesOf(bundle) }
  return { reach: 'workspace', people: bundle.workspaceMembers }
}

const sharesOf = ({ attributes, shares }: GptBundle): number | null =>
  shares ?? attributes.sharing?.recipients_count ?? attributes.recipients_count ?? null

/** Evidence that all GPT rules share. */
export function gptEvidence(bundle: GptBundle): JsonObject {
  const { asset, attributes, configuration } = bundle
  return {
    gpt_id: asset.externalId,
    name: configuration?.attributes.name ?? attributes.name ?? null,
    owner_person_id: asset.people.owner ?? null,
    created_at: isoTime(attributes.created_at),
    visibility: visibilityOf(bundle),
    shared_with: sharesOf(bundle),
    tools: toolsOf(bundle)?.map(({ type }) => type ?? 'unknown') ?? null,
    action_hosts:
      toolsOf(bundle)
        ?.filter(isCustomAction)
        .map(({ action_domain }) => action_domain ?? null) ?? null,
    knowledge_files: fileCountOf(bundle),
    configuration_id: configuration?.asset.externalId ?? null,
    configuration_hash: configuration?.asset.contentHash ?? null,
    configuration_created_at: isoTime(configuration?.attributes.created_at),
  }
}

/** A workspace grows every day; that is no news of a GPT. */
export function gptMoving(bundle: GptBundle): JsonObject {
  const { reach, people } = audienceOf(bundle)
  return { audience: reach, audience_size: people }
}

/** Approved GPTs pass all GPT rules of section A: their capability or exposure is wanted. */
export const isApproved = (bundle: GptBundle, approved: readonly string[]): boolean =>
  approved.includes(bundle.asset.externalId)
