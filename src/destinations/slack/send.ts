import { postWebhook } from '../../webhooks/client.ts'
import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { slackMessage } from './message.ts'

/** Slack's incoming webhooks answer 200, and 429 with Retry-After above about one message a second. */
export function sendToSlack(target: Target<'slack'>, outgoing: Outgoing): Promise<SendAnswer> {
  const body = JSON.stringify(slackMessage(target.publicUrl, outgoing))
  return postWebhook({ ...target, body, headers: {} })
}
