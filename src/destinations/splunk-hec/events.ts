import type { JsonObject } from '../../model/core/json.ts'
import type { SettingsOf } from '../../model/schema/destination-kinds.ts'
import { eventBody } from '../event-body.ts'
import type { Outgoing, ToldEvent } from '../sender.ts'

/** Splunk's: bytes a request, unless whoever runs it has allowed more. */
export const MOST_HEC_BYTES = 1_000_000
const MS_A_SECOND = 1_000

/** HEC's own way of several events in a request: one JSON object after the other. */
export const hecBody = (settings: SettingsOf<'splunk_hec'>, { batchId, events }: Outgoing): string =>
  events.map((event) => JSON.stringify(hecEvent(settings, batchId, event))).join('\n')

const hecEvent = (
  { index, sourcetype }: SettingsOf<'splunk_hec'>,
  batchId: string,
  event: ToldEvent,
): JsonObject => ({
  time: Date.parse(String(event.payload.timestamp)) / MS_A_SECOND,
  ...{ source: 'casbah', sourcetype },
  ...(index !== null && { index }),
  event: eventBody(batchId, event),
})
