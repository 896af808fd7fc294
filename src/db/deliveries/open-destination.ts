import type { MasterKey } from '../seal/master-key.ts'
import { openSecret } from '../seal/master-key.ts'
import { destinationPlace } from '../seal/place.ts'
import type { DeliveryTask } from './deliveries.ts'

/** Where a delivery goes and what it signs with, for the moment of one attempt. Never log, return or store it. */
export function openDestination(
  master: MasterKey,
  task: Pick<DeliveryTask, 'destinationId' | 'integrationId' | 'sealedUrl' | 'sealedSecret'>,
): { readonly url: string; readonly secret: string } {
  const destination = { id: task.destinationId, integrationId: task.integrationId }
  return {
    url: openSecret(master, destinationPlace('destinations.sealed_url', destination), task.sealedUrl),
    secret: openSecret(
      master,
      destinationPlace('destinations.sealed_secret', destination),
      task.sealedSecret,
    ),
  }
}
