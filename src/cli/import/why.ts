import type { NotEvaluatedReason } from '../../model/core/findings.ts'
import type { CoverageRow } from '../coverage.ts'
import { doWhat } from '../coverage.ts'
import type { AssetView, RuleView } from '../finding-view.ts'
import { leftOutWords } from '../render/left-out.ts'
import type { TheirFinding } from './logpush-line.ts'
import type { OurFinding, Why } from './parity.ts'

/** Why something that Cloudflare found is no finding here: the first reason that holds, of those that would keep it from being one. */

export interface Circumstances {
  /** Of the same type on the same thing, and resolved. */
  readonly resolved: OurFinding | null
  readonly rule: RuleView | null
  readonly coverage: CoverageRow | null
  readonly asset: Pick<AssetView, 'deleted_at'> | null
}

interface Reason {
  readonly why: Why
  readonly detail: string | null
}

const CAPABILITY_REASONS: readonly NotEvaluatedReason[] = [
  'needs_chatgpt_enterprise',
  'needs_api_platform',
  'capability_denied',
  'awaiting_access',
]

export function whyNotHere(theirs: TheirFinding, known: Circumstances): Reason {
  const { resolved, rule, coverage, asset } = known
  if (resolved !== null) {
    const detail = `resolved ${resolved.resolved_at ?? ''}; Cloudflare saw it ${theirs.detectedAt}`
    return { why: 'resolved_since', detail }
  }
  if (rule === null) return { why: 'no_such_rule', detail: null }
  if (rule.setting?.enabled === false)
    return { why: 'rule_disabled', detail: `casbah rules set … ${rule.id} --on` }
  if (coverage === null || coverage.outcome === 'never') return { why: 'never_evaluated', detail: null }
  if (coverage.reason !== null) {
    const next = coverage.remedies.map(doWhat).join('; ')
    return {
      why: CAPABILITY_REASONS.includes(coverage.reason) ? 'capability_missing' : 'not_evaluated',
      detail: [coverage.reason_detail, next === '' ? null : next].filter((part) => part !== null).join(': '),
    }
  }
  if (asset === null) return { why: 'asset_not_collected', detail: null }
  if (asset.deleted_at !== null) return { why: 'asset_gone', detail: `since ${asset.deleted_at}` }
  return passes(rule, coverage)
}

/** The API does not say which things a rule left out, only how many: that it may be one of them is said. */
function passes(rule: RuleView, coverage: CoverageRow): Reason {
  const settings = Object.entries(rule.setting?.parameters ?? rule.default_parameters)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ')
  const leftOut = leftOutWords(coverage.asset_reasons).join(', ')
  const words = [settings, leftOut === '' ? '' : `or it is one of those that were left out: ${leftOut}`]
  return {
    why: settings === '' ? 'passes_here' : 'threshold_differs',
    detail: words.filter((part) => part !== '').join('; ') || null,
  }
}
