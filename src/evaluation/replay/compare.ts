import { canonicalJson } from '../../db/canonical-json.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { OVERRIDE_REASON } from '../../rules/severity.ts'
import type { Difference, JudgedAgain, Replay, Replayed, ReplayVerdict } from './replay.ts'

/** What a finding says of itself: it stands by its last failure. */
export const recordedOf = (finding: Replayed): ReplayVerdict => ({
  result: 'fail',
  reason: null,
  evidence: finding.evidence,
  severity: finding.effectiveSeverity,
  severityReason: finding.severityReason,
})

/** Holds what was judged again against what was recorded. */
export function compared(finding: Replayed, again: JudgedAgain, ruleVersionNow: number): Replay {
  const recorded = recordedOf(finding)
  const differences = [
    ...(ruleVersionNow === finding.ruleVersion
      ? []
      : [
          {
            kind: 'rule_version' as const,
            says: `the rule is version ${ruleVersionNow} now, was ${finding.ruleVersion}`,
          },
        ]),
    ...again.differences,
    ...(again.verdict === null ? [] : verdictDifferences(recorded, again.verdict)),
  ]
  return {
    ...again,
    differences,
    agrees: again.verdict !== null && differences.every(({ kind }) => kind === 'rule_version'),
    recorded,
    ruleVersionNow,
    judgedAt: finding.lastSeenAt,
  }
}

function verdictDifferences(recorded: ReplayVerdict, now: ReplayVerdict): readonly Difference[] {
  if (now.result !== recorded.result) {
    const why = now.reason === null ? '' : ` (${now.reason})`
    return [{ kind: 'result', says: `the verdict is ${now.result} now${why}, was ${recorded.result}` }]
  }
  const changed = changedParts(recorded.evidence ?? {}, now.evidence ?? {})
  return [
    ...(changed.length === 0
      ? []
      : [{ kind: 'evidence' as const, says: `the evidence differs in: ${changed.join(', ')}` }]),
    ...(isSameSeverity(recorded, now)
      ? []
      : [
          {
            kind: 'severity' as const,
            says: `the severity is ${now.severity} now, was ${recorded.severity} (a setting may have changed since)`,
          },
        ]),
  ]
}

/** What a person set stands above what a rule says, and is no input of it. */
const isSameSeverity = (recorded: ReplayVerdict, now: ReplayVerdict): boolean =>
  recorded.severityReason === OVERRIDE_REASON ||
  (recorded.severity === now.severity && recorded.severityReason === now.severityReason)

/** Names only: the values stand in both verdicts. */
function changedParts(then: JsonObject, now: JsonObject): readonly string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])]
  const text = (evidence: JsonObject, name: string) => canonicalJson({ value: evidence[name] ?? null })
  return names.filter((name) => text(then, name) !== text(now, name)).toSorted()
}
