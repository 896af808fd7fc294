import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { sendTickets } from '../tickets/send.ts'
import { jiraSystem } from './system.ts'

export const sendToJira = (target: Target<'jira'>, outgoing: Outgoing): Promise<SendAnswer> => {
  const { settings, publicUrl, tickets } = target
  return sendTickets(jiraSystem(target), { per: settings.per, publicUrl, book: tickets }, outgoing)
}
