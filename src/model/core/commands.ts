import type { Actor } from './actor.ts'
import type { CollectionMode } from './collection-mode.ts'
import type { FindingId, IntegrationId, RunId, RunNo } from './ids.ts'
import type { ScheduleKind } from './names.ts'
import type { Phase } from './phases.ts'
import type { CollectionLane, Lane, RunKind, RunState } from './runs.ts'

/**
 * The commands of the `integration` entity. Each is a Temporal update of the same name: its
 * validator refuses before anything is written to history, its handler only changes state, and
 * the entity's main loop does the work. Inputs hold ids and choices, never secrets.
 */
export const COMMANDS = [
  'connect',
  'collectNow',
  'recheck',
  'testConnection',
  'replaceCredentials',
  'setMode',
  'pause',
  'resume',
  'disconnect',
] as const
export type Command = (typeof COMMANDS)[number]

export interface CommandInput {
  readonly actor: Actor
}

export interface CollectNowInput extends CommandInput {
  /** Ids made by the caller (UUIDv7), used for the runs that this command starts, if it starts them. */
  readonly runIds: Readonly<Record<CollectionLane, RunId>>
}

export interface RunTicket {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: RunKind
  /** True where a run of that lane was already open (or about to be) and this call joined it. */
  readonly joined: boolean
}

/**
 * Collect Now asks for both lanes at once: state streams in `full`, logs in `incremental`, so that
 * what a person sees afterwards is whole. Each lane's run is joined where one is open.
 */
export interface CollectNowResult {
  readonly full: RunTicket
  readonly incremental: RunTicket
}

/** Reads again what one finding is about, and judges it. What is read and what came of it is the run's to say. */
export interface RecheckInput extends CommandInput {
  readonly findingId: FindingId
  /** Of the run, if this command starts one. */
  readonly runId: RunId
}

export interface TestConnectionInput extends CommandInput {
  readonly runId: RunId
}

export interface ReplaceCredentialsInput extends CommandInput {
  /** Which kinds were replaced; the secrets are already sealed in the database. */
  readonly kinds: readonly string[]
}

export interface SetModeInput extends CommandInput {
  readonly mode: CollectionMode
}

export interface PauseInput extends CommandInput {
  readonly note: string
}

export interface CommandResult {
  readonly phase: Phase
}

/** Signals. `runRead` and `runEnded` come from a collection, `tick` from the tick workflow's activity. */
export interface RunReadSignal {
  readonly runNo: RunNo
  readonly lane: Lane
}

export interface RunEndedSignal {
  readonly runNo: RunNo
  readonly lane: Lane
  readonly outcome: RunState
}

export interface TickSignal {
  readonly kind: ScheduleKind
  readonly runId: RunId
}

export interface CredentialRejectedSignal {
  readonly runNo: RunNo | null
  readonly credentialKind: string
  readonly code: string
  /** How many replacements of credentials the sender knew of: a rejection older than the last one is stale. */
  readonly epoch: number
}

/** Entity to run, run to its streams: credentials were replaced and probed, go on. */
export interface CredentialsReplacedSignal {
  readonly epoch: number
}

/** Durations the entity waits; from input, so that tests need no time-skipping server. */
export interface EntityTimings {
  /** Milliseconds between probes while access is awaited (default one hour). */
  readonly accessProbeEveryMs: number
  /** Milliseconds after which awaiting access gives up (default 30 days). */
  readonly accessWaitMs: number
  /** Milliseconds between checks that an open run's workflow still lives (default one hour). */
  readonly runCheckEveryMs: number
  /** Milliseconds without a heartbeat after which a slice is taken for dead and tried again (default 20 seconds). */
  readonly sliceHeartbeatMs: number
  /** Milliseconds within which a recheck has read what it wants, or says that it could not. */
  readonly recheckWithinMs?: number
}

/** A person waits for it: long enough for a few retries of what upstream refuses in passing. */
export const RECHECK_WITHIN_MS = 60_000

export const DEFAULT_ENTITY_TIMINGS: EntityTimings = {
  accessProbeEveryMs: 3_600_000,
  accessWaitMs: 30 * 86_400_000,
  runCheckEveryMs: 3_600_000,
  sliceHeartbeatMs: 20_000,
}

export interface IntegrationInput {
  readonly integrationId: IntegrationId
  readonly timings: EntityTimings
}
