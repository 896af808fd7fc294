import type { Actor } from '../model/core/actor.ts'
import type { Capability } from '../model/core/capabilities.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { EvaluateRulesInput, EvaluationCounts } from '../model/core/evaluations.ts'
import type { DeliveryId, FindingId, IntegrationId, RunId, RunNo } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { ScheduleKind } from '../model/core/names.ts'
import type { Phase } from '../model/core/phases.ts'
import type { PlannedStream } from '../model/core/planned-streams.ts'
import type { RecheckObstacle, RecheckOutcome } from '../model/core/rechecks.ts'
import type { RereadTarget } from '../model/core/rereads.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import type {
  CollectionKind,
  Lane,
  LaneKind,
  RunKind,
  RunState,
  Stage,
  StreamState,
} from '../model/core/runs.ts'
import type { SliceInput, SliceResult } from '../model/core/slices.ts'
import type { StreamName } from '../model/core/streams.ts'

/**
 * What workflows may ask of the world. Inputs and answers hold ids, counts and codes only: they
 * cross Temporal and stay in histories. `createActivities` makes the one that works.
 */
export interface Activities {
  openRun(input: OpenRunInput): Promise<OpenRunAnswer>
  planRun(input: RunInput): Promise<RunPlan>
  planRereads(input: RunInput): Promise<RereadPlan>
  setRunStage(input: SetRunStageInput): Promise<void>
  setStreamState(input: SetStreamStateInput): Promise<void>
  finishRun(input: FinishRunInput): Promise<void>
  describeRun(input: DescribeRunInput): Promise<RunDescription>
  terminateRun(input: DescribeRunInput): Promise<void>
  probeCapabilities(input: ProbeInput): Promise<ProbeSummary>
  setPhase(input: SetPhaseInput): Promise<void>
  syncSchedules(input: SyncSchedulesInput): Promise<void>
  deleteSchedules(input: IntegrationRef): Promise<void>
  applyMode(input: ApplyModeInput): Promise<void>
  shredIntegration(input: IntegrationRef): Promise<void>
  sendTick(input: SendTickInput): Promise<void>
  planRecheck(input: RecheckRef): Promise<RecheckRunPlan>
  judgeRecheck(input: JudgeRecheckInput): Promise<readonly RecheckOutcome[]>
  collectSlice(input: SliceInput): Promise<SliceResult>
  evaluateRules(input: EvaluateRulesInput): Promise<EvaluationCounts>
  dispatchOutbox(input: DispatchOutboxInput): Promise<DispatchCounts>
}

export interface IntegrationRef {
  readonly integrationId: IntegrationId
}

export interface OpenRunInput extends IntegrationRef {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: RunKind
  readonly lane: Lane | null
  readonly workflowId: string
  readonly actor: Actor
}

/**
 * Refused is an answer, not a failure: whoever asked has other things to do than to try again for as
 * long as another run lasts. `by` holds the lane; where it is null, the number was given away before.
 */
export type OpenRunAnswer =
  | { readonly opened: true }
  | { readonly opened: false; readonly by: LaneHolder | null; readonly lastRunNo: RunNo }

export interface LaneHolder {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: LaneKind
}

export interface RunInput extends IntegrationRef {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: CollectionKind
  readonly lane: Lane
}

/** What a run may read and what it may not, with the reason in one code. */
export interface RunPlan {
  readonly streams: readonly PlannedStream[]
}

/** What audit events have named as changed, and the rules that judge it. */
export interface RereadPlan {
  readonly streams: readonly StreamName[]
  readonly ruleIds: readonly RuleId[]
}

export interface RecheckRef extends IntegrationRef {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly findingIds: readonly FindingId[]
}

/** What a recheck reads, parents first, and which of its findings needs which of it. */
export interface RecheckRunPlan {
  readonly streams: readonly { readonly stream: StreamName; readonly targets: readonly RereadTarget[] }[]
  readonly findings: readonly PlannedRecheck[]
}

export interface PlannedRecheck {
  readonly findingId: FindingId
  readonly streams: readonly StreamName[]
  /** Why nothing of it may be read; null where it may. */
  readonly hindered: Hindrance | null
}

export interface Hindrance {
  readonly obstacle: RecheckObstacle
  readonly cause: string | null
}

export interface JudgeRecheckInput extends IntegrationRef {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly findings: readonly { readonly findingId: FindingId; readonly hindered: Hindrance | null }[]
}

export interface SetRunStageInput {
  readonly runId: RunId
  readonly stage: Stage
}

export interface SetStreamStateInput {
  readonly runId: RunId
  readonly stream: StreamName
  readonly state: StreamState
  readonly cause: string | null
  readonly waitingUntilMs: number | null
  /** Milliseconds that the wait which ends now has lasted. */
  readonly waitedMs: number
}

export interface FinishRunInput {
  readonly runId: RunId
  readonly state: RunState
  readonly outcome: JsonObject
}

export interface DescribeRunInput extends IntegrationRef {
  readonly runId: RunId
  readonly workflowId: string
}

/** `open` as Temporal and the `runs` table agree after the call; a dead run's row has been closed by it. */
export interface RunDescription {
  readonly open: boolean
  readonly state: RunState
}

export interface ProbeInput extends IntegrationRef {
  /** The `runs` row that this test has, if it has one (hourly probes for access have none). */
  readonly runId: RunId | null
}

export interface RejectedCredential {
  readonly kind: CredentialKind
  readonly code: ResultCode
}

/** What a connection test found, in capabilities and codes. The words for people are in the database. */
export interface ProbeSummary {
  readonly granted: readonly Capability[]
  readonly awaiting: readonly Capability[]
  readonly denied: readonly { readonly capability: Capability; readonly code: ResultCode }[]
  /** Credentials that a person must replace or mend upstream. */
  readonly rejected: readonly RejectedCredential[]
}

export interface SetPhaseInput extends IntegrationRef {
  readonly phase: Phase
  readonly note: string | null
}

export interface SyncSchedulesInput extends IntegrationRef {
  /** Null: running. A note: paused, and why. */
  readonly pausedNote: string | null
}

export interface ApplyModeInput extends IntegrationRef {
  readonly mode: CollectionMode
}

export interface SendTickInput extends IntegrationRef {
  readonly kind: ScheduleKind
}

export interface DispatchOutboxInput extends IntegrationRef {
  readonly runId: RunId
}

export interface DispatchCounts {
  readonly events: number
  readonly deliveries: number
}

export interface DeliverInput {
  readonly deliveryId: DeliveryId
}
