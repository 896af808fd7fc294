import { setTimeout as sleep } from 'node:timers/promises'
import type { Child, ChildSpec } from './child.ts'
import { startChild } from './child.ts'

/**
 * Keeps one role running: when its process ends without having been asked (a crash, the machine's memory killer),
 * another takes its place, after a pause that doubles while it keeps dying. Collections go on from their
 * checkpoints, so a restart costs a batch, not a run.
 */
export interface KeptRole<Ready> {
  readonly ready: Ready
  /** The process that serves at this moment. */
  pid(): number
  /** Ends it and lets it stay ended. */
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** A role that lived this long was well; the next pause is short again. */
const WELL_AFTER_MS = 60_000
/** Milliseconds that a role has to end its work: a worker drains its slices for up to 20 s. */
const STOP_GRACE_MS = 30_000

/**
 * `specOf` is asked before each start, with what the first one told of itself: ports that it chose are kept, since
 * others have been told of them.
 */
export async function keepRunning<Ready>(
  specOf: (first: Ready | undefined) => ChildSpec,
  say: (line: string) => void,
): Promise<KeptRole<Ready>> {
  let child: Child<Ready> = await startChild<Ready>(specOf(undefined))
  const spec = specOf(child.ready)
  const stopping = new AbortController()
  const watch = async () => {
    let pause = FIRST_PAUSE_MS
    while (!stopping.signal.aborted) {
      const since = performance.now()
      const how = await child.exited
      if (stopping.signal.aborted) return
      pause =
        performance.now() - since > WELL_AFTER_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS)
      say(`the ${spec.name} ended (${how}); starting it again`)
      child = await startAgain(child, spec, pause, stopping.signal, say)
    }
  }
  const watching = watch()
  return {
    ready: child.ready,
    pid: () => child.pid,
    async stop() {
      stopping.abort()
      await child.stop(STOP_GRACE_MS)
      await watching
      // One that was being started while we were asked to stop.
      await child.stop(STOP_GRACE_MS)
    },
  }
}

async function startAgain<Ready>(
  last: Child<Ready>,
  spec: ChildSpec,
  firstPauseMs: number,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Child<Ready>> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    await sleep(pause, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return last
    try {
      return await startChild<Ready>(spec)
    } catch (error) {
      say((error as Error).message)
    }
  }
}
