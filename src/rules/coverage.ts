import type { Capability } from '../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { NotEvaluatedReason } from '../model/core/findings.ts'
import { NOT_EVALUATED_REASONS } from '../model/core/findings.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { STREAMS } from '../model/core/streams.ts'
import { CATALOGUE } from './catalogue/catalogue.ts'
import type { RuleEntry } from './catalogue/entry.ts'

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
  /** Import the company's directory, or have SCIM write it. */
  | { readonly kind: 'directory' }
  /** Nothing in this version: it comes with DLP profiles. */
  | { readonly kind: 'dlp_profile' }
  /** Nothing: upstream does not send it, or grants it by hand. */
  | { readonly kind: 'wait' }
  /** Nothing: it judges by itself once the first days have passed. */
  | { readonly kind: 'time' }

/** A rule of the catalogue by its id, or one that people wrote. */
type Named = RuleId | RuleEntry
const entryOf = (rule: Named): RuleEntry => (typeof rule === 'string' ? CATALOGUE[rule] : rule)

/** Capabilities that a rule stands on. */
export const capabilitiesOf = (rule: Named): readonly Capability[] => [
  ...new Set(
    Object.values(entryOf(rule).needs).flatMap((streams) =>
      streams.map((stream) => STREAMS[stream].capability),
    ),
  ),
]

/** What a reason asks for; the capabilities are those that the integration lacks. */
export function remediesOf(
  rule: Named,
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
      return [{ kind: 'mode', mode: entryOf(rule).leastMode }]
    case 'stream_incomplete':
    case 'no_activity_signal':
      return [{ kind: 'collect' }]
    case 'setting_missing':
    case 'rule_disabled':
    case 'expression_error':
    case 'expression_too_costly':
      return [{ kind: 'settings' }]
    case 'no_directory':
      return [{ kind: 'directory' }]
    case 'no_dlp_profile':
      return [{ kind: 'dlp_profile' }]
    case 'warming_up':
      return [{ kind: 'time' }]
    case 'awaiting_access':
    case 'value_absent_upstream':
      return [{ kind: 'wait' }]
    default:
      return reason satisfies never
  }
}

export const OUTCOMES = ['pass', 'fail', 'not_evaluated', 'never'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A rule's last evaluation, as far as its outcome goes by it. */
interface Evaluated {
  readonly passed: number
  readonly failed: number
  readonly notEvaluated: number
  /** Why nothing could be judged at all. */
  readonly reason: NotEvaluatedReason | null
  /** How many were left out, by reason; also by reasons that ask for nothing, such as `skipped:…`. */
  readonly assetReasons: Readonly<Record<string, unknown>>
}

interface Circumstances {
  /** Findings of the rule that are not resolved. */
  readonly standing: number
  readonly lacking: readonly Capability[]
}

interface Coverage {
  readonly outcome: Outcome
  readonly remedies: readonly Remedy[]
}

/** What a rule came to, and what would let it judge what it could not, be that all or a part. `null` before the first evaluation. */
export function coverageOf(rule: Named, result: Evaluated | null, circumstances: Circumstances): Coverage {
  if (result === null) return { outcome: 'never', remedies: [] }
  const outcome = outcomeOf(entryOf(rule), result, circumstances.standing)
  const reasons = result.reason === null ? reasonsIn(result.assetReasons) : [result.reason]
  return {
    outcome,
    remedies: distinct(reasons.flatMap((reason) => remediesOf(rule, reason, circumstances.lacking))),
  }
}

function outcomeOf({ kind }: RuleEntry, result: Evaluated, standing: number): Outcome {
  const { passed, failed, notEvaluated, reason } = result
  if (reason !== null) return 'not_evaluated'
  // Events are judged once: what failed in an earlier evaluation is in the findings and in no number of the last.
  if (kind === 'event' ? standing > 0 : failed > 0) return 'fail'
  // Nothing found in nothing is no pass. Nothing left out either: there is none of what the rule speaks of.
  return passed + failed === 0 && notEvaluated > 0 ? 'not_evaluated' : 'pass'
}

/** The commonest first. */
const reasonsIn = (assetReasons: Evaluated['assetReasons']): readonly NotEvaluatedReason[] =>
  NOT_EVALUATED_REASONS.filter((reason) => Object.hasOwn(assetReasons, reason)).toSorted(
    (one, other) => Number(assetReasons[other]) - Number(assetReasons[one]),
  )

/** Two reasons may ask for the same. */
const distinct = (remedies: readonly Remedy[]): readonly Remedy[] => [
  ...new Map(remedies.map((remedy) => [JSON.stringify(remedy), remedy])).values(),
]
