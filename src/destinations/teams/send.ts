import { postWebhook } from '../../webhooks/client.ts'
import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { teamsMessage } from './card.ts'

/** A flow answers 202 once it has the message, not when it has posted it. */
export function sendToTeams(target: Target<'teams'>, outgoing: Outgoing): Promise<SendAnswer> {
  const body = JSON.stringify(teamsMessage(target.publicUrl, outgoing))
  return postWebhook({ ...target, body, headers: {} })
}
