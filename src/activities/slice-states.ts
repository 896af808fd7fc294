import { holdFence } from '../db/checkpoints/hold-fence.ts'
import { Fenced } from '../db/fenced.ts'
import { streamState } from '../db/run-streams/stream-state.ts'
import type { SliceResult } from '../model/core/slices.ts'
import { isEndOfStream, streamEnd } from '../model/core/slices.ts'
import type { Slice } from './collect-slice.ts'
import type { SetStreamStateInput } from './contract.ts'
import { moveStreamOfRun } from './runs.ts'

/**
 * Where a stream stands is said by the slices themselves, as long as one is at work: that it is read by the first, what it
 * ended in by the last. Waits, and what becomes of a slice that came to no end, are told by the workflow, which is all that
 * is left then. An attempt that dies between its last commit and its word is repeated, and the next one gives it.
 */

type Telling = Pick<Slice, 'deps' | 'input' | 'fence'>

/** A first slice has its stream. A later attempt leaves it at what the one before has said of it, such as a stall. */
export async function tellBegun(slice: Telling, attempt: number): Promise<void> {
  const { input } = slice
  if (!input.tellsState || input.sliceNo > 1) return
  if (attempt > 1 && !(await isUntold(slice))) return
  await say(slice, { state: 'running', cause: null })
}

async function isUntold({ deps, input: { runId, stream } }: Telling): Promise<boolean> {
  const state = await streamState(deps.database.drizzle, runId, stream)
  return state === null || state === 'queued'
}

/** Nothing more is read. */
export async function tellEnd(slice: Telling, result: SliceResult): Promise<void> {
  if (slice.input.tellsState && isEndOfStream(result)) await say(slice, streamEnd(result))
}

/**
 * Only an attempt that still has the stream may: one that thaws would else say that a stream is read which waits, or that it
 * has ended which is read.
 */
async function say(slice: Telling, told: Pick<SetStreamStateInput, 'state' | 'cause'>): Promise<void> {
  const { deps, input, fence } = slice
  await deps.database.drizzle.transaction(async (tx) => {
    if (!(await holdFence(tx, input, fence))) throw new Fenced(input.stream)
    await moveStreamOfRun(tx, { ...stepOf(slice), ...told })
  })
}

/** Of a state that is no wait. */
export const stepOf = ({ input: { runId, stream } }: Pick<Slice, 'input'>) => ({
  ...{ runId, stream },
  waitingUntilMs: null,
  waitedMs: 0,
})
