import {
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import { workflowIds } from '../model/core/names.ts'
import type { StreamState } from '../model/core/runs.ts'
import type { SliceInput, SliceResult } from '../model/core/slices.ts'
import { noting, slicing } from './calls.ts'
import { credentialRejectedSignal, credentialsReplacedSignal } from './messages.ts'
import type { StreamOutcome } from './run-book.ts'
import { failureType } from './slice-failure.ts'

export interface StreamInput {
  /** The next slice: its number orders fences, so it goes on through continue-as-new. */
  readonly slice: SliceInput
  /** Replacements of credentials that this stream knows of. */
  readonly epoch: number
  readonly heartbeatMs: number
  readonly totals: { readonly records: number; readonly pages: number }
}

type Rejection = Extract<SliceResult, { state: 'rejected' }>

interface Reading {
  slice: SliceInput
  epoch: number
  readonly heartbeatMs: number
  totals: { readonly records: number; readonly pages: number }
}

/**
 * One stream of one run: slice after slice until upstream's end. Nothing is remembered here but the
 * slice's number; where to go on is in the checkpoint. Longer waits are durable timers, so that no
 * worker's slot is held by them.
 */
export async function stream(input: StreamInput): Promise<StreamOutcome> {
  const reading: Reading = { ...input }
  setHandler(credentialsReplacedSignal, ({ epoch }) => {
    reading.epoch = Math.max(reading.epoch, epoch)
  })
  try {
    if (input.slice.sliceNo === 1) await mark(reading, 'running')
    for (;;) {
      const outcome = await readSlice(reading)
      if (outcome !== null) return await end(reading, outcome)
      reading.slice = { ...reading.slice, sliceNo: reading.slice.sliceNo + 1 }
      setCurrentDetails(detailsOf(reading))
      if (workflowInfo().continueAsNewSuggested)
        return await continueAsNew<typeof stream>({ ...input, ...reading })
    }
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => mark(reading, 'cancelled'))
    throw error
  }
}

/** One slice, and what its result asks for; an outcome where the stream is at its end. */
async function readSlice(reading: Reading): Promise<StreamOutcome | null> {
  const { slice, epoch, heartbeatMs } = reading
  let result: SliceResult
  try {
    const activities = slicing(`${slice.stream}, slice ${slice.sliceNo}`, heartbeatMs)
    result = await activities.collectSlice(slice)
  } catch (error) {
    if (isCancellation(error)) throw error
    return ended(reading, 'failed', failureType(error))
  }
  const { records, pages } = reading.totals
  reading.totals = { records: records + result.records, pages: pages + result.pages }
  switch (result.state) {
    case 'more':
      return null
    case 'done':
      return ended(reading, 'completed', null)
    case 'denied':
      return ended(reading, 'denied', result.reason)
    case 'stuck':
      return ended(reading, 'failed', 'CursorStuck')
    case 'waiting':
      await waitUntil(reading, result.untilMs)
      return null
    case 'rejected':
      await waitForCredentials(reading, result, epoch)
      return null
  }
}

const ended = ({ totals }: Reading, state: StreamOutcome['state'], cause: string | null): StreamOutcome => ({
  state,
  cause,
  ...totals,
})

async function waitUntil(reading: Reading, untilMs: number): Promise<void> {
  const since = Date.now()
  await mark(reading, 'waiting_for_rate_limit', { waitingUntilMs: untilMs })
  await sleep(Math.max(untilMs - Date.now(), 1), { summary: 'rate limit' })
  await mark(reading, 'running', { waitedMs: Date.now() - since })
}

/** Nothing more can be read until a person has replaced the key; unless that happened while the slice ran. */
async function waitForCredentials(
  reading: Reading,
  rejection: Rejection,
  epochOfSlice: number,
): Promise<void> {
  if (reading.epoch > epochOfSlice) return
  await reportRejection(reading, rejection)
  const since = Date.now()
  await mark(reading, 'waiting_for_credentials', { cause: rejection.code })
  await condition(() => reading.epoch > epochOfSlice)
  await mark(reading, 'running', { waitedMs: Date.now() - since })
}

async function reportRejection({ slice, epoch }: Reading, rejection: Rejection): Promise<void> {
  const entity = getExternalWorkflowHandle(workflowIds.integration(slice.integrationId))
  const { code, credentialKind } = rejection
  try {
    await entity.signal(credentialRejectedSignal, { runNo: slice.runNo, credentialKind, code, epoch })
  } catch (error) {
    log.warn('the entity is not there to hear of a refused credential', { stream: slice.stream, error })
  }
}

async function end(reading: Reading, outcome: StreamOutcome): Promise<StreamOutcome> {
  await mark(reading, outcome.state, { cause: outcome.cause })
  return outcome
}

interface Mark {
  readonly cause?: string | null
  readonly waitingUntilMs?: number
  readonly waitedMs?: number
}

async function mark(
  { slice: { runId, stream: name } }: Reading,
  state: StreamState,
  { cause = null, waitingUntilMs, waitedMs = 0 }: Mark = {},
): Promise<void> {
  const step = { runId, stream: name, state, cause, waitingUntilMs: waitingUntilMs ?? null, waitedMs }
  await noting(`${name}: ${cause === null ? state : `${state}: ${cause}`}`).setStreamState(step)
}

const detailsOf = ({ slice, totals }: Reading): string =>
  `slice ${slice.sliceNo}: ${totals.records} records, ${totals.pages} pages so far`
