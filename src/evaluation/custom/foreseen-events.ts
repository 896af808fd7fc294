import { listUnheard } from '../../db/custom-rules/counted.ts'
import type { CountedIn, Counts, FindingOfRule } from '../../db/custom-rules/foreseen.ts'
import {
  countedAmong,
  countsBut,
  findingsOfRule,
  standingOfRule,
  waitingCounts,
} from '../../db/custom-rules/foreseen.ts'
import { assetsById } from '../../db/findings/assets-by-id.ts'
import type { FindingId } from '../../model/core/ids.ts'
import { asPersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { JudgedEvent } from '../../rules/event-rule.ts'
import { identity } from '../bundles/source.ts'
import type { Group } from '../events/groups.ts'
import { groupsOf } from '../events/groups.ts'
import { actorEvidence } from '../events/judged-event.ts'
import type { Happened, Move } from '../finding-plan.ts'
import type { CustomEventRun, EventOutcome, EventPlace, EventWalk, WalkedPage } from './event-outcome.ts'
import { placesOf, unheardBy, versionOf } from './event-outcome.ts'
import type { ForeseenMove } from './foresee-counts.ts'
import { foreseeCounts } from './foresee-counts.ts'
import { Turns } from './pace.ts'

/** Of a group what is needed when all are known: its events are counted apart. */
type Subject = Pick<Group, 'asset' | 'day'> & { readonly by: JudgedEvent }

/** What is found of one finding. */
interface Found {
  readonly subject: Subject
  /** Of it what the finding does not count yet. */
  fresh: number
  lastAt: string
}

/** Findings foreseen at a time. */
const CHUNK = 1_000

/**
 * What would come of judging the window. Nothing is written, and nothing waits for it: what is found, and what is taken
 * out of findings, is kept in memory, which the window bounds. Of what they count otherwise only the number is asked.
 */
export class ForeseenEvents implements EventOutcome {
  readonly #walk: EventWalk
  readonly #run: CustomEventRun
  readonly #tell: (moves: readonly Move[]) => unknown
  readonly #found = new Map<string, Found>()
  /** By fingerprint. */
  readonly #takenOut = new Map<string, Omit<CountedIn, 'findingId'>[]>()
  #isToSettle = false

  constructor(walk: EventWalk, run: CustomEventRun, tell: (moves: readonly Move[]) => unknown) {
    this.#walk = walk
    this.#run = run
    this.#tell = tell
  }

  async begin(streams: readonly StreamName[]): Promise<readonly EventPlace[]> {
    const places = await placesOf(this.#walk, this.#version, streams)
    this.#isToSettle = places.some(({ isSettled }) => !isSettled)
    for (const unheard of await unheardBy(this.#walk, this.#run, places))
      for (const { fingerprint, eventId } of await listUnheard(this.#walk.sql, this.#version, unheard))
        this.#takeOut(fingerprint, unheard.stream, eventId)
    return places
  }

  async page({ place: { stream }, decided, occurrences }: WalkedPage): Promise<boolean> {
    const { sql } = this.#walk
    const groups = await groupsOf(sql, this.#walk, stream, occurrences)
    const belongs = new Map(
      groups.flatMap(({ fingerprint, occurrences: own }) =>
        own.map(({ event }) => [event.eventId, fingerprint] as const),
      ),
    )
    const eventIds = decided.map(({ eventId }) => eventId)
    const counted = new Set<string>()
    for (const { fingerprint, eventId } of await countedAmong(sql, this.#version, stream, eventIds)) {
      if (belongs.get(eventId) === fingerprint) counted.add(eventId)
      else this.#takeOut(fingerprint, stream, eventId)
    }
    for (const group of groups) this.#count(group, counted)
    return true
  }

  /** Where the walk stopped before its end, nothing can be said. */
  async end(isWhole: boolean): Promise<void> {
    if (!isWhole) return
    const { sql } = this.#walk
    const turns = new Turns(this.#walk)
    const found = [...this.#found.keys()]
    for (let at = 0; at < found.length; at += CHUNK) {
      const fingerprints = found.slice(at, at + CHUNK)
      await this.#foresee(turns, fingerprints, await findingsOfRule(sql, this.#version, fingerprints))
    }
    for (let after: FindingId | null = null; ; ) {
      const page: { after: FindingId | null; limit: number } = { after, limit: CHUNK }
      const standing: readonly FindingOfRule[] = await standingOfRule(sql, this.#version, page)
      const others = standing.filter(({ fingerprint }) => !this.#found.has(fingerprint))
      await this.#foresee(
        turns,
        others.map(({ fingerprint }) => fingerprint),
        others,
      )
      if (standing.length < CHUNK) return
      after = standing.at(-1)?.id ?? null
    }
  }

  get #version() {
    return versionOf(this.#walk, this.#run)
  }

  #takeOut(fingerprint: string, stream: StreamName, eventId: string): void {
    const events = this.#takenOut.get(fingerprint) ?? []
    events.push({ stream, eventId })
    this.#takenOut.set(fingerprint, events)
  }

  #count({ fingerprint, asset, day, occurrences }: Group, counted: ReadonlySet<string>): void {
    for (const { event } of occurrences) {
      const found = this.#found.get(fingerprint) ?? {
        subject: { asset, day, by: event },
        fresh: 0,
        lastAt: '',
      }
      if (!counted.has(event.eventId)) found.fresh += 1
      found.lastAt = laterOf(found.lastAt, event.occurredAt)
      this.#found.set(fingerprint, found)
    }
  }

  async #foresee(
    turns: Turns,
    fingerprints: readonly string[],
    stored: readonly FindingOfRule[],
  ): Promise<void> {
    const { rule } = this.#run
    const known = new Map(stored.map((row) => [row.fingerprint, row]))
    const before = await this.#before(fingerprints, stored)
    const prospect = {
      ...{ atLeast: rule.atLeast, severity: rule.severity.published, version: this.#version.version },
      ...{ now: this.#walk.now.toISOString(), isToSettle: this.#isToSettle },
    }
    const moves: ForeseenMove[] = []
    for (const fingerprint of fingerprints) {
      await turns.next()
      const found = this.#found.get(fingerprint)
      const { count = 0, lastAt = '' } = before.get(fingerprint) ?? {}
      const one = {
        ...{ fingerprint, known: known.get(fingerprint) ?? null, isFound: found !== undefined },
        occurrences: count + (found?.fresh ?? 0),
        lastAt: laterOf(lastAt, found?.lastAt ?? ''),
      }
      moves.push(...foreseeCounts(prospect, one))
    }
    this.#tell(await this.#named(moves, stored))
  }

  /** What findings count that stays; and of those to be, what waits. By fingerprint. */
  async #before(
    fingerprints: readonly string[],
    stored: readonly FindingOfRule[],
  ): Promise<ReadonlyMap<string, Counts>> {
    const { sql } = this.#walk
    const takenOut = stored.flatMap(({ id: findingId, fingerprint }) =>
      (this.#takenOut.get(fingerprint) ?? []).map((event) => ({ findingId, ...event })),
    )
    const ids = stored.map(({ id }) => id)
    const counts = ids.length === 0 ? new Map<FindingId, Counts>() : await countsBut(sql, ids, takenOut)
    const known = new Set(stored.map(({ fingerprint }) => fingerprint))
    const fresh = fingerprints.filter((fingerprint) => !known.has(fingerprint))
    const waits = fresh.length > 0 && this.#run.rule.atLeast > 1
    const waiting = waits ? await waitingCounts(sql, this.#version, fresh) : new Map<string, Counts>()
    const stays = stored.flatMap(({ id, fingerprint }) => {
      const own = counts.get(id)
      return own === undefined ? [] : [[fingerprint, own] as const]
    })
    return new Map([...waiting, ...stays])
  }

  /** With what they are about: what was found says it, or the finding that is there. */
  async #named(moves: readonly ForeseenMove[], stored: readonly FindingOfRule[]): Promise<readonly Move[]> {
    const { sql, integrationId } = this.#walk
    const known = new Map(stored.map((row) => [row.fingerprint, row]))
    const subjects = moves.map(({ fingerprint, occurrences }) => {
      const found = this.#found.get(fingerprint)?.subject
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

const laterOf = (one: string, other: string): string =>
  one === '' || (other !== '' && Date.parse(other) > Date.parse(one)) ? other : one
