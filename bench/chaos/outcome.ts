import type { RunDetail } from '../../src/cli/run-view.ts'
import { differences } from '../../src/cli/up/truth/compare.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'
import { pagesInHand, SOURCES } from '../../test/support/chaos/traffic.ts'
import { staleWrites } from '../../test/support/chaos/watched-commits.ts'
import { whatWasCounted } from '../../test/support/chaos/what-was-counted.ts'
import type { Cell } from './cell.ts'

/** What one fault did to one collection. All zero is what is promised. */
export interface Outcome {
  readonly fault: string
  readonly seed: number
  /** Records that the tenant holds and the database does not, or holds otherwise. */
  readonly lost: number
  /** Effects that happened twice: rows that the tenant does not hold, and counters that differ from an undisturbed run. */
  readonly duplicates: number
  /** Rows written by an attempt that was no longer the stream's. */
  readonly staleRows: number
  /** Fetched again for one death, of the stream with most, as a share of what may be in hand: two batches of half a second. */
  readonly refetchedBatches: number
  readonly beforeRetryAfter: number
  readonly resumeSeconds: readonly number[]
  /** Runs that did not end as completed, with how they did. */
  readonly unfinished: readonly string[]
  /** The first lines of what was counted otherwise than undisturbed, to tell what happened twice. */
  readonly differing: readonly string[]
}

export type Counted = Awaited<ReturnType<typeof whatWasCounted>>

/** More lines than any stream has. */
const ALL_LINES = 1_000_000
/** Lines of a difference that are told: the first say what kind it is. */
const TOLD_LINES = 6
/** Milliseconds an answer takes at least while workers die: bounds the pages that one batch can gather. */
const LEAST_LATENCY_MS = 250
const PAGES_IN_HAND = pagesInHand(LEAST_LATENCY_MS)

export async function countedBy(
  { stack, integrationId }: Cell,
  runs: readonly RunDetail[],
): Promise<Counted> {
  const ids = runs.map(({ id }) => id)
  return whatWasCounted(stack.database.sql, integrationId, ids)
}

export async function outcomeOf(
  cell: Cell,
  at: { readonly fault: string; readonly seed: number },
  runs: readonly RunDetail[],
  undisturbed: Counted | null,
): Promise<Outcome> {
  const { lost, extra } = await againstTruth(cell)
  const counted = await countedBy(cell, runs)
  const differing = undisturbed === null ? [] : linesOfOne(undisturbed, counted)
  return {
    ...at,
    lost,
    duplicates: extra + differing.length,
    staleRows: (await staleWrites(cell.stack.database.sql)).rows,
    refetchedBatches: mostRefetched(cell.lostPages),
    beforeRetryAfter: cell.tenant.stats().beforeRetryAfter,
    resumeSeconds: cell.resumed,
    unfinished: runs
      .filter(({ state }) => state !== 'completed')
      .map(({ kind, state }) => `${kind} ${state}`),
    differing: differing.slice(0, TOLD_LINES),
  }
}

async function againstTruth({
  stack,
  integrationId,
  tenant,
}: Cell): Promise<{ lost: number; extra: number }> {
  const context = {
    database: stack.database,
    master: stack.master,
    simulatorOrigin: new URL(tenant.ready.platformUrl).origin,
    integrationId: asIntegrationId(integrationId),
  }
  let lost = 0
  let extra = 0
  for (const stream of STREAM_NAMES) {
    for (const { truth } of await differences(context, stream, ALL_LINES)) {
      if (truth === undefined) extra += 1
      else lost += 1
    }
  }
  return { lost, extra }
}

/** Lines that only one of two countings has. */
function linesOfOne(expected: Counted, counted: Counted): string[] {
  return Object.keys(expected).flatMap((name) => {
    const left = new Set(expected[name])
    const right = new Set(counted[name])
    return [
      ...[...left].filter((line) => !right.has(line)).map((line) => `${name} without ${line}`),
      ...[...right].filter((line) => !left.has(line)).map((line) => `${name} with ${line}`),
    ]
  })
}

function mostRefetched(lost: readonly (readonly number[])[]): number {
  const shares = lost.flatMap((pages) =>
    pages.map((count, at) => {
      const { routes = [], streams = [] } = SOURCES[at] ?? {}
      return count / (routes.length * streams.length * PAGES_IN_HAND)
    }),
  )
  return Math.max(0, ...shares)
}
