import type { NotEvaluatedReason } from '../../model/core/findings.ts'
import { NOT_EVALUATED_LABEL, NOT_EVALUATED_REASONS } from '../../model/core/findings.ts'

/**
 * Why a rule could not judge some assets: ` (16 lack a value that OpenAI did not send)`. A result counts its assets by
 * reason; its other entries tell of those that passed by exception, and of those that the rule does not speak of.
 */
export function describeLeftOut(reasons: Reasons): string {
  const words = leftOutWords(reasons)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

type Reasons = Readonly<Record<string, unknown>>

/** The same without the brackets, one for each reason, the commonest first. */
export const leftOutWords = (reasons: Reasons): readonly string[] =>
  Object.entries(reasons)
    .toSorted(([, one], [, other]) => Number(other) - Number(one))
    .flatMap(([reason, count]) =>
      isReason(reason) ? [`${String(count)} ${NOT_EVALUATED_LABEL[reason]}`] : [],
    )

const isReason = (reason: string): reason is NotEvaluatedReason =>
  (NOT_EVALUATED_REASONS as readonly string[]).includes(reason)
