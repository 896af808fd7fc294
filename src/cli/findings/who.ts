import type { FindingView } from '../finding-view.ts'

type Person = FindingView['people'][string]

/** Whoever was erased keeps an id that says nothing. */
export const nameOfPerson = (person: Person | undefined): string =>
  person?.email ?? person?.name ?? (person?.erased ? 'somebody who was erased' : 'somebody unknown')

/**
 * Who did it and on which day, of a finding about events: it is of one person or key on one day, and the thing alone,
 * often the whole workspace, tells none of them from another. Null where nothing was done by anybody.
 */
export function whoAndDay({ evidence, people }: Pick<FindingView, 'evidence' | 'people'>): string | null {
  const { actor, actor_person_id: person, day } = evidence
  if (typeof day !== 'string' || (actor === undefined && person === undefined)) return null
  const who =
    person === undefined
      ? typeof actor === 'string'
        ? actor
        : 'somebody unknown'
      : nameOfPerson(people.actor)
  return `${who}, ${day}`
}
