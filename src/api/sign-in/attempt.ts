import { z } from 'zod'
import { SealBroken } from '../../db/seal/envelope.ts'
import type { MasterKey } from '../../db/seal/master-key.ts'
import { ATTEMPT_LIFE_S } from './cookies.ts'

/**
 * A sign-in on its way: what was sent to the provider, to be held against what comes back. It is kept by the browser that
 * began it, sealed, and not in a table: nobody who has not signed in yet can make this server write anything.
 */
const CONTEXT = 'casbah:sign-in attempt'
const SECOND_MS = 1_000

const AttemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where to go afterwards: a path that was looked at. */
  next: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
})

export type Attempt = z.infer<typeof AttemptSchema>

export const sealAttempt = (master: MasterKey, attempt: Attempt): string =>
  master.seal(CONTEXT, Buffer.from(JSON.stringify(attempt), 'utf8')).toString('base64url')

/** Null for what we did not seal, or too long ago. */
export function openAttempt(master: MasterKey, text: string, now: Date): Attempt | null {
  try {
    const plain = master.unseal(CONTEXT, Buffer.from(text, 'base64url'))
    const attempt = AttemptSchema.parse(JSON.parse(plain.toString('utf8')))
    return attempt.at + ATTEMPT_LIFE_S * SECOND_MS > now.getTime() ? attempt : null
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}
