import { s3Keys } from '../../model/schema/s3-target.ts'
import { postWebhook } from '../../webhooks/client.ts'
import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { isTaken } from '../sender.ts'
import { objectsOf } from './objects.ts'
import { signedPut } from './request.ts'

/** Stored one object after the other; the first that is not taken ends the attempt, and the next one writes all of them again. */
export async function sendToS3(target: Target<'s3'>, outgoing: Outgoing): Promise<SendAnswer> {
  const startedAt = performance.now()
  const spentMs = (): number => Math.round(performance.now() - startedAt)
  const { url: endpoint, token, settings, timeoutMs } = target
  const keys = s3Keys(token)
  if (keys === null) return { kind: 'refused', code: 'no_access_key', latencyMs: 0 }
  let last: SendAnswer | null = null
  for (const object of objectsOf(settings, outgoing)) {
    const put = await signedPut({ endpoint, settings, keys, object, at: new Date() })
    last = await postWebhook({
      ...target,
      ...put,
      ...{ method: 'PUT', body: object.body, ca: settings.ca },
      timeoutMs: Math.max(1, timeoutMs - spentMs()),
    })
    if (!isTaken(last)) break
  }
  if (last === null) throw new Error('a batch has one event at least')
  return { ...last, latencyMs: spentMs() }
}
