import { randomUUIDv7 } from 'node:crypto'
import { PING_EVENT } from '../model/core/deliveries.ts'
import type { WebhookAnswer } from './client.ts'
import { postWebhook } from './client.ts'
import type { Resolve } from './pin.ts'
import { signedHeaders } from './sign.ts'

export interface Ping {
  readonly url: string
  readonly secrets: readonly string[]
  /** Null: of a URL that is not saved. */
  readonly destinationId: string | null
  readonly allowedHosts: ReadonlySet<string>
  readonly timeoutMs: number
  readonly resolve?: Resolve
}

/** One `ping`, signed as everything else, and what came of it. It is sent once. */
export async function ping(input: Ping): Promise<WebhookAnswer & { readonly webhookId: string }> {
  const at = new Date()
  const id = randomUUIDv7()
  const body = JSON.stringify({
    type: PING_EVENT,
    timestamp: at.toISOString(),
    data: { destination_id: input.destinationId },
  })
  const answer = await postWebhook({
    ...{ url: input.url, body, allowedHosts: input.allowedHosts, timeoutMs: input.timeoutMs },
    headers: signedHeaders({ id, body }, input.secrets, at),
    ...(input.resolve && { resolve: input.resolve }),
  })
  return { ...answer, webhookId: id }
}
