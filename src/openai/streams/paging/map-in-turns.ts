import { setImmediate } from 'node:timers/promises'

/**
 * Milliseconds for which records are mapped before others get their turn: heartbeats, and commits of other collections,
 * which share the thread. One record may take a second where somebody made its schemas for that; usual pages take
 * less than this as a whole.
 */
const TURN_MILLISECONDS = 50

/** Maps the records of a page one after the other, and lets others run between two of them once it takes long. */
export async function mapInTurns<R, Result>(
  records: readonly R[],
  map: (record: R) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let began = performance.now()
  for (const record of records) {
    if (performance.now() - began > TURN_MILLISECONDS) {
      await setImmediate()
      began = performance.now()
    }
    results.push(map(record))
  }
  return results
}
