import type { Db } from '../db/client.ts'
import type { StartableDelivery } from '../db/deliveries/deliveries.ts'
import { dueDigests } from '../db/digests/due-digests.ts'
import { makeDigest } from '../db/digests/make-digest.ts'

/**
 * Milliseconds that a digest is made after it is due: what was begun before then is committed by then, and what is committed
 * later counts to the next week, since ids say when something was written.
 */
const SETTLED_AFTER_MS = 60_000

/**
 * The digests that are due, one after the other, each handed over as soon as it is there. One that cannot be made holds up no
 * other; what went wrong with the first such is thrown in the end, and all of them are due at the next look, too.
 */
export async function makeDigests(
  {
    db,
    now,
    heartbeat,
  }: { readonly db: Db; readonly now: Date; readonly heartbeat?: (() => void) | undefined },
  hand: (made: StartableDelivery) => Promise<unknown>,
): Promise<void> {
  const settled = new Date(now.getTime() - SETTLED_AFTER_MS)
  const failures: unknown[] = []
  for (const id of await dueDigests(db, settled)) {
    heartbeat?.()
    const made = await makeDigest(db, id, settled).catch((error: unknown) => void failures.push(error))
    if (made) await hand(made)
  }
  if (failures.length > 0) throw failures[0]
}
