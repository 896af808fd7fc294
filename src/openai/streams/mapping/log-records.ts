import { z } from 'zod'
import { logActor } from './actors.ts'
import { id, ignored, text } from './fields.ts'
import { instant } from './instants.ts'

/** The envelope that all records of the Compliance Logs Platform share. */
export const logEnvelope = {
  event_id: id,
  type: id,
  timestamp: instant,
  principal: z.looseObject({ id: ignored, type: ignored }).nullish(),
  actor: logActor,
}

const fromAddress = z
  .looseObject({
    country: text,
    city: text,
    region: text,
    region_code: text,
    asn: text,
    latitude: ignored,
    longitude: ignored,
  })
  .nullish()

export const requestMetadata = z
  .looseObject({
    client_ip: text,
    client_ip_details: fromAddress,
    client_user_agent: text,
    client_ja3: text,
    client_ja4: text,
    destination_hostname: text,
  })
  .nullish()
