import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'

export interface KnownPerson {
  readonly id: PersonId
  readonly email: string | null
  readonly name: string | null
}

/** About 200 bytes an entry, so some 10 MB at most; beyond that the least recently used go. */
const MOST_PEOPLE = 50_000

/**
 * People of recent batches, so that most commits need not ask for them: a day's logs name the same few hundred
 * people. Filled only after the transaction that read or wrote them is in. A row's id and `ref` never change, so
 * an entry can be out of date only in e-mail or name, which then costs one upsert that changes nothing.
 */
export class PeopleCache {
  readonly #people = new Map<string, KnownPerson>()

  get(integrationId: IntegrationId, ref: string): KnownPerson | undefined {
    const key = keyOf(integrationId, ref)
    const known = this.#people.get(key)
    if (known) this.#touch(key, known)
    return known
  }

  remember(integrationId: IntegrationId, people: ReadonlyMap<string, KnownPerson>): void {
    for (const [ref, person] of people) this.#touch(keyOf(integrationId, ref), person)
    for (const key of this.#people.keys()) {
      if (this.#people.size <= MOST_PEOPLE) return
      this.#people.delete(key)
    }
  }

  /** A `Map` keeps the order of insertion, so the first keys are the least recently used. */
  #touch(key: string, person: KnownPerson): void {
    this.#people.delete(key)
    this.#people.set(key, person)
  }
}

const keyOf = (integrationId: IntegrationId, ref: string): string => `${integrationId} ${ref}`

const caches = new WeakMap<Sql, PeopleCache>()

/** One cache a database handle; it goes with the handle. */
export function peopleCacheOf(sql: Sql): PeopleCache {
  const cache = caches.get(sql) ?? new PeopleCache()
  caches.set(sql, cache)
  return cache
}
