import { z } from '@hono/zod-openapi'
import type { LastUse } from '../../db/activity/list-activity-days.ts'
import type { Asset } from '../../db/assets/list-assets.ts'
import type { KnownPerson } from '../../db/people/get-people.ts'
import { ASSET_KIND_LABEL, ASSET_KINDS } from '../../model/core/assets.ts'
import type { PersonId } from '../../model/core/ids.ts'
import { LastUseSchema, lastUseView } from './activity-days.ts'
import { instant, JsonSchema } from './common.ts'

export const PersonSchema = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    erased: z.boolean().openapi({ description: 'True where this person was erased; the id stays.' }),
  })
  .openapi('Person')

export const AssetSchema = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid(),
    kind: z.enum(ASSET_KINDS),
    kind_label: z.string(),
    external_id: z.string(),
    parent_id: z.string().nullable(),
    name: z.string().nullable(),
    attributes: JsonSchema,
    last_use: LastUseSchema.openapi({ description: 'Of API keys and GPTs; null of everything else.' }),
    people: z.record(z.string(), PersonSchema).openapi({ description: 'By role: self, owner, author …' }),
    first_seen_at: instant,
    changed_at: instant,
    deleted_at: instant.nullable(),
  })
  .openapi('Asset')

/** Where upstream has no name for a thing, a person behind it often has one. */
const NAMING_ROLES = ['self', 'invitee', 'owner'] as const

export function personView(row: KnownPerson): z.infer<typeof PersonSchema> {
  return { id: row.id, email: row.email, name: row.name, erased: row.erasedAt !== null }
}

export function assetView(
  row: Asset,
  people: ReadonlyMap<PersonId, KnownPerson>,
  lastUse: LastUse | undefined,
): z.infer<typeof AssetSchema> {
  const known = Object.entries(row.personIds).flatMap(([role, id]) => {
    const person = people.get(id)
    return person === undefined ? [] : [[role, personView(person)] as const]
  })
  const byRole: Record<string, z.infer<typeof PersonSchema>> = Object.fromEntries(known)
  const naming = NAMING_ROLES.map((role) => byRole[role]).find((person) => person !== undefined)
  const { name } = row.attributes
  return {
    id: row.id,
    integration_id: row.integrationId,
    kind: row.kind,
    kind_label: ASSET_KIND_LABEL[row.kind],
    external_id: row.externalId,
    parent_id: row.parentId,
    name: typeof name === 'string' ? name : (naming?.email ?? naming?.name ?? null),
    attributes: row.attributes,
    last_use: lastUseView(lastUse),
    people: byRole,
    first_seen_at: row.firstSeenAt,
    changed_at: row.changedAt,
    deleted_at: row.deletedAt,
  }
}
