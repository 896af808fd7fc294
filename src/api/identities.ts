import { summarizeDirectory } from '../db/directory/directory-summary.ts'
import { directoryEntries } from '../db/findings/directory-parts.ts'
import type { AccountRow, OwnedWork, SignRow } from '../db/identities/identity-parts.ts'
import { accountsOf, signsOf, worksOwned } from '../db/identities/identity-parts.ts'
import type { Human } from '../db/identities/list-humans.ts'
import type { OwnedKey } from '../db/identities/live-keys.ts'
import { liveKeysOwned } from '../db/identities/live-keys.ts'
import type { Person } from '../db/people/get-people.ts'
import { getPeople } from '../db/people/get-people.ts'
import type { IntegrationId, PersonId } from '../model/core/ids.ts'
import type { Scope } from '../model/core/scope.ts'
import type { DirectoryEntry, DirectoryStanding } from '../rules/bundles.ts'
import { directoryStanding } from '../rules/directory-standing.ts'
import type { ApiDeps } from './deps.ts'

/** All that is known of one human, before it is shown. */
export interface IdentityRecord {
  readonly human: Human
  readonly people: readonly Person[]
  readonly accounts: readonly AccountRow[]
  readonly signs: readonly SignRow[]
  readonly keys: readonly OwnedKey[]
  readonly works: readonly OwnedWork[]
  readonly directory: DirectoryStanding & { readonly entry: DirectoryEntry | null }
}

/** A few statements an integration for as many humans as a page has, in the order in which they were given. */
export async function loadIdentities(
  deps: Pick<ApiDeps, 'database'>,
  scope: Scope,
  humans: readonly Human[],
  now: Date,
): Promise<IdentityRecord[]> {
  const people = await getPeople(
    deps.database.drizzle,
    scope,
    humans.flatMap(({ personIds }) => personIds),
  )
  const records = new Map<PersonId, IdentityRecord>()
  for (const [integrationId, group] of Map.groupBy(humans, (human) => human.integrationId)) {
    for (const record of await loadGroup(deps, integrationId, group, people, now)) {
      records.set(record.human.id, record)
    }
  }
  return humans.flatMap(({ id }) => records.get(id) ?? [])
}

async function loadGroup(
  { database: { drizzle: db, sql } }: Pick<ApiDeps, 'database'>,
  integrationId: IntegrationId,
  humans: readonly Human[],
  people: ReadonlyMap<PersonId, Person>,
  now: Date,
): Promise<IdentityRecord[]> {
  const all = humans.flatMap(({ personIds }) => personIds)
  const firsts = humans.map(({ id }) => id)
  const seconds = now.getTime() / 1_000
  const [accounts, signs, keys, works, entries, sources] = await Promise.all([
    accountsOf(sql, integrationId, all),
    signsOf(sql, integrationId, all),
    // Both look for the other ids of a human themselves.
    liveKeysOwned(sql, { integrationId, personIds: firsts, now: seconds }),
    worksOwned(sql, integrationId, all),
    directoryEntries(sql, integrationId, firsts),
    summarizeDirectory(db, integrationId),
  ])
  const loaded = sources.map(({ source, since }) => ({ source, since: Date.parse(since) / 1_000 }))
  const standing = directoryStanding(loaded, seconds)
  const [accountsBy, signsBy, keysBy, worksBy] = [by(accounts), by(signs), by(keys), by(works)]
  const entryBy = new Map(entries.map(({ personId, ...entry }) => [personId, entry]))
  return humans.map((human) => {
    const { id, personIds } = human
    return {
      human,
      people: personIds.flatMap((one) => people.get(one) ?? []),
      accounts: personIds.flatMap((one) => accountsBy.get(one) ?? []),
      signs: personIds.flatMap((one) => signsBy.get(one) ?? []),
      keys: keysBy.get(id) ?? [],
      works: personIds.flatMap((one) => worksBy.get(one) ?? []),
      directory: { ...standing, entry: entryBy.get(id) ?? null },
    }
  })
}

const by = <Row extends { readonly personId: PersonId }>(
  rows: readonly Row[],
): ReadonlyMap<PersonId, readonly Row[]> => Map.groupBy(rows, ({ personId }) => personId)
