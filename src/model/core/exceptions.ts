import type { AssetKind } from './assets.ts'
import type { AnyRuleId } from './rule-ids.ts'

/** A human decision to tolerate findings. */
export const EXCEPTION_STATES = ['live', 'expired', 'disabled'] as const
export type ExceptionState = (typeof EXCEPTION_STATES)[number]

/** What an exception is about, by ids that never change; an integration may narrow the last three. */
export type ExceptionScope =
  | { readonly by: 'finding'; readonly fingerprint: string }
  | { readonly by: 'rule'; readonly ruleId: AnyRuleId }
  | { readonly by: 'asset'; readonly asset: AssetKey }
  | { readonly by: 'rule_and_asset'; readonly ruleId: AnyRuleId; readonly asset: AssetKey }

export interface AssetKey {
  readonly kind: AssetKind
  /** The opaque id that OpenAI gave it. */
  readonly externalId: string
}

/** Whether findings with a live exception are shown: without them, with all others, alone. */
export const EXCEPTED_FILTERS = ['exclude', 'include', 'only'] as const
export type ExceptedFilter = (typeof EXCEPTED_FILTERS)[number]
