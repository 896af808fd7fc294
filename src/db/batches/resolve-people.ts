import { randomUUIDv7 } from 'node:crypto'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Tx } from '../client.ts'
import type { KnownPerson, PeopleCache } from '../people/people-cache.ts'
import type { Named } from './people-of.ts'

type Row = KnownPerson & { readonly ref: string }
type People = ReadonlyMap<string, KnownPerson>

/**
 * Gives everybody named in a batch an id in `people`. Three steps, each only for those that the one before left
 * over: the cache, one read, one upsert of the new and the changed. The upsert never puts null over a value, and
 * rows are locked in the order of `ref`, so that two streams naming the same people wait instead of deadlocking.
 */
export async function resolvePeople(
  tx: Tx,
  integrationId: IntegrationId,
  named: ReadonlyMap<string, Named>,
  cache: PeopleCache,
): Promise<People> {
  const people = new Map<string, KnownPerson>()
  const unknown: string[] = []
  for (const person of named.values()) {
    // A directory's word is checked against the row itself: another process may have written a newer one.
    const known = person.fromDirectory ? undefined : cache.get(integrationId, person.ref)
    if (known) people.set(person.ref, known)
    if (!known || adds(person, known)) unknown.push(person.ref)
  }
  if (unknown.length === 0) return people
  await read(tx, integrationId, unknown, people)
  const write = [...named.values()].flatMap((person) => {
    const known = people.get(person.ref)
    return known && !adds(person, known) ? [] : [merge(person, known)]
  })
  if (write.length > 0) await upsert(tx, integrationId, write, people)
  await readRest(tx, integrationId, named, people)
  return people
}

/** Whether what is said of a person changes what is known. */
function adds(said: Named, known: KnownPerson): boolean {
  const changes = (next: string | null, old: string | null) =>
    next !== null && next !== old && (said.fromDirectory || old === null)
  return changes(said.email, known.email) || changes(said.name, known.name)
}

function merge(said: Named, known: KnownPerson | undefined): Named {
  if (!known || said.fromDirectory) return said
  return { ...said, email: known.email ?? said.email, name: known.name ?? said.name }
}

async function read(
  tx: Tx,
  integrationId: IntegrationId,
  refs: readonly string[],
  into: Map<string, KnownPerson>,
): Promise<void> {
  const rows = await tx<Row[]>`
    select ref, id, email, name from people
    where integration_id = ${integrationId} and ref = any(${refs as string[]}::text[])`
  for (const { ref, ...person } of rows) into.set(ref, person)
}

async function upsert(
  tx: Tx,
  integrationId: IntegrationId,
  write: readonly Named[],
  into: Map<string, KnownPerson>,
): Promise<void> {
  const rows = await tx<Row[]>`
    insert into people as p (id, integration_id, ref, email, name)
    select u.id::uuid, ${integrationId}, u.ref, u.email, u.name
    from unnest(${write.map(() => randomUUIDv7())}::text[], ${write.map((w) => w.ref)}::text[],
      ${write.map((w) => w.email)}::text[], ${write.map((w) => w.name)}::text[]) as u(id, ref, email, name)
    order by u.ref
    on conflict (integration_id, ref) do update set
      email = coalesce(excluded.email, p.email), name = coalesce(excluded.name, p.name)
    where p.erased_at is null
    returning ref, id, email, name`
  for (const { ref, ...person } of rows) into.set(ref, person)
}

/** People whose row the upsert left alone (erased ones). */
async function readRest(
  tx: Tx,
  integrationId: IntegrationId,
  named: ReadonlyMap<string, Named>,
  into: Map<string, KnownPerson>,
): Promise<void> {
  const missing = [...named.keys()].filter((ref) => !into.has(ref))
  if (missing.length > 0) await read(tx, integrationId, missing, into)
}

export function idOf(people: People, ref: string): PersonId {
  const person = people.get(ref)
  // Never to be seen: every ref of the batch was resolved in this transaction.
  if (!person) throw new Error('A person of the batch has no row: the batch is refused as a whole')
  return person.id
}
