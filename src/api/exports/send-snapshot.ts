import type { Db } from '../../db/client.ts'
import type { Snapshot } from '../../db/snapshot.ts'
import { inSnapshot } from '../../db/snapshot.ts'
import { Handover, ReaderGone, ReaderStalled } from './handover.ts'

/**
 * What is read in one snapshot and sent as it is read: a page is in memory, whatever there is. Whoever reads slowly slows
 * the reading down; whoever stops to read is let go of after a while, since the snapshot holds a connection. What fails on
 * its way ends without its end, so that nobody takes a part for the whole: the connection is cut and not closed.
 */

/** Milliseconds that a reader may take nothing. Postgres would end the snapshot five seconds later. */
const STALLED_MS = 10_000
/** Milliseconds that one export lasts at most, however diligently somebody reads. */
const LIFE_MS = 1_800_000
/** Milliseconds after which the token is looked up again, as for a run that is followed. */
const TOKEN_CHECK_MS = 30_000

export interface SnapshotJob {
  readonly db: Db
  readonly stalledMs?: number
  /** Whether the token that asked still may; asked again every half minute. */
  readonly isAllowed: () => Promise<boolean>
  /** Milliseconds between those looks. Default: half a minute. */
  readonly tokenCheckMs?: number
}

export interface SentExport {
  /** ISO: when everything was as it is told. */
  readonly asOf: string
  readonly body: ReadableStream<Uint8Array>
  /** Settles when all was sent, or it was given up; never throws. */
  readonly ended: Promise<{ readonly error: unknown } | null>
}

export interface Sending {
  readonly snapshot: Snapshot
  /** To be called when there is something to answer: what is wrong until then is a problem, and not a cut. */
  begun(): void
  /** Between pages: throws where there is a reason to end. */
  look(): Promise<void>
  /** Resolves when it is on its way. */
  give(bytes: Uint8Array): Promise<void>
}

/** Resolves once `write` has begun. */
export async function sendSnapshot(
  job: SnapshotJob,
  write: (sending: Sending) => Promise<void>,
): Promise<SentExport> {
  const handover = new Handover()
  const begun = Promise.withResolvers<string>()
  const watch = new Watch(job.isAllowed, job.tokenCheckMs ?? TOKEN_CHECK_MS)
  const ended = inSnapshot(job.db, (snapshot) =>
    write({
      snapshot,
      begun: () => begun.resolve(snapshot.asOf),
      look: () => watch.look(),
      give: async (bytes) => {
        if (bytes.length > 0) await handover.give(bytes, job.stalledMs ?? STALLED_MS)
      },
    }),
  ).then(
    () => {
      handover.end()
      return null
    },
    (error: unknown) => {
      begun.reject(error)
      handover.breakOff()
      return { error }
    },
  )
  return { asOf: await begun.promise, body: handover.body, ended }
}

/** Nothing of ours broke: the export was ended for whom it was made. */
class ExportEnded extends Error {
  override readonly name = 'ExportEnded'
}

/** Nothing of ours broke where nobody reads on, or may. */
export const isNoFault = (error: unknown): boolean =>
  error instanceof ReaderStalled || error instanceof ReaderGone || error instanceof ExportEnded

/** Looks, between pages, whether there is a reason to end. */
class Watch {
  readonly #isAllowed: () => Promise<boolean>
  readonly #checkMs: number
  readonly #until = performance.now() + LIFE_MS
  #checkedAt = performance.now()

  constructor(isAllowed: () => Promise<boolean>, checkMs: number) {
    this.#checkMs = checkMs
    this.#isAllowed = isAllowed
  }

  async look(): Promise<void> {
    const now = performance.now()
    if (now > this.#until) throw new ExportEnded('It has lasted for half an hour.')
    if (now - this.#checkedAt < this.#checkMs) return
    this.#checkedAt = now
    if (!(await this.#isAllowed())) throw new ExportEnded('Its token was revoked, or has ended.')
  }
}
