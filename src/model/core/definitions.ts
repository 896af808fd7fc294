/**
 * What a GPT is made of, as far as somebody could approve it: what it is told, what it can do, what it knows, and whom
 * it reaches. Name, description, categories and conversation starters are how it looks, and are left out.
 *
 * No text of the customer's stands in here. Instructions, schemas of actions and operations are named by keyed
 * fingerprints, which tell equal from different and nothing else; the rest stands in clear in `assets`, too.
 *
 * `null` is always "OpenAI did not tell"; an empty list is "none".
 */
export interface Definition {
  readonly instructions: DefinedText
  /** Kinds of tools other than custom actions, sorted, each once. */
  readonly tools: readonly string[] | null
  /** In one order, whatever upstream's is. */
  readonly actions: readonly DefinedAction[] | null
  /** Ids of knowledge files, sorted. A file that was replaced has another id. */
  readonly files: readonly string[] | null
  readonly audience: DefinedAudience
}

/** Of an empty text both are null: whether upstream says `""` or leaves it out is no difference of definitions. */
export interface DefinedText {
  readonly fingerprint: string | null
  /** Characters. */
  readonly length: number | null
}

export interface DefinedAction {
  readonly host: string | null
  readonly auth: string | null
  /** Fingerprint of its OpenAPI text. */
  readonly schema: string | null
  /** What our reader made of the schema. It reads better from release to release, so the hash does not hold it. */
  readonly reading: ActionReadingFacts
}

export interface ActionReadingFacts {
  /** Hosts that the schema sends calls to; null where that could not be read. */
  readonly servers: readonly string[] | null
  /** Fingerprints of its operations; null where not all could be read, or more than are kept. */
  readonly operations: readonly string[] | null
}

export interface DefinedAudience {
  readonly visibility: string | null
  /** People it is shared with directly. Null also where the visibility reaches the workspace or more, who need no share. */
  readonly recipients: number | null
  /** What those whom the visibility reaches may do with it, sorted: `can_read`, `can_view_config`, `can_write`. */
  readonly permissions: readonly string[] | null
}

export const DEFINITION_PARTS = ['tools', 'actions', 'files', 'audience'] as const
export type DefinitionPart = (typeof DEFINITION_PARTS)[number]

/** In the order in which people should read them. */
export const DEFINITION_CHANGE_KINDS = [
  'audience_widened',
  'action_hosts_added',
  'tools_added',
  'operations_added',
  'auth_changed',
  'instructions_changed',
  'action_schemas_changed',
  'files_added',
  'audience_changed',
  'not_comparable',
  'audience_narrowed',
  'action_hosts_removed',
  'tools_removed',
  'operations_removed',
  'files_removed',
] as const
export type DefinitionChangeKind = (typeof DEFINITION_CHANGE_KINDS)[number]

/** How a live approval of a GPT stands to its definition as it was read last. `unread`: its newest was not read. */
export const APPROVAL_STATES = ['none', 'approved', 'changed', 'unread'] as const
export type ApprovalState = (typeof APPROVAL_STATES)[number]

export const APPROVAL_ENDINGS = ['withdrawn', 'superseded'] as const
export type ApprovalEnding = (typeof APPROVAL_ENDINGS)[number]

/** How far harm would reach. `unknown` where too little is known to say. */
export const BLAST_LEVELS = ['contained', 'limited', 'wide', 'very_wide', 'unknown'] as const
export type BlastLevel = (typeof BLAST_LEVELS)[number]

export const BLAST_FACTORS = ['audience', 'tools', 'actions', 'files', 'combination', 'use'] as const
export type BlastFactorName = (typeof BLAST_FACTORS)[number]
