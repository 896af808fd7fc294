import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { sendTickets } from '../tickets/send.ts'
import { serviceNowSystem } from './system.ts'

export const sendToServiceNow = (target: Target<'servicenow'>, outgoing: Outgoing): Promise<SendAnswer> => {
  const { settings, publicUrl, tickets } = target
  return sendTickets(serviceNowSystem(target), { per: settings.per, publicUrl, book: tickets }, outgoing)
}
