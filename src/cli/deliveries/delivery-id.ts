import { usageError } from '../cli-error.ts'
import { UUID } from '../integrations/find.ts'

export function deliveryId(text: string): string {
  if (UUID.test(text)) return text.toLowerCase()
  throw usageError(
    'A delivery is named by its id.',
    'It is in the last column of "casbah deliveries list", and the webhook-id that its receiver was sent.',
  )
}
