import type { CapabilityRow, ProbedCapability } from '../db/capabilities/put-capabilities.ts'
import type { Capability } from '../model/core/capabilities.ts'
import type { ResultCode } from '../model/core/result-codes.ts'

/** Codes that say nothing about the key: nobody answered. */
const NO_ANSWER: ReadonlySet<ResultCode> = new Set<ResultCode>(['unreachable', 'rate_limited'])

export const isUnanswered = ({ resultCode }: Pick<ProbedCapability, 'resultCode'>): boolean =>
  NO_ANSWER.has(resultCode)

/**
 * What was granted before and got no answer now: a hiccup of the network takes nothing away. Its row stays as it is,
 * and the code is told to whoever asked for the test.
 */
export function stillGranted(
  probed: readonly Pick<ProbedCapability, 'capability' | 'resultCode'>[],
  known: readonly Pick<CapabilityRow, 'capability' | 'state'>[],
): ReadonlySet<Capability> {
  const granted = new Set(
    known.filter(({ state }) => state === 'granted').map(({ capability }) => capability),
  )
  return new Set(
    probed
      .filter((one) => isUnanswered(one) && granted.has(one.capability))
      .map(({ capability }) => capability),
  )
}
