import { z } from 'zod'
import type { EventActor } from '../../../model/core/records.ts'
import { ignored, text } from './fields.ts'
import { personOf } from './people.ts'

/** Who did something, as the workspace's logs write it. Its kinds are an open set. */
export const logActor = z
  .looseObject({
    type: text,
    user_id: text,
    user_email: text,
    credential_id: ignored,
    redacted_id: text,
    id: text,
    name: ignored,
    product_type: ignored,
    product_id: ignored,
    provider: ignored,
    provider_user_id: ignored,
    agent_runtime: ignored,
    agent_task: ignored,
  })
  .nullish()

const UNKNOWN: EventActor = { kind: 'unknown' }

export function mapLogActor(actor: z.infer<typeof logActor>): EventActor {
  switch (actor?.type) {
    case 'ACCOUNT_USER':
      return personActor({ id: actor.user_id, email: actor.user_email })
    case 'API_KEY':
      return typeof actor.redacted_id === 'string'
        ? { kind: 'api_key', key: actor.redacted_id, person: null }
        : UNKNOWN
    case 'SYSTEM':
      return { kind: 'system', id: actor.id ?? 'system' }
    case 'AGENT':
      return { kind: 'system', id: `agent:${actor.id ?? 'unknown'}` }
    default:
      return UNKNOWN
  }
}

const user = z
  .looseObject({ id: text, email: text, name: text, object: ignored, created_at: ignored, role: ignored })
  .nullish()

/** Who did something, as the platform's audit log writes it. */
export const auditActor = z
  .looseObject({
    type: text,
    session: z
      .looseObject({
        user,
        ip_address: text,
        user_agent: text,
        ja3: text,
        ja4: text,
        ip_address_details: z
          .looseObject({
            country: text,
            city: text,
            region: text,
            region_code: text,
            asn: text,
            latitude: ignored,
            longitude: ignored,
          })
          .nullish(),
      })
      .nullish(),
    api_key: z
      .looseObject({
        id: text,
        type: text,
        user,
        service_account: z.looseObject({ id: text, name: ignored, role: ignored }).nullish(),
      })
      .nullish(),
  })
  .nullish()

export function mapAuditActor(actor: z.infer<typeof auditActor>): EventActor {
  if (actor?.session?.user) return personActor(actor.session.user)
  const key = actor?.api_key
  if (key === null || key === undefined) return UNKNOWN
  const id = key.id ?? key.service_account?.id ?? 'unknown'
  return { kind: 'api_key', key: id, person: key.user ? personOf(key.user) : null }
}

function personActor(described: Parameters<typeof personOf>[0]): EventActor {
  const person = personOf(described)
  return person === null ? UNKNOWN : { kind: 'person', person }
}
