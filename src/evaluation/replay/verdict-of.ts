import { effectiveSeverity } from '../../rules/severity.ts'
import type { Verdict } from '../../rules/verdict.ts'
import type { Replayed, ReplayVerdict } from './replay.ts'

/** A verdict as a replay shows it. */
export function verdictOf(
  { severity: published }: Replayed,
  verdict: Verdict,
  escalationOn: boolean,
): ReplayVerdict {
  if (verdict.result !== 'fail') {
    return {
      result: verdict.result,
      reason: reasonOf(verdict),
      evidence: null,
      severity: null,
      severityReason: null,
    }
  }
  const { severity, reason } = effectiveSeverity(
    { published, override: null, escalationOn },
    verdict.escalation,
  )
  const evidence = { ...verdict.evidence, ...verdict.moving }
  return { result: 'fail', reason: null, evidence, severity, severityReason: reason }
}

function reasonOf(verdict: Exclude<Verdict, { readonly result: 'fail' }>): string | null {
  if (verdict.result === 'not_evaluated') return verdict.detail
  return verdict.result === 'skipped' ? verdict.reason : null
}
