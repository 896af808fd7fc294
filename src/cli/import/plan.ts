import type { Severity } from '../../model/core/severity.ts'
import type { RuleView } from '../finding-view.ts'
import type { TheirFinding } from './logpush-line.ts'
import type { Pair } from './parity.ts'

/**
 * What people decided at Cloudflare, as it would be here. A finding that is hidden there becomes an exception here, which has
 * a reason, somebody who answers for it, and an end. A severity is changed there for a finding type, and here for a rule.
 */

export interface ExceptionStep {
  readonly line: number
  readonly finding_id: string
  readonly rule_id: string
  readonly asset_external_id: string
}

export interface SeverityStep {
  readonly rule_id: string
  readonly from: Severity
  readonly to: Severity
}

export interface Plan {
  readonly exceptions: readonly ExceptionStep[]
  readonly severities: readonly SeverityStep[]
  /** As it is already. */
  readonly already: number
  /** What cannot be carried over. */
  readonly left: readonly { readonly line: number; readonly why: string }[]
}

export function planOf(pairs: readonly Pair[], rules: ReadonlyMap<string, RuleView>): Plan {
  const hidden = pairs.filter(({ theirs }) => theirs.hidden === true)
  const overridden = pairs.map(({ theirs }) => theirs).filter((one) => one.severityOverride !== null)
  const exceptions = hidden.map(exceptionOf)
  const severities = [...Map.groupBy(overridden, ({ findingTypeId }) => findingTypeId).values()].map(
    (lines) => severityOf(lines, rules.get(lines[0]?.findingTypeId ?? '') ?? null),
  )
  const all = [...exceptions, ...severities]
  return {
    exceptions: distinct(exceptions.flatMap((one) => ('finding_id' in one ? [one] : []))),
    severities: severities.flatMap((one) => ('to' in one ? [one] : [])),
    already: all.filter((one) => 'already' in one).length,
    left: all.flatMap((one) => ('why' in one ? [one] : [])),
  }
}

type Undone = { readonly already: true } | { readonly line: number; readonly why: string }

function exceptionOf({ theirs, ours }: Pair): ExceptionStep | Undone {
  const { line } = theirs
  if (ours === null || ours.state === 'resolved')
    return { line, why: 'it is hidden at Cloudflare, and nothing stands here to be tolerated' }
  if (ours.excepted !== null) return { already: true }
  return {
    ...{ line, finding_id: ours.id, rule_id: ours.rule_id },
    asset_external_id: ours.asset.external_id,
  }
}

function severityOf(lines: readonly TheirFinding[], rule: RuleView | null): SeverityStep | Undone {
  const [first] = lines
  const line = first?.line ?? 0
  const wanted = new Set(lines.map(({ severityOverride }) => severityOverride))
  const [to] = wanted
  if (rule === null)
    return {
      line,
      why: 'its severity was changed at Cloudflare, and no rule of the catalogue is of its type',
    }
  if (to == null || wanted.size > 1)
    return { line, why: `lines of its type name several severities, and ${rule.id} has one` }
  const from = rule.setting?.severity ?? rule.severity
  return from === to ? { already: true } : { rule_id: rule.id, from, to }
}

/** Two instances of theirs may be one finding here. */
const distinct = (steps: readonly ExceptionStep[]): readonly ExceptionStep[] => [
  ...new Map(steps.map((step) => [step.finding_id, step])).values(),
]
