import type { GptBundle } from './bundles.ts'
import { gptEvidence, gptMoving, isApproved, visibilityOf } from './gpt-facts.ts'
import { isoTime } from './time.ts'
import type { Escalation, Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/**
 * Fails a GPT of that public visibility. Upstream does not say since when a GPT is public. What is known is that it
 * has been so since its record last changed before our eyes, at the latest.
 */
export function judgePublic(
  bundle: GptBundle,
  approvedGpts: readonly string[],
  faulty: string,
  escalationOf: (bundle: GptBundle) => Escalation | null = () => null,
): Verdict {
  if (isApproved(bundle, approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
  const visibility = visibilityOf(bundle)
  if (visibility === null) return absentUpstream('sharing.visibility')
  if (visibility !== faulty) return PASS
  return fail({
    evidence: {
      ...gptEvidence(bundle),
      author_person_id: bundle.configuration?.asset.people.author ?? null,
    },
    moving: { ...gptMoving(bundle), public_since_at_latest: isoTime(bundle.asset.changedAt) },
    escalation: escalationOf(bundle),
  })
}
