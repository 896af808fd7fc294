import type { AssetKind } from '../../model/core/assets.ts'
import type { EventActor, PersonIdentity } from '../../model/core/records.ts'
import type { StreamRecord } from '../../privacy/retained.ts'

/** A person that a batch names. */
export interface Named {
  readonly ref: string
  readonly email: string | null
  readonly name: string | null
  /**
   * Said by a directory of now, which wins over what is stored. Anything else (a log record of last week, a
   * GPT's author) only fills what is still empty.
   */
  readonly fromDirectory: boolean
}

const DIRECTORIES: ReadonlySet<AssetKind> = new Set(['platform.user', 'chatgpt.user'])

/** Everybody a batch names, once each. */
export function peopleOf(records: readonly StreamRecord[]): Map<string, Named> {
  const people = new Map<string, Named>()
  for (const record of records) {
    if (record.type === 'asset') {
      const directory = DIRECTORIES.has(record.kind)
      for (const role in record.people) add(people, record.people[role], directory && role === 'self')
    } else {
      add(people, personOf(record.actor), false)
    }
  }
  return people
}

export function personOf(actor: EventActor): PersonIdentity | null {
  switch (actor.kind) {
    case 'person':
    case 'api_key':
      return actor.person
    case 'system':
    case 'unknown':
      return null
    default:
      return actor satisfies never
  }
}

function add(
  people: Map<string, Named>,
  person: PersonIdentity | null | undefined,
  directory: boolean,
): void {
  if (!person) return
  const other = people.get(person.ref)
  if (!other) {
    people.set(person.ref, { ...person, fromDirectory: directory })
    return
  }
  // Within a batch: a directory's word before any other, the later before the earlier.
  const [first, second] = directory || !other.fromDirectory ? [person, other] : [other, person]
  people.set(person.ref, {
    ref: person.ref,
    email: first.email ?? second.email,
    name: first.name ?? second.name,
    fromDirectory: directory || other.fromDirectory,
  })
}
