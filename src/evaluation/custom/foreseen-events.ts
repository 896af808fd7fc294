import type { FindingOfRule } from '../../db/custom-rules/counted.ts'
import { countedByRule, findingsOfRule, listUnheard } from '../../db/custom-rules/counted.ts'
import { listWaiting } from '../../db/custom-rules/waiting.ts'
import { assetsById } from '../../db/findings/assets-by-id.ts'
import { asPersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { JudgedEvent } from '../../rules/event-rule.ts'
import { identity } from '../bundles/source.ts'
import type { Group } from '../events/groups.ts'
import { groupsOf } from '../events/groups.ts'
import { actorEvidence } from '../events/judged-event.ts'
import type { Happened, Move } from '../finding-plan.ts'
import type { CustomEventRun, EventOutcome, EventPlace, EventWalk, JudgedPage } from './event-outcome.ts'
import { placesOf, unheardBy, versionOf } from './event-outcome.ts'
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

  async begin(streams: readonly StreamName[]): Promise<readonly EventPlace[]> {
    const version = versionOf(this.#walk, this.#run)
    const places = await placesOf(this.#walk, version, streams)
    for (const unheard of await unheardBy(this.#walk, this.#run, places))
      for (const eventId of await listUnheard(this.#walk.sql, version, unheard))
        this.#decided.set(nameOf(unheard.stream, eventId), null)
    return places
  }

  async page({ place: { stream }, decided, occurrences }: JudgedPage): Promise<boolean> {
    for (const { eventId } of decided) this.#decided.set(nameOf(stream, eventId), null)
    const groups = await groupsOf(this.#walk.sql, this.#walk, stream, occurrences)
    for (const group of groups) this.#count(group)
    return true
  }

  async end(): Promise<void> {
    const { sql, now } = this.#walk
    const { rule } = this.#run
    const version = versionOf(this.#walk, this.#run)
    const stored = await findingsOfRule(sql, version)
    const moves = foreseeCounts({
      ...{ atLeast: rule.atLeast, severity: rule.severity.published, version: version.version },
      ...{ now: now.toISOString(), stored },
      ...{ counted: byFingerprint(await countedByRule(sql, version)) },
      ...{ waiting: byFingerprint(await listWaiting(sql, version)) },
      ...{ decided: this.#decided, found: this.#found },
    })
    this.#tell(await this.#named(moves, stored))
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

  /** With what they are about: what was found says it, or the finding that is there. */
  async #named(moves: readonly ForeseenMove[], stored: readonly FindingOfRule[]): Promise<readonly Move[]> {
    const { sql, integrationId } = this.#walk
    const known = new Map(stored.map((row) => [row.fingerprint, row]))
    const subjects = moves.map(({ fingerprint, occurrences }) => {
      const found = this.#subjects.get(fingerprint)
      if (found !== undefined) return { assetId: found.asset.id, happened: happenedOf(found, occurrences) }
      const row = known.get(fingerprint)
      return (
        row && { assetId: row.assetId, happened: { ...whoOf(row.evidence), day: dayIn(row), occurrences } }
      )
    })
    const ids = new Set(subjects.flatMap((subject) => subject?.assetId ?? []))
    const kept = new Map((await assetsById(sql, integrationId, [...ids])).map((row) => [row.id, row]))
    return moves.map(({ move, fingerprint, severity }, index) => {
      const subject = subjects[index]
      const asset = subject && kept.get(subject.assetId)
      const name = (asset?.attributes as { readonly name?: unknown } | undefined)?.name
      return {
        ...{ move, fingerprint, severity },
        asset: asset ? identity(asset.kind, asset) : null,
        name: typeof name === 'string' ? name : null,
        ...(subject && { happened: subject.happened }),
      }
    })
  }
}

const happenedOf = ({ day, by }: Subject, occurrences: number): Happened => ({
  ...{ ...whoOf(actorEvidence(by)), day, occurrences },
})

/** As evidence says who did it. */
function whoOf({ actor_person_id: person, actor: key }: JsonObject): Pick<Happened, 'personId' | 'key'> {
  return {
    personId: typeof person === 'string' ? asPersonId(person) : null,
    key: typeof key === 'string' ? key : null,
  }
}

const dayIn = ({ evidence: { day } }: FindingOfRule): string => (typeof day === 'string' ? day : '')

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
