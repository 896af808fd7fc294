import type { Db } from '../../db/client.ts'
import type { FindingFilter } from '../../db/findings/finding-filter.ts'
import type { ListedFinding } from '../../db/findings/list-findings.ts'
import { beginWalk, walkOn } from '../../db/findings/walk-findings.ts'
import { listIntegrations } from '../../db/integrations/list-integrations.ts'
import type { Person } from '../../db/people/get-people.ts'
import { getPeople } from '../../db/people/get-people.ts'
import { inSnapshot } from '../../db/snapshot.ts'
import { peopleIn } from '../../model/core/finding-owner.ts'
import type { FindingId, IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import { findingView } from '../schemas/finding.ts'
import type { ExportFormat } from './export-format.ts'
import { Handover } from './handover.ts'

/**
 * An export is read in one snapshot and sent as it is read: one page is in memory and the next one on its way, whatever the
 * number of findings. Whoever reads slowly slows the reading down; whoever stops to read is let go of after a while, since
 * the snapshot holds a connection. An export that fails on its way ends without its end, so that nobody takes a part for the
 * whole: the connection is cut and not closed.
 */

/** Findings that are read at a time: some hundred kilobytes, few enough to be forgotten while they are young. */
const PAGE = 250
/** Milliseconds that a reader may take nothing. Postgres would end the snapshot five seconds later. */
const STALLED_MS = 10_000
/** Milliseconds that one export lasts at most, however diligently somebody reads: it can be taken up again. */
const LIFE_MS = 1_800_000
/** Milliseconds after which the token is looked up again, as for a run that is followed. */
const TOKEN_CHECK_MS = 30_000

export interface FindingExport {
  readonly db: Db
  readonly scope: Scope
  readonly filter: FindingFilter
  readonly format: ExportFormat
  /** The last finding that an export brought which is taken up again; null: from the beginning. */
  readonly after: FindingId | null
  /** How many at most; null: all. */
  readonly most: number | null
  readonly version: string
  /** Findings at a time. Default 250. */
  readonly page?: number
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

/** Resolves once the first page was read: what is wrong until then is answered as a problem. */
export async function sendFindings(job: FindingExport): Promise<SentExport> {
  const handover = new Handover()
  const begun = Promise.withResolvers<string>()
  const ended = inSnapshot(job.db, (snapshot, asOf) =>
    send(job, snapshot, asOf, handover, begun.resolve),
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

async function send(
  job: FindingExport,
  snapshot: Db,
  asOf: string,
  handover: Handover,
  begun: (asOf: string) => void,
): Promise<void> {
  const names = await namesOf(snapshot, job.scope)
  const writing = job.format.begin({ asOf, names, version: job.version })
  const encoder = new TextEncoder()
  const give = async (text: string): Promise<void> => {
    if (text !== '') await handover.give(encoder.encode(text), job.stalledMs ?? STALLED_MS)
  }
  const people = new KnownPeople(snapshot, job.scope)
  const watch = new Watch(job.isAllowed, job.tokenCheckMs ?? TOKEN_CHECK_MS)
  let head = job.after === null ? writing.head : ''
  for await (const rows of pages(job, snapshot)) {
    begun(asOf)
    await watch.look()
    const known = await people.of(rows)
    await give(head + writing.page(rows.map((row) => findingView(row, known))))
    head = ''
  }
  await give(head + writing.end())
}

/** Nothing of ours broke: the export was ended for whom it was made. */
export class ExportEnded extends Error {
  override readonly name = 'ExportEnded'
}

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

/** At least one page, if an empty one. The next is asked for while this one is written. */
async function* pages(
  { scope, filter, after, most, page = PAGE }: FindingExport,
  snapshot: Db,
): AsyncIterable<readonly ListedFinding[]> {
  let left = most ?? Number.POSITIVE_INFINITY
  const read = (): Promise<readonly ListedFinding[]> => {
    const rows = walkOn(snapshot, Math.min(page, left))
    // Whoever stops early leaves it to nobody; whoever goes on meets its failure at `await`.
    rows.catch(() => undefined)
    return rows
  }
  await beginWalk(snapshot, scope, filter, after)
  let coming = read()
  for (;;) {
    const rows = await coming
    left -= rows.length
    const isLast = rows.length < page || left <= 0
    if (!isLast) coming = read()
    yield rows
    if (isLast) return
  }
}

/** People who are remembered at most: of the largest workspaces a part, some tens of megabytes. */
const PEOPLE_AT_MOST = 20_000

/** Who stands in the evidence. The same few own most of what there is, so that whoever was met is not asked for again. */
class KnownPeople {
  #known = new Map<PersonId, Person>()
  readonly #snapshot: Db
  readonly #scope: Scope

  constructor(snapshot: Db, scope: Scope) {
    this.#snapshot = snapshot
    this.#scope = scope
  }

  async of(rows: readonly ListedFinding[]): Promise<ReadonlyMap<PersonId, Person>> {
    const ids = new Set(rows.flatMap((row) => peopleIn(row.evidence).map(([, id]) => id)))
    const unknown = [...ids].filter((id) => !this.#known.has(id))
    if (unknown.length === 0) return this.#known
    const found = await getPeople(this.#snapshot, this.#scope, unknown)
    // Begun anew rather than thinned out: the page at hand needs those that it names.
    if (this.#known.size + found.size > PEOPLE_AT_MOST)
      this.#known = new Map([...this.#known].filter(([id]) => ids.has(id)))
    for (const [id, person] of found) this.#known.set(id, person)
    return this.#known
  }
}

const INTEGRATIONS_A_PAGE = 1_000

async function namesOf(snapshot: Db, scope: Scope): Promise<ReadonlyMap<IntegrationId, string>> {
  const names = new Map<IntegrationId, string>()
  for (let after: IntegrationId | undefined; ; ) {
    const rows = await listIntegrations(snapshot, scope, { after, limit: INTEGRATIONS_A_PAGE })
    for (const { id, displayName } of rows) names.set(id, displayName)
    after = rows.at(-1)?.id
    if (rows.length < INTEGRATIONS_A_PAGE) return names
  }
}
