import type { AccountRow, OwnedWork, SignRow } from '../db/identities/identity-parts.ts'
import { describeNote } from '../model/core/identities.ts'
import type { Plane } from '../model/core/planes.ts'
import { ASSET_SCHEMAS } from '../model/schema/assets.ts'
import { identityNotes } from '../rules/identity-notes.ts'
import { isoTime } from '../rules/time.ts'
import { outsideOf } from '../rules/user-silence.ts'
import type { IdentityRecord } from './identities.ts'
import type { lastUsesOf } from './last-uses.ts'
import { lastUseView } from './schemas/activity-days.ts'
import type { IdentityDetailView, IdentityView } from './schemas/identity.ts'

type AccountView = IdentityView['accounts'][number]
type LastSeen = IdentityView['last_seen']
type LastUseOf = Awaited<ReturnType<typeof lastUsesOf>>

export function identityView(record: IdentityRecord): IdentityView {
  const { human, people, keys, directory } = record
  const accounts = record.accounts.map((row) => accountView(row, record.signs))
  const gpts = record.works.filter(({ kind }) => kind === 'chatgpt.gpt')
  const sharedGpts = gpts.filter((gpt) => audienceOf(gpt).shared).length
  const agents = record.works.length - gpts.length
  const { entry } = directory
  const notes = identityNotes({ accounts, owns: { keys: keys.length, sharedGpts, agents }, directory })
  return {
    id: human.id,
    person_ids: [...human.personIds],
    integration_id: human.integrationId,
    email: people.find(({ email }) => email !== null)?.email ?? null,
    name: people.find(({ name }) => name !== null)?.name ?? null,
    erased: people.some(({ erasedAt }) => erasedAt !== null),
    accounts,
    last_seen: newestOf([...record.signs.map(signView), ...accounts.flatMap(({ last_seen }) => last_seen)]),
    owns: { keys: keys.length, gpts: gpts.length, shared_gpts: sharedGpts, agents },
    directory_loaded: directory.loaded,
    directory: entry && {
      status: entry.status,
      left_at: isoTime(entry.leftAt),
      department: entry.department,
      manager_known: entry.managerKnown,
    },
    notes: notes.map((note) => ({ code: note.code, counts: note.counts, text: describeNote(note) })),
  }
}

/** Of each kind; somebody who made more is looked at in the lists of assets. */
const MOST_SHOWN = 200

export function identityDetailView(record: IdentityRecord, useOf: LastUseOf): IdentityDetailView {
  const { integrationId } = record.human
  const works = (kind: OwnedWork['kind']) =>
    record.works.filter((work) => work.kind === kind).slice(0, MOST_SHOWN)
  return {
    ...identityView(record),
    keys: record.keys.slice(0, MOST_SHOWN).map(({ assetId, kind, externalId, attributes }) => {
      const key = ASSET_SCHEMAS[kind].parse(attributes)
      return {
        asset_id: assetId,
        external_id: externalId,
        name: key.name ?? null,
        kind,
        redacted_value: key.redacted_value ?? null,
        last_used_at: isoTime(key.last_used_at),
        last_use: lastUseView(useOf({ integrationId, kind, externalId })),
        expires_at: isoTime(key.expires_at),
      }
    }),
    gpts: works('chatgpt.gpt').map((gpt) => ({
      ...workView(gpt),
      ...audienceOf(gpt),
      last_use: lastUseView(useOf({ integrationId, kind: gpt.kind, externalId: gpt.externalId })),
    })),
    agents: works('chatgpt.agent').map((agent) => {
      const { status } = ASSET_SCHEMAS['chatgpt.agent'].parse(agent.attributes)
      return { ...workView(agent), status: status ?? null }
    }),
  }
}

const workView = ({ assetId, externalId, attributes: { name } }: OwnedWork) => ({
  asset_id: assetId,
  external_id: externalId,
  name: typeof name === 'string' ? name : null,
})

/** Shared: others may use it, by its visibility or because it was shared with them. */
function audienceOf({ attributes }: OwnedWork): { visibility: string | null; shared: boolean } {
  const gpt = ASSET_SCHEMAS['chatgpt.gpt'].parse(attributes)
  const visibility = gpt.sharing?.visibility ?? gpt.visibility ?? null
  const recipients = gpt.sharing?.recipients_count ?? gpt.recipients_count ?? 0
  return { visibility, shared: recipients > 0 || (visibility !== null && visibility !== 'invite-only') }
}

function accountView(row: AccountRow, signs: readonly SignRow[]): AccountView {
  const plane: Plane = row.kind === 'platform.user' ? 'platform' : 'chatgpt'
  const account = accountOf(row)
  const own = signs.filter(({ personId }) => personId === row.personId).map(signView)
  const keyUse = account.kind === 'platform.user' ? isoTime(account.attributes.api_key_last_used_at) : null
  return {
    asset_id: row.assetId,
    person_id: row.personId,
    kind: row.kind,
    external_id: row.externalId,
    plane,
    role: account.attributes.role ?? null,
    enabled: row.deletedAt === null && outsideOf(account)?.result !== 'skipped',
    gone_at: row.deletedAt,
    last_seen: newestOf([
      ...own,
      ...(keyUse === null ? [] : [{ signal: 'api_key_last_used_at', at: keyUse } as const]),
    ]),
  }
}

const accountOf = ({ kind, attributes }: AccountRow) =>
  kind === 'platform.user'
    ? { kind, attributes: ASSET_SCHEMAS[kind].parse(attributes) }
    : { kind, attributes: ASSET_SCHEMAS[kind].parse(attributes) }

const signView = ({ signal, lastAt }: SignRow): LastSeen[number] => ({ signal, at: lastAt })

/** The newest of each signal, the newest of all first. */
function newestOf(signs: LastSeen): LastSeen {
  const sorted = signs.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return sorted.filter(({ signal }, at) => sorted.findIndex((one) => one.signal === signal) === at)
}
