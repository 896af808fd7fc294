/** Parents of one statement. One that appears among them meanwhile waits for the next run, as one behind the cursor does. */
const AHEAD = 100
/** Milliseconds after which what was listed is listed again: a parent that somebody deleted meanwhile is to be passed over. */
const FRESH_MS = 1_000

/**
 * Parents one by one, as streams ask for them, from lists of many: a parent often has a single page, and a statement for
 * each would cost as much as reading it.
 */
export function parentsAhead(
  list: (after: string | null, limit: number) => Promise<readonly string[]>,
  now: () => number = Date.now,
): (after: string | null) => Promise<string | null> {
  let ahead: readonly string[] = []
  let given: string | null = null
  let listedMs = 0
  return async (after) => {
    if (ahead.length === 0 || after !== given || now() - listedMs >= FRESH_MS) {
      listedMs = now()
      ahead = await list(after, AHEAD)
    }
    const [next = null, ...rest] = ahead
    ahead = rest
    given = next
    return next
  }
}
