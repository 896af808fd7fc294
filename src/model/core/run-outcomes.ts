/** Why a run ended as it did, where its state alone does not say it: `code` of `runs.outcome`. */
export const RUN_OUTCOME_CODES = [
  'nothing_to_read',
  'nothing_read',
  'unreachable',
  'internal',
  'ended_without_report',
  'workflow_failed',
  'workflow_timed_out',
  'workflow_gone',
  'cancelled_by_operator',
  'terminated_by_operator',
  'disconnected',
] as const
export type RunOutcomeCode = (typeof RUN_OUTCOME_CODES)[number]

export const RUN_OUTCOME_LABEL: Record<RunOutcomeCode, string> = {
  nothing_to_read: 'Nothing to read: no connected plane has streams of this kind',
  nothing_read: 'None of its streams could be read to the end; its gaps say why',
  unreachable: 'OpenAI could not be reached',
  internal: 'Casbah itself broke; the log of its worker says where',
  ended_without_report: 'Its workflow ended without a report',
  workflow_failed: 'Its workflow failed',
  workflow_timed_out: 'Its workflow timed out',
  workflow_gone: 'Its workflow is not there any more',
  cancelled_by_operator: 'Cancelled in Temporal',
  terminated_by_operator: 'Terminated in Temporal',
  disconnected: 'The integration was disconnected',
}

/** The words for an outcome as it is kept, or null where it needs none. */
export function runOutcomeLabel(outcome: Readonly<Record<string, unknown>> | null): string | null {
  const code = RUN_OUTCOME_CODES.find((known) => known === outcome?.code)
  return code === undefined ? null : RUN_OUTCOME_LABEL[code]
}
