import type { NotEvaluatedReason } from '../../model/core/findings.ts'
import { NOT_EVALUATED_LABEL, NOT_EVALUATED_REASONS } from '../../model/core/findings.ts'

/**
 * Why a rule could not judge some assets: ` (16 lack a value that OpenAI did not send)`. A result counts its assets by
 * reason; its other entries tell of those that passed by exception, and of those that the rule does not speak of.
 */
export function describeLeftOut(reasons: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(reasons).flatMap(([reason, count]) =>
    isReason(reason) ? [`${String(count)} ${NOT_EVALUATED_LABEL[reason]}`] : [],
  )
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

const isReason = (reason: string): reason is NotEvaluatedReason =>
  (NOT_EVALUATED_REASONS as readonly string[]).includes(reason)
