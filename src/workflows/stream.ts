import {
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  patched,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import { workflowIds } from '../model/core/names.ts'
import type { StreamState } from '../model/core/runs.ts'
import type { EndOfStream, SliceInput, SliceResult } from '../model/core/slices.ts'
import { streamEnd } from '../model/core/slices.ts'
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

/**
 * Since then a slice says itself that its stream is read and what it ended in, where two activities around it did. Most
 * streams of most runs are one slice long, and each activity costs Temporal as much as the slice does.
 */
const SLICES_TELL_PATCH = 'slices-tell-states'

interface Reading {
  slice: SliceInput
  epoch: number
  readonly heartbeatMs: number
  totals: { readonly records: number; readonly pages: number }
  /** What the last slice has said of the stream's state need not be said again. */
  readonly slicesTell: boolean
}

/**
 * One stream of one run: slice after slice until upstream's end. Nothing is remembered here but the
 * slice's number; where to go on is in the checkpoint. Longer waits are durable timers, so that no
 * worker's slot is held by them.
 */
export async function stream(input: StreamInput): Promise<StreamOutcome> {
  const slicesTell = patched(SLICES_TELL_PATCH)
  const slice = slicesTell ? { ...input.slice, tellsState: true } : input.slice
  const reading: Reading = { ...input, slice, slicesTell }
  setHandler(credentialsReplacedSignal, ({ epoch }) => {
    reading.epoch = Math.max(reading.epoch, epoch)
  })
  try {
    if (input.slice.sliceNo === 1 && !slicesTell) await mark(reading, 'running')
    for (;;) {
      const outcome = await readSlice(reading)
      if (outcome !== null) return outcome
      reading.slice = { ...reading.slice, sliceNo: reading.slice.sliceNo + 1 }
      setCurrentDetails(detailsOf(reading))
      if (workflowInfo().continueAsNewSuggested)
        return await continueAsNew<typeof stream>(carriedOn(input, reading))
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
    const outcome = ended(reading, 'failed', failureType(error))
    await mark(reading, outcome.state, { cause: outcome.cause })
    return outcome
  }
  const { records, pages } = reading.totals
  reading.totals = { records: records + result.records, pages: pages + result.pages }
  switch (result.state) {
    case 'more':
      return null
    case 'done':
    case 'denied':
    case 'stuck':
      return await end(reading, result)
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

async function end(reading: Reading, result: EndOfStream): Promise<StreamOutcome> {
  const { state, cause } = streamEnd(result)
  if (!reading.slicesTell) await mark(reading, state, { cause })
  return ended(reading, state, cause)
}

const carriedOn = (input: StreamInput, { slice, epoch, totals }: Reading): StreamInput => ({
  ...input,
  ...{ slice, epoch, totals },
})

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
