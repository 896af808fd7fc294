import { expiryProblem } from '../rules/exceptions.ts'
import type { ApiDeps } from './deps.ts'
import { ApiProblem } from './problem.ts'

/** An exception ends, within the longest time there is; null is for installations that allow it. */
export function refuseUnusableExpiry(
  { allowPermanentExceptions }: Pick<ApiDeps, 'allowPermanentExceptions'>,
  expiresAt: string | null,
): void {
  const problem = expiryProblem(expiresAt, { now: Date.now(), mayBePermanent: allowPermanentExceptions })
  if (problem === null) return
  throw new ApiProblem('unusable-expiry', `expires_at ${problem}.`, {
    errors: [{ pointer: '/expires_at', detail: problem }],
  })
}
