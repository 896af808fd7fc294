import type { Tx } from '../../db/client.ts'
import { dropMiscounted, dropUnheard } from '../../db/custom-rules/counted.ts'
import { beginCustomRule, forgetCounting, moveCustomRuleCursor } from '../../db/custom-rules/event-cursors.ts'
import { dropWaiting, enoughWaiting, insertWaiting, observeWaiting } from '../../db/custom-rules/waiting.ts'
import { RuleOvertaken, withRuleLocked } from '../../db/findings/rule-lock.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { JudgedElsewhere } from '../events/apply-occurrences.ts'
import type { Group } from '../events/groups.ts'
import { groupsOf } from '../events/groups.ts'
import { NOTHING_CLOSED, oldestOpen, resolveAged } from '../events/resolve-aged.ts'
import type { Candidate, Counting } from '../events/write-groups.ts'
import { writeGroups } from '../events/write-groups.ts'
import type { CustomEventRun, EventOutcome, EventPlace, EventWalk, WalkedPage } from './event-outcome.ts'
import { placesOf, unheardBy, versionOf } from './event-outcome.ts'
import { detailsOf, settleCounts } from './settle-counts.ts'

/**
 * Counts what a custom rule finds, page by page: its cursor, what it counts and its findings move in one transaction
 * under the rule's lock, and only while its version is in effect. So a page is counted once or not at all, whoever else
 * judges, and an evaluation that dies leaves whole pages.
 *
 * A later version judges some of what earlier ones have judged. An event of which it says something else is counted no
 * more where it was; findings that come to too little by that are resolved at the end, when all of them were counted, so
 * that none is resolved and reopened between two pages.
 */
export class WrittenEvents implements EventOutcome {
  readonly #walk: EventWalk
  readonly #run: CustomEventRun
  #isToSettle = false

  constructor(walk: EventWalk, run: CustomEventRun) {
    this.#walk = walk
    this.#run = run
  }

  async begin(streams: readonly StreamName[]): Promise<readonly EventPlace[]> {
    const version = this.#version
    const places = await placesOf(this.#walk, version, streams)
    this.#isToSettle = places.some(({ isSettled }) => !isSettled)
    const begins = places.filter(({ hasBegun }) => !hasBegun)
    if (begins.length === 0) return places
    const unheard = await unheardBy(this.#walk, this.#run, places)
    await this.#unlessOvertaken(undefined, async (tx) => {
      const cursors = begins.map(({ from: seq, ...place }) => ({ ...place, seq }))
      await beginCustomRule(tx, version, cursors)
      for (const one of unheard) await dropUnheard(tx, version, one)
      await forgetCounting(tx, version, version.version)
    })
    return places
  }

  async page({ place, from, to, decided, occurrences }: WalkedPage): Promise<boolean> {
    const { stream } = place
    const write = async (tx: Tx) => {
      if (!(await moveCustomRuleCursor(tx, this.#version, { stream, from, to }))) throw new JudgedElsewhere()
      const groups = await groupsOf(tx, this.#walk, stream, occurrences)
      if (from < place.againUntil) await this.#dropMiscounted(tx, stream, decided, groups)
      if (groups.length === 0) return true
      const news = await writeGroups(tx, this.#walk, stream, {
        ...{ run: this.#run, groups, counting: this.#counting(stream) },
      })
      this.#run.tally.countNews(news)
      return true
    }
    try {
      return await this.#unlessOvertaken(false, write)
    } catch (error) {
      if (error instanceof JudgedElsewhere) return false
      throw error
    }
  }

  /** What is long past is so wherever the walk stopped. */
  async end(isWhole: boolean): Promise<void> {
    if (isWhole && this.#isToSettle)
      await settleCounts(this.#walk, this.#run, (otherwise, work) => this.#unlessOvertaken(otherwise, work))
    if (this.#run.rule.atLeast > 1) {
      const before = oldestOpen(this.#walk.now.toISOString())
      await this.#unlessOvertaken(undefined, (tx) => dropWaiting(tx, this.#version, before))
    }
    await resolveAged(this.#walk, this.#run, (close) => this.#unlessOvertaken(NOTHING_CLOSED, close))
  }

  get #version() {
    return versionOf(this.#walk, this.#run)
  }

  /** Whoever overtook the rule judges by the new version, or resolves. */
  async #unlessOvertaken<T>(otherwise: T, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { sql, integrationId, facts } = this.#walk
    const { ruleId, version } = this.#version
    try {
      return await withRuleLocked(
        sql,
        { integrationId, ruleId, mode: facts.mode, ruleVersion: version },
        work,
      )
    } catch (error) {
      if (error instanceof RuleOvertaken) return otherwise
      throw error
    }
  }

  async #dropMiscounted(
    tx: Tx,
    stream: StreamName,
    decided: WalkedPage['decided'],
    groups: readonly Group[],
  ): Promise<void> {
    const belongs = new Map(
      groups.flatMap(({ fingerprint, occurrences }) =>
        occurrences.map(({ event }) => [event.eventId, fingerprint] as const),
      ),
    )
    await dropMiscounted(
      tx,
      this.#version,
      stream,
      decided.map(({ eventId }) => ({ eventId, fingerprint: belongs.get(eventId) ?? null })),
    )
  }

  #counting(stream: StreamName): Counting {
    const { atLeast } = this.#run.rule
    return {
      atLeast,
      enough: (tx, candidates) =>
        atLeast === 1 ? Promise.resolve(candidates) : this.#enough(tx, stream, candidates),
      details: (tx, ids) => detailsOf(tx, this.#walk, this.#run, ids),
    }
  }

  /** What is not a finding yet waits, and those that have enough by now are taken out with all that waited. */
  async #enough(tx: Tx, stream: StreamName, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    const { atLeast } = this.#run.rule
    const fresh = candidates.filter(({ known }) => known === null)
    if (fresh.length === 0) return candidates
    const rows = fresh.flatMap(({ group: { fingerprint, occurrences } }) =>
      occurrences.map(({ event: { eventId, occurredAt } }) => ({ fingerprint, eventId, occurredAt })),
    )
    await insertWaiting(tx, this.#version, stream, rows)
    const fingerprints = fresh.map(({ group }) => group.fingerprint)
    const enough = await enoughWaiting(tx, this.#version, fingerprints, atLeast)
    const made = fresh.filter(({ group }) => enough.has(group.fingerprint))
    await observeWaiting(
      tx,
      this.#version,
      made.map(({ id, group: { fingerprint } }) => ({ id, fingerprint })),
    )
    return [...candidates.filter(({ known }) => known !== null), ...made]
  }
}
