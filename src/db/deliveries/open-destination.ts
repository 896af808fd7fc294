import type { MasterKey } from '../seal/master-key.ts'
import { openSecret } from '../seal/master-key.ts'
import { destinationPlace } from '../seal/place.ts'
import type { DeliveryTask } from './deliveries.ts'

/** What a delivery signs with, for the moment of one attempt. Never log, return or store it. */
export function openDestination(
  master: MasterKey,
  task: Pick<DeliveryTask, 'destinationId' | 'integrationId' | 'sealedSecret'>,
): { readonly secret: string } {
  const destination = { id: task.destinationId, integrationId: task.integrationId }
  return {
    secret: openSecret(
      master,
      destinationPlace('destinations.sealed_secret', destination),
      task.sealedSecret,
    ),
  }
}
