import { randomUUIDv7 } from 'node:crypto'
import { PING_EVENT } from '../model/core/deliveries.ts'
import type { BatchedKind } from '../model/core/destinations.ts'
import { settingsOf } from '../model/schema/destination-kinds.ts'
import { sendMail } from './email/send.ts'
import { sendToJira } from './jira/send.ts'
import { sendToS3 } from './s3/send.ts'
import type { Outgoing, SendAnswer, Sender, Target } from './sender.ts'
import { sendToServiceNow } from './servicenow/send.ts'
import { sendToSlack } from './slack/send.ts'
import { sendToSplunk } from './splunk-hec/send.ts'
import { sendToCollector } from './syslog/send.ts'
import { sendToTeams } from './teams/send.ts'

/** Who sends to each kind. A kind without its entry does not compile. */
const SENDERS: { readonly [Kind in BatchedKind]: Sender<Kind> } = {
  slack: sendToSlack,
  teams: sendToTeams,
  splunk_hec: sendToSplunk,
  syslog: sendToCollector,
  s3: sendToS3,
  email: sendMail,
  jira: sendToJira,
  servicenow: sendToServiceNow,
}

/** With its settings as they are stored. */
export type StoredTarget = Omit<Target<BatchedKind>, 'settings'> & { readonly settings: unknown }

export function sendBatch<Kind extends BatchedKind>(
  kind: Kind,
  target: StoredTarget,
  outgoing: Outgoing,
): Promise<SendAnswer> {
  const send: Sender<Kind> = SENDERS[kind]
  return send({ ...target, settings: settingsOf(kind, target.settings) }, outgoing)
}

/** A message that says that it is none, and what came of it. It is sent once. */
export async function sendTest(
  kind: BatchedKind,
  target: StoredTarget,
  destinationId: string | null,
): Promise<{ readonly answer: SendAnswer; readonly batchId: string }> {
  const batchId = randomUUIDv7()
  const payload = {
    ...{ type: PING_EVENT, timestamp: new Date().toISOString() },
    data: { destination_id: destinationId },
  }
  const ping = { id: batchId, type: PING_EVENT, payload, integration: null, finding: null }
  return { answer: await sendBatch(kind, target, { batchId, events: [ping] }), batchId }
}
