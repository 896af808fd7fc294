/**
 * The rate budget as the clients see it. The truth is one row per (workspace or organization,
 * method, route template) in Postgres, shared by all workers; `createActivities` joins it to this
 * interface, so that the clients know neither the database nor the class they run in.
 */
export interface Budget {
  /**
   * Takes one token. Short waits (`LONGEST_WAIT_IN_PLACE_MS`) happen inside, longer ones throw
   * `BudgetWait`, so that no worker slot is held while nothing can be done.
   */
  acquire(route: RouteKey, signal: AbortSignal): Promise<void>
  /** Upstream answered 429: the known limit was too high, or somebody else shares it. */
  rejected(route: RouteKey, retryAfterMs: number | null): Promise<void>
  /** Gives unused leased tokens back. */
  release(): Promise<void>
}

/** What one upstream limit counts. */
export interface RouteKey {
  /** `workspace:<id>` or `organization:<id>`. */
  readonly scope: string
  /** Method and route template: `GET /organization/users`. */
  readonly route: string
  /** Requests a minute that upstream is known (or first assumed) to allow. */
  readonly perMinute: number
}

/** Higher classes may use the reserve that lower ones leave: probe, then incremental, then full. */
export type BudgetClass = 'probe' | 'incremental' | 'full'

/** The budget is used up for longer than one waits in place: sleep on a durable timer until then. */
export class BudgetWait extends Error {
  override readonly name = 'BudgetWait'
  /** Unix time in milliseconds from which on it is worth asking again. */
  readonly untilMs: number
  constructor(untilMs: number) {
    super('The request budget of this route is used up; the stream goes on when it has refilled.')
    this.untilMs = untilMs
  }
}
