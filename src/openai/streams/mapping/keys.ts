import { z } from 'zod'
import type { JsonObject } from '../../../model/core/json.ts'
import type { PersonIdentity } from '../../../model/core/records.ts'
import { id, ignored, text, time } from './fields.ts'
import { peopleOf, personOf, userIdOf } from './people.ts'
import { present } from './present.ts'

/** Somebody or something that a key belongs to, as the project keys nest it and the admin keys spell it out. */
const ownerFields = { id: text, email: text, name: text, role: text, created_at: ignored, object: ignored }

export const keyOwner = z
  .looseObject({
    ...ownerFields,
    type: text,
    user: z.looseObject(ownerFields).nullish(),
    service_account: z.looseObject(ownerFields).nullish(),
    project: ignored,
  })
  .nullish()

export const keyFields = {
  object: text,
  id,
  name: text,
  redacted_value: text,
  created_at: time,
  last_used_at: time,
  expires_at: time,
  owner: keyOwner,
}

export const KEY_ATTRIBUTES = ['name', 'redacted_value', 'created_at', 'last_used_at', 'expires_at'] as const

export interface MappedOwner {
  readonly attributes: JsonObject
  readonly people: Readonly<Record<string, PersonIdentity>>
}

/** A service account is no person: only its id and role are kept, as attributes. */
export function mapOwner(owner: z.infer<typeof keyOwner>): MappedOwner {
  if (owner === null || owner === undefined) return { attributes: {}, people: {} }
  const holder = owner.user ?? owner.service_account ?? owner
  const isPerson = owner.type === 'user' || (owner.user !== null && owner.user !== undefined)
  const owner_id = isPerson && typeof holder.id === 'string' ? userIdOf(holder.id) : holder.id
  return {
    attributes: present({ owner_type: owner.type, owner_id, owner_role: holder.role }, [
      'owner_type',
      'owner_id',
      'owner_role',
    ]),
    people: isPerson ? peopleOf({ owner: personOf(holder) }) : {},
  }
}
