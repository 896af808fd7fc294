import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow'

/** What a stream needs to know of a slice that failed for good. */
export interface SliceFailure {
  /** The failure's type as `openai/failures.ts` names it, or what Temporal says. */
  readonly type: string
  readonly code: string
  readonly credentialKind: string
}

interface RejectionDetails {
  readonly code?: unknown
  readonly credentialKind?: unknown
}

/** Reads the failure without trusting its shape. */
export function readSliceFailure(error: unknown): SliceFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (!(cause instanceof ApplicationFailure)) {
    return {
      type: cause instanceof Error ? cause.name : 'unknown',
      code: 'unknown',
      credentialKind: 'unknown',
    }
  }
  const details = (cause.details?.[0] ?? {}) as RejectionDetails
  return {
    type: cause.type ?? 'unknown',
    code: typeof details.code === 'string' ? details.code : 'unknown',
    credentialKind: typeof details.credentialKind === 'string' ? details.credentialKind : 'credential',
  }
}
