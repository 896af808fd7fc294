import { usageError } from '../cli-error.ts'
import { UUID } from '../integrations/find.ts'

/** A finding's id as it is typed; anything else would be looked for in vain, or at another path. */
export function findingId(text: string): string {
  if (UUID.test(text)) return text.toLowerCase()
  throw usageError(
    'A finding is named by its id.',
    'It is in the last column of "casbah findings", and in its --json.',
  )
}
