import type { SimulatorOptions } from '../options.ts'
import type { Item } from './listings.ts'

// OpenAI's own sample answers lack fields that its schema calls required. The `asPublished` profile lacks them too, on
// some records, so that a client must tell "absent" from "null". `strict` follows the schema on every record.

type Gap = (item: Item, position: number) => Item

function without(item: Item, ...fields: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([field]) => !fields.includes(field))) as Item
}

export function publish(
  options: SimulatorOptions,
  item: object & { readonly id: string },
  position: number,
  gap: Gap,
): Item {
  const full: Item = { ...item }
  return options.profile === 'strict' ? full : gap(full, position)
}

const SAMPLE_USER_FIELDS = ['object', 'id', 'name', 'email', 'role', 'added_at']

/** Samples of users show six fields only: no last use, no state of the account. */
export const publishUser: Gap = (user, position) =>
  position % 3 === 1
    ? (Object.fromEntries(
        Object.entries(user).filter(([field]) => SAMPLE_USER_FIELDS.includes(field)),
      ) as Item)
    : user

/** `projects` is missing on invites that name none, in lists and alone. */
export const publishInvite: Gap = (invite) =>
  Array.isArray(invite.projects) && invite.projects.length === 0 ? without(invite, 'projects') : invite

/** Samples of projects know neither an external key nor a residency. */
export const publishProject: Gap = (project) => without(project, 'external_key_id', 'residency')

/** `last_used_at` is optional on admin keys, and absent is not "never". */
export const publishAdminKey: Gap = (key, position) =>
  position % 6 === 2 ? without(key, 'last_used_at') : key

/** `expires_at` is required, and missing from the sample of a single admin key. */
export const publishSingleAdminKey: Gap = (key, position) =>
  without(publishAdminKey(key, position), 'expires_at')

/** `last_used_at` is required, `expires_at` newer than the published schema. */
export const publishProjectKey: Gap = (key, position) =>
  position % 7 === 5 ? without(key, 'last_used_at', 'expires_at') : without(key, 'expires_at')
