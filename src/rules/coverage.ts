import type { Capability } from '../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { NotEvaluatedReason } from '../model/core/findings.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { STREAMS } from '../model/core/streams.ts'
import { CATALOGUE } from './catalogue/catalogue.ts'

/** What somebody can do so that a rule judges, or judges more. */
export type Remedy =
  /** Let the key do this. */
  | {
      readonly kind: 'grant'
      readonly capability: Capability
      readonly scope: string
      readonly label: string
    }
  /** Give the integration a key and an id of this plane. */
  | { readonly kind: 'connect'; readonly plane: 'chatgpt' | 'platform' }
  /** Allow this collection mode. */
  | { readonly kind: 'mode'; readonly mode: CollectionMode }
  /** Collect: what it needs has not been read to its end yet. */
  | { readonly kind: 'collect' }
  /** Set the rule's or the integration's settings; the words say which. */
  | { readonly kind: 'settings' }
  | { readonly kind: 'dlp_profile' }
  /** Nothing: upstream does not send it, or grants it by hand. */
  | { readonly kind: 'wait' }

/** Capabilities that a rule stands on. */
export const capabilitiesOf = (id: RuleId): readonly Capability[] => [
  ...new Set(
    Object.values(CATALOGUE[id].needs).flatMap((streams) =>
      streams.map((stream) => STREAMS[stream].capability),
    ),
  ),
]

/** What a reason asks for; the capabilities are those that the integration lacks. */
export function remediesOf(
  id: RuleId,
  reason: NotEvaluatedReason,
  lacking: readonly Capability[],
): readonly Remedy[] {
  switch (reason) {
    case 'capability_denied':
      return lacking.map((capability) => {
        const { scope, label } = CAPABILITY_FACTS[capability]
        return { kind: 'grant', capability, scope, label }
      })
    case 'needs_chatgpt_enterprise':
      return [{ kind: 'connect', plane: 'chatgpt' }]
    case 'needs_api_platform':
      return [{ kind: 'connect', plane: 'platform' }]
    case 'collection_mode':
      return [{ kind: 'mode', mode: CATALOGUE[id].leastMode }]
    case 'stream_incomplete':
    case 'no_activity_signal':
      return [{ kind: 'collect' }]
    case 'setting_missing':
    case 'rule_disabled':
      return [{ kind: 'settings' }]
    case 'no_dlp_profile':
      return [{ kind: 'dlp_profile' }]
    case 'awaiting_access':
    case 'value_absent_upstream':
      return [{ kind: 'wait' }]
    default:
      return reason satisfies never
  }
}
