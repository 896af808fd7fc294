import { Webhook } from 'standardwebhooks'

const MS_A_SECOND = 1_000

/**
 * The headers of one attempt, as Standard Webhooks says. While a secret is being rotated both sign: a receiver that knows
 * either finds its own among them, whichever of the two it was given last.
 */
export function signedHeaders(
  { id, body }: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  at: Date,
): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / MS_A_SECOND)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}
