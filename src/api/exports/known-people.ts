import type { Person } from '../../db/people/get-people.ts'
import { peopleIn } from '../../model/core/finding-owner.ts'
import type { PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'

/** People who are remembered at most: of the largest workspaces a part, some tens of megabytes. */
const PEOPLE_AT_MOST = 20_000

/** Who stands in the evidence. The same few own most of what there is, so that whoever was met is not asked for again. */
export class KnownPeople {
  #known = new Map<PersonId, Person>()
  readonly #look: (ids: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, Person>>

  constructor(look: (ids: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, Person>>) {
    this.#look = look
  }

  async of(evidence: readonly JsonObject[]): Promise<ReadonlyMap<PersonId, Person>> {
    const ids = new Set(evidence.flatMap((one) => peopleIn(one).map(([, id]) => id)))
    const unknown = [...ids].filter((id) => !this.#known.has(id))
    if (unknown.length === 0) return this.#known
    const found = await this.#look(unknown)
    // Begun anew rather than thinned out: the page at hand needs those that it names.
    if (this.#known.size + found.size > PEOPLE_AT_MOST)
      this.#known = new Map([...this.#known].filter(([id]) => ids.has(id)))
    for (const [id, person] of found) this.#known.set(id, person)
    return this.#known
  }
}
