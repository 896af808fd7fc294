import { setImmediate as turn } from 'node:timers/promises'
import { RULE_MS_AT_MOST } from '../../rules/custom/limits.ts'
import type { Verdict } from '../../rules/verdict.ts'

/** Milliseconds in which nothing else of the process runs: less than anybody who waits for an answer notices. */
const TURN_MS = 10

/** Milliseconds of whatever beginning. */
export type Clock = () => number

/** Gives others their turn by the clock: assets differ too much in what they take to be counted. */
export class Turns {
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #heartbeat: (() => void) | undefined
  #since: number

  constructor(
    {
      signal,
      heartbeat,
    }: { readonly signal?: AbortSignal | undefined; readonly heartbeat?: (() => void) | undefined },
    clock: Clock = () => performance.now(),
  ) {
    this.#signal = signal
    this.#heartbeat = heartbeat
    this.#clock = clock
    this.#since = clock()
  }

  /** Before each asset. A signal that is set by a timer is set in a turn, so it is looked at behind it. */
  async next(): Promise<void> {
    if (this.#clock() - this.#since >= TURN_MS) {
      this.#heartbeat?.()
      await turn()
      this.#since = this.#clock()
    }
    this.#signal?.throwIfAborted()
  }
}

/** What one rule's expression may take in an evaluation. Behind that it judges no more: no pass, and nothing resolved. */
export class Budget {
  readonly #clock: Clock
  #spent = 0

  constructor(clock: Clock = () => performance.now()) {
    this.#clock = clock
  }

  spend(judge: () => Verdict): Verdict {
    return this.isSpent ? SPENT : this.measure(judge)
  }

  get isSpent(): boolean {
    return this.#spent >= RULE_MS_AT_MOST
  }

  /** What is worked out to its end, whatever it takes. */
  measure<T>(work: () => T): T {
    const began = this.#clock()
    const came = work()
    this.#spent += this.#clock() - began
    return came
  }
}

const SPENT: Verdict = {
  result: 'not_evaluated',
  reason: 'expression_too_costly',
  detail: `not judged, since the expression had taken ${RULE_MS_AT_MOST / 1_000} s on others; ask for less`,
}
