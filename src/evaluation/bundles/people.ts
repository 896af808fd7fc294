import { directoryEntries } from '../../db/findings/directory-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import { inviteSenders, signsOfLife } from '../../db/findings/people-parts.ts'
import { liveKeysOwned } from '../../db/identities/live-keys.ts'
import type { Human } from '../../db/people/humans.ts'
import { humansOf } from '../../db/people/humans.ts'
import type { PersonId } from '../../model/core/ids.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { Bundle, DirectoryEntry, UserBundle } from '../../rules/bundles.ts'
import type { LastSeen } from '../../rules/signals.ts'
import { logReadings } from '../../rules/signals.ts'
import { daysOfPeople } from './days-of-people.ts'
import type { BundleSource } from './source.ts'
import { identity, wasRead } from './source.ts'

export async function inviteBundles(
  { sql, integrationId, facts }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const invitees = assets.flatMap(({ personIds }) => personIds.invitee ?? [])
  const humans = await humansOf(sql, integrationId, invitees)
  const senders = await inviteSenders(
    sql,
    integrationId,
    assets.map(({ externalId }) => externalId),
  )
  return assets.map((asset) => ({
    subject: 'invite',
    asset: identity('platform.invite', asset),
    attributes: ASSET_SCHEMAS['platform.invite'].parse(asset.attributes),
    emailDomain: (asset.personIds.invitee && humans.get(asset.personIds.invitee)?.domain) ?? null,
    ownDomains: facts.ownDomains,
    inviter: senders.get(asset.externalId) ?? null,
  }))
}

export async function userBundles(
  source: BundleSource,
  kind: UserBundle['kind'],
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const { sql, integrationId, facts, now } = source
  const selves = assets.flatMap(({ personIds }) => personIds.self ?? [])
  const humans = await humansOf(sql, integrationId, selves)
  const lastSeenOf = await lastSignsOf(source, humans)
  const entryOf = await entriesOf(source, selves)
  // Of those whom the directory vouches for nobody asks what they own.
  const keysOf = await liveKeysOf(
    source,
    selves.filter((id) => entryOf(id)?.status !== 'active'),
  )
  const logsOf = logReadings(kind, facts, now)
  const daysOf = await daysOfPeople(source, kind, humans)
  return assets.map((asset): UserBundle => {
    const { self } = asset.personIds
    const common = {
      subject: 'user',
      logs: logsOf((self && lastSeenOf(self)) ?? {}),
      emailDomain: (self && humans.get(self)?.domain) ?? null,
      ownDomains: facts.ownDomains,
      directory: { ...facts.directory, entry: (self && entryOf(self)) ?? null },
      liveKeys: self === undefined ? null : keysOf(self),
      days: daysOf(self),
    } as const
    return kind === 'platform.user'
      ? {
          ...common,
          kind,
          asset: identity(kind, asset),
          attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
        }
      : {
          ...common,
          kind,
          asset: identity(kind, asset),
          attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
        }
  })
}

type Signs = { -readonly [Signal in keyof LastSeen]: LastSeen[Signal] }

/** The newest sign of life of each human, by signal, whichever of their rows it is of. */
async function lastSignsOf(
  { sql, integrationId }: BundleSource,
  humans: ReadonlyMap<PersonId, Human>,
): Promise<(self: PersonId) => LastSeen | undefined> {
  const newest = new Map<Human, Signs>()
  for (const { personId, signal, lastAt } of await signsOfLife(sql, integrationId, [...humans.keys()])) {
    const human = humans.get(personId)
    if (human === undefined) continue
    const seen = newest.get(human) ?? {}
    seen[signal] = Math.max(seen[signal] ?? 0, lastAt)
    newest.set(human, seen)
  }
  return (self) => {
    const human = humans.get(self)
    return human && newest.get(human)
  }
}

async function entriesOf(
  { sql, integrationId, facts }: BundleSource,
  people: readonly PersonId[],
): Promise<(id: PersonId) => DirectoryEntry | undefined> {
  if (!facts.directory.loaded) return () => undefined
  const rows = await directoryEntries(sql, integrationId, people)
  const entries = new Map(rows.map(({ personId, ...entry }) => [personId, entry]))
  return (id) => entries.get(id)
}

async function liveKeysOf(
  source: BundleSource,
  people: readonly PersonId[],
): Promise<(id: PersonId) => number | null> {
  const { sql, integrationId, facts, now } = source
  const read = [wasRead(source, 'platform.project_keys'), wasRead(source, 'platform.admin_keys')]
  if (!facts.directory.loaded || !read.includes(true)) return () => null
  // Of one listing some may be found; that there are none it cannot say.
  const none = read.includes(false) ? null : 0
  if (people.length === 0) return () => none
  const keys = await liveKeysOwned(sql, { integrationId, personIds: people, now })
  const owned = Map.groupBy(keys, ({ personId }) => personId)
  return (id) => owned.get(id)?.length ?? none
}
