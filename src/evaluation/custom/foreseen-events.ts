import { countedByRule, findingsOfRule } from '../../db/custom-rules/counted.ts'
import { listWaiting } from '../../db/custom-rules/waiting.ts'
import { assetsById } from '../../db/findings/assets-by-id.ts'
import { asAssetId, asPersonId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { JudgedEvent } from '../../rules/event-rule.ts'
import type { Happened, Move } from '../apply-verdicts.ts'
import { identity } from '../bundles/source.ts'
import type { Group } from '../events/groups.ts'
import { groupsOf } from '../events/groups.ts'
import { actorEvidence } from '../events/judged-event.ts'
import type { CustomEventRun, EventOutcome, EventPlace, EventWalk, JudgedPage } from './event-outcome.ts'
import { placesOf, versionOf } from './event-outcome.ts'
import type { ForeseenMove } from './foresee-counts.ts'
import { foreseeCounts } from './foresee-counts.ts'

/** Of a group what is needed when all are known: its events are counted apart. */
type Subject = Pick<Group, 'asset' | 'day'> & { readonly by: JudgedEvent }

/**
 * What would come of judging the window. Nothing is written, and nothing waits for it: who is counted where is kept in
 * memory, which the window bounds.
 */
export class ForeseenEvents implements EventOutcome {
  readonly #walk: EventWalk
  readonly #run: CustomEventRun
  readonly #tell: (moves: readonly Move[]) => unknown
  readonly #subjects = new Map<string, Subject>()
  readonly #found = new Map<string, Map<string, string>>()
  readonly #decided = new Map<string, string | null>()

  constructor(walk: EventWalk, run: CustomEventRun, tell: (moves: readonly Move[]) => unknown) {
    this.#walk = walk
    this.#run = run
    this.#tell = tell
  }

  begin(streams: readonly StreamName[]): Promise<readonly EventPlace[]> {
    return placesOf(this.#walk, versionOf(this.#walk, this.#run), streams)
  }

  async page({ place: { stream }, decided, occurrences }: JudgedPage): Promise<boolean> {
    for (const { eventId } of decided) this.#decided.set(nameOf(stream, eventId), null)
    const groups = await groupsOf(this.#walk.sql, this.#walk, stream, occurrences, UNSTORED)
    for (const group of groups) this.#count(group)
    return true
  }

  async end(): Promise<void> {
    const { sql, now } = this.#walk
    const { rule } = this.#run
    const version = versionOf(this.#walk, this.#run)
    const moves = foreseeCounts({
      ...{ atLeast: rule.atLeast, severity: rule.severity.published, version: version.version },
      ...{ now: now.toISOString(), stored: await findingsOfRule(sql, version) },
      ...{ counted: byFingerprint(await countedByRule(sql, version)) },
      ...{ waiting: byFingerprint(await listWaiting(sql, version)) },
      ...{ decided: this.#decided, found: this.#found },
    })
    this.#tell(await this.#named(moves))
  }

  #count(group: Group): void {
    const { fingerprint, asset, day, occurrences } = group
    const events = this.#found.get(fingerprint) ?? new Map<string, string>()
    for (const { event } of occurrences) {
      const name = nameOf(event.stream, event.eventId)
      events.set(name, event.occurredAt)
      this.#decided.set(name, fingerprint)
      if (!this.#subjects.has(fingerprint)) this.#subjects.set(fingerprint, { asset, day, by: event })
    }
    this.#found.set(fingerprint, events)
  }

  /** With what they are about, of those that were found now; others are named by their fingerprint alone. */
  async #named(moves: readonly ForeseenMove[]): Promise<readonly Move[]> {
    const { sql, integrationId } = this.#walk
    const ids = new Set(moves.flatMap(({ fingerprint }) => this.#subjects.get(fingerprint)?.asset.id ?? []))
    ids.delete(UNSTORED)
    const kept = new Map((await assetsById(sql, integrationId, [...ids])).map((row) => [row.id, row]))
    return moves.map(({ move, fingerprint, severity, occurrences }) => {
      const subject = this.#subjects.get(fingerprint)
      const asset = subject && kept.get(subject.asset.id)
      const name = (asset?.attributes as { readonly name?: unknown } | undefined)?.name
      return {
        ...{ move, fingerprint, severity },
        asset: asset ? identity(asset.kind, asset) : null,
        name: typeof name === 'string' ? name : null,
        ...(subject && { happened: happenedOf(subject, occurrences) }),
      }
    })
  }
}

/** Of a tenant that no run has stored yet. */
const UNSTORED = asAssetId('')

function happenedOf({ day, by }: Subject, occurrences: number): Happened {
  const { actor_person_id: personId = null, actor: key = null } = actorEvidence(by)
  return {
    ...{ day, occurrences },
    personId: typeof personId === 'string' ? asPersonId(personId) : null,
    key: typeof key === 'string' ? key : null,
  }
}

const nameOf = (stream: StreamName, eventId: string): string => `${stream} ${eventId}`

function byFingerprint(
  rows: readonly {
    readonly fingerprint: string
    readonly stream: StreamName
    readonly eventId: string
    readonly occurredAt: string
  }[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(
    [...Map.groupBy(rows, ({ fingerprint }) => fingerprint)].map(([fingerprint, own]) => [
      fingerprint,
      new Map(own.map(({ stream, eventId, occurredAt }) => [nameOf(stream, eventId), occurredAt])),
    ]),
  )
}
