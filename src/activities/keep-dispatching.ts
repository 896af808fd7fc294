import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../telemetry/logger.ts'
import type { DispatchDeps } from './dispatch-outbox.ts'
import { dispatchEverything } from './dispatch-outbox.ts'

/**
 * Milliseconds between two looks at the outbox. Runs hand on what they find themselves; this is for what happens between
 * and around them. Each process with workers looks; rows that one has claimed the others skip, so several are no
 * harm, and none that dies is missed.
 */
const EVERY_MS = 3_000

export interface Dispatching {
  /** No look begins any more; resolves when the one that is on has ended, at its next start of a workflow at the latest. */
  stop(): Promise<void>
}

/** Looks at the outbox now and then. A look that fails is told, and the next one tries again: the rows are still there. */
export function keepDispatching(deps: DispatchDeps & { readonly logger: Logger }): Dispatching {
  const stopping = new AbortController()
  const { signal } = stopping
  const look = async () => {
    try {
      // Thousands may wait, and a process that is to end has seconds: another one starts what this one leaves.
      await dispatchEverything({ ...deps, heartbeat: () => signal.throwIfAborted() })
    } catch (error) {
      if (!signal.aborted) deps.logger.warn({ error }, 'events could not be handed on; tried again soon')
    }
  }
  const looking = (async () => {
    while (!signal.aborted) {
      await look()
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await looking
    },
  }
}
