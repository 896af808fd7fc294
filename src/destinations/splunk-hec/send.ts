import { postWebhook } from '../../webhooks/client.ts'
import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { hecBody } from './events.ts'

const EVENTS_PATH = '/services/collector/event'

/**
 * The channel is asked for by tokens with indexer acknowledgement, and ignored by others. It is the batch's own, so what was
 * sent twice can be told by it, too.
 */
export function sendToSplunk(target: Target<'splunk_hec'>, outgoing: Outgoing): Promise<SendAnswer> {
  const { url, token, settings } = target
  return postWebhook({
    ...target,
    url: eventsUrl(url),
    body: hecBody(settings, outgoing),
    headers: { authorization: `Splunk ${token}`, 'x-splunk-request-channel': outgoing.batchId },
    ca: settings.ca,
  })
}

/** People know Splunk by its host and port; another path is a proxy's, and is left as it is. */
export function eventsUrl(text: string): string {
  const url = new URL(text)
  return url.pathname === '/' ? new URL(EVENTS_PATH, url).href : url.href
}
