import type { Io } from './io.ts'

/**
 * A role is a process that serves until it is asked to stop: `api`, `worker`, `simulate`.
 *
 * Alone (a container, a terminal) it is asked by SIGTERM or SIGINT. Under `casbah up` it also hangs on a channel
 * to its parent: it reports there that it is ready, and takes the end of the channel as the order to stop, so
 * that no role outlives a parent that was killed. A second signal, or a stop that hangs, ends it by force.
 */
export interface Role<Ready> {
  /** What others need to reach it; never a secret unless the channel is a parent's. */
  readonly ready: Ready
  stop(): Promise<void>
  /** Rejects or resolves when it ends without having been asked. */
  readonly ended?: Promise<unknown>
}

export type RoleMessage<Ready> =
  | { readonly state: 'ready'; readonly ready: Ready }
  | { readonly state: 'failed'; readonly message: string; readonly exitCode: number }

/** Milliseconds. A worker drains for up to 20 s and is forced at 60. */
const STOP_WITHIN_MS = 70_000

/** Exit code when stopping hung and had to be forced. */
const FORCED_EXIT = 70

export async function runRole<Ready>(
  io: Io,
  name: string,
  start: () => Promise<Role<Ready>>,
  describe: (ready: Ready) => string,
): Promise<void> {
  const asked = untilAsked()
  const role = await start().catch((error: unknown) => {
    report<Ready>({ state: 'failed', message: messageOf(error), exitCode: exitCode(error) })
    asked.dispose()
    throw error
  })
  report({ state: 'ready', ready: role.ready })
  io.err(`${name}: ${describe(role.ready)}`)
  const reason = await Promise.race([asked.promise, endOf(role)])
  io.err(`${name}: stopping (${reason})`)
  forceLater(io, name)
  await role.stop()
  asked.dispose()
  io.err(`${name}: stopped`)
  if (reason === UNASKED) throw new Error(`${name} ended by itself; its log says why.`)
}

const UNASKED = 'it ended by itself'

async function endOf(role: Role<unknown>): Promise<string> {
  if (role.ended === undefined) return new Promise(() => undefined)
  await role.ended
  return UNASKED
}

function untilAsked(): { promise: Promise<string>; dispose(): void } {
  const { promise, resolve } = Promise.withResolvers<string>()
  const onSignal = (signal: NodeJS.Signals) => resolve(signal)
  const onDisconnect = () => resolve('the parent is gone')
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('disconnect', onDisconnect)
  return {
    promise,
    dispose() {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('disconnect', onDisconnect)
      if (process.connected) process.disconnect()
    },
  }
}

function forceLater(io: Io, name: string): void {
  setTimeout(() => {
    io.err(`${name}: did not stop within ${STOP_WITHIN_MS / 1_000} s; ending it by force`)
    process.exit(FORCED_EXIT)
  }, STOP_WITHIN_MS).unref()
}

function report<Ready>(message: RoleMessage<Ready>): void {
  if (process.send === undefined || !process.connected) return
  process.send(message, undefined, undefined, (error) => {
    // The parent went away in this very moment; `disconnect` follows and stops the role.
    if (error) process.emitWarning('The parent does not listen any more.')
  })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function exitCode(error: unknown): number {
  const code = (error as { exitCode?: unknown } | null)?.exitCode
  return typeof code === 'number' ? code : 1
}
