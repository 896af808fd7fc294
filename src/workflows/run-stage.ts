import type { ChildWorkflowHandle } from '@temporalio/workflow'
import { condition, isCancellation, log, patched, setCurrentDetails, startChild } from '@temporalio/workflow'
import { workflowIds } from '../model/core/names.ts'
import { STREAMS_AT_ONCE_PER_PLANE } from '../model/core/runs.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAMS } from '../model/core/streams.ts'
import { runAttributes } from './attributes.ts'
import { noting } from './calls.ts'
import type { Run } from './collection.ts'
import { credentialsReplacedSignal } from './messages.ts'
import type { StreamOutcome } from './run-book.ts'
import { runDetails, streamBegun, streamEnded } from './run-book.ts'
import { stream as streamWorkflow } from './stream.ts'

/** A stage that began before it was noticed that three are too few goes on with three. */
const STREAMS_AT_ONCE_BEFORE = 3
const MORE_AT_ONCE_PATCH = 'six-streams-at-once'

/** Before, a stream that had ended well by then was taken for one that had not. */
const THROUGH_BEFORE_TOLD_PATCH = 'through-before-told'

/**
 * Reads the streams of one plane's stage: a few at once, and what is read under parents only once
 * those are listed. The rest of a cancelled stage is not begun.
 */
export async function readStreams(run: Run, streams: readonly StreamName[]): Promise<void> {
  let free: number = patched(MORE_AT_ONCE_PATCH) ? STREAMS_AT_ONCE_PER_PLANE : STREAMS_AT_ONCE_BEFORE
  await Promise.all(
    streams.map(async (name) => {
      await condition(() => parentEnded(run, streams, name))
      // Several wait for one free place, and all of them hear of it: whoever finds it taken waits on.
      while (free <= 0) await condition(() => free > 0)
      free -= 1
      try {
        await readStream(run, name)
      } finally {
        free += 1
      }
    }),
  )
}

function parentEnded(run: Run, together: readonly StreamName[], name: StreamName): boolean {
  const { parent } = STREAMS[name]
  return parent === undefined || !together.includes(parent) || run.book.ended[parent] !== undefined
}

async function readStream(run: Run, name: StreamName): Promise<void> {
  const missing = missingParent(run, name)
  if (missing === null) {
    const outcome = await executeStream(run, name)
    note(run, streamEnded(run.book, name, outcome))
    return
  }
  const { runId } = run.input
  const states = noting(`${name}: its parents were not listed`)
  await states.setStreamState({
    runId,
    stream: name,
    state: 'failed',
    cause: missing,
    waitingUntilMs: null,
    waitedMs: 0,
  })
  note(run, streamEnded(run.book, name, { state: 'failed', cause: missing, records: 0, pages: 0 }))
}

/** Listing the children of half a list of parents would look whole and be not. */
function missingParent(run: Run, name: StreamName): string | null {
  const { parent } = STREAMS[name]
  const planned = run.book.planned.some(({ stream, verdict }) => stream === parent && verdict === 'read')
  if (parent === undefined || !planned || run.book.ended[parent]?.state === 'completed') return null
  return 'parent_incomplete'
}

async function executeStream(run: Run, name: StreamName): Promise<StreamOutcome> {
  const { integrationId, runId, runNo, kind, lane, heartbeatMs } = run.input
  const { epoch } = run
  try {
    const child = await startChild(streamWorkflow, {
      workflowId: workflowIds.stream(integrationId, runNo, name),
      typedSearchAttributes: runAttributes(integrationId, kind),
      staticSummary: `${name}, run ${runNo}`,
      args: [
        {
          slice: { integrationId, runId, runNo, runKind: kind, lane, stream: name, sliceNo: 1 },
          epoch,
          heartbeatMs,
          totals: { records: 0, pages: 0 },
        },
      ],
    })
    // From here on it hears of new credentials; of those that came while it was being started it is told now.
    note(run, streamBegun(run.book, name))
    if (run.epoch > epoch) await tellOfCredentials(run, child)
    return await child.result()
  } catch (error) {
    if (isCancellation(error)) throw error
    // Terminated by hand, or broken in a way that it could not report: a gap, not the end of the run.
    log.error('a stream did not come to its end', { stream: name, error })
    const states = noting(`${name}: ended from outside`)
    await states.setStreamState({
      runId,
      stream: name,
      state: 'failed',
      cause: 'ended',
      waitingUntilMs: null,
      waitedMs: 0,
    })
    return { state: 'failed', cause: 'ended', records: 0, pages: 0 }
  }
}

/** A stream may be through before it hears of them: that is no failure of it. */
async function tellOfCredentials(run: Run, child: ChildWorkflowHandle<typeof streamWorkflow>): Promise<void> {
  try {
    await child.signal(credentialsReplacedSignal, { epoch: run.epoch })
  } catch (error) {
    if (isCancellation(error) || !patched(THROUGH_BEFORE_TOLD_PATCH)) throw error
    log.info('a stream ended before it could be told of new credentials', { stream: child.workflowId, error })
  }
}

function note(run: Run, book: Run['book']): void {
  run.book = book
  setCurrentDetails(runDetails(book))
}
