import type { MasterKey } from '../seal/master-key.ts'
import { openSecret } from '../seal/master-key.ts'
import { destinationPlace } from '../seal/place.ts'
import type { DeliveryTask } from './deliveries.ts'

export interface OpenedDestination {
  readonly url: string
  /** The secret, and the one before while that still signs. */
  readonly secrets: readonly string[]
}

/** Where a delivery goes and what it signs with, for the moment of one attempt. Never log, return or store it. */
export function openDestination(master: MasterKey, task: SealedDestination): OpenedDestination {
  const destination = { id: task.destinationId, integrationId: task.integrationId }
  const open = (column: Parameters<typeof destinationPlace>[0], sealed: Uint8Array) =>
    openSecret(master, destinationPlace(column, destination), sealed)
  const { sealedPreviousSecret: previous, previousSecretUntil: until } = task
  const stillSigns = previous !== null && until !== null && Date.parse(until) > Date.now()
  return {
    url: open('destinations.sealed_url', task.sealedUrl),
    secrets: [
      open('destinations.sealed_secret', task.sealedSecret),
      ...(stillSigns ? [open('destinations.sealed_previous_secret', previous)] : []),
    ],
  }
}

type SealedDestination = Pick<
  DeliveryTask,
  | 'destinationId'
  | 'integrationId'
  | 'sealedUrl'
  | 'sealedSecret'
  | 'sealedPreviousSecret'
  | 'previousSecretUntil'
>
