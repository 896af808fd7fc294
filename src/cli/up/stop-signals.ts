/**
 * Ctrl-C, a supervisor's SIGTERM, a closed terminal: all ask for an orderly stop. A second one, from a person who
 * lost patience, ends it at once; the leashes of the services then stop them.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Exit code of a process that a signal ended, as shells give it. */
export const EXIT_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
export type StopSignal = (typeof SIGNALS)[number]

export interface StopSignals {
  readonly signal: AbortSignal
  /** Which one it was; undefined where none was received. */
  received(): StopSignal | undefined
  /** Stops everything with an error, as a signal would without one. */
  fail(error: Error): void
  dispose(): void
}

class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly by: StopSignal
  constructor(by: StopSignal) {
    super(`stopped by ${by}`)
    this.by = by
  }
}

export function watchSignals(say: (line: string) => void): StopSignals {
  const stopping = new AbortController()
  let first: StopSignal | undefined
  const listener = (name: NodeJS.Signals) => {
    const signal = SIGNALS.find((known) => known === name)
    if (signal === undefined) return
    if (first !== undefined) process.exit(EXIT_OF_SIGNAL[first])
    first = signal
    say('stopping … (once more to stop at once)')
    stopping.abort(new Stopped(signal))
  }
  for (const name of SIGNALS) process.on(name, listener)
  return {
    signal: stopping.signal,
    received: () => first,
    fail: (error) => stopping.abort(error),
    dispose() {
      for (const name of SIGNALS) process.off(name, listener)
    },
  }
}
