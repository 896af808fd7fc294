import type { JsonObject } from '../../model/core/json.ts'
import type { SettingsOf } from '../../model/schema/destination-kinds.ts'
import { clipped } from '../clip.ts'
import type { Outgoing, ToldEvent } from '../sender.ts'

/** Splunk's: bytes a request, unless whoever runs it has allowed more. */
export const MOST_HEC_BYTES = 1_000_000
/** Ours, of each name: so that as many events as a batch has are below that, whatever they are called. */
const NAME_CHARACTERS = 200
const MS_A_SECOND = 1_000

/** HEC's own way of several events in a request: one JSON object after the other. */
export const hecBody = (settings: SettingsOf<'splunk_hec'>, { batchId, events }: Outgoing): string =>
  events.map((event) => JSON.stringify(hecEvent(settings, batchId, event))).join('\n')

function hecEvent(
  { index, sourcetype }: SettingsOf<'splunk_hec'>,
  batchId: string,
  { id, payload, integration, finding }: ToldEvent,
): JsonObject {
  return {
    time: Date.parse(String(payload.timestamp)) / MS_A_SECOND,
    ...{ source: 'casbah', sourcetype },
    ...(index !== null && { index }),
    event: {
      ...payload,
      // By which a search finds what came twice.
      ...{ id, batch_id: batchId },
      ...(integration && { integration_name: clipped(integration.name, NAME_CHARACTERS) }),
      ...(finding && {
        ...{ title: clipped(finding.title, NAME_CHARACTERS), asset_kind: finding.assetKind },
        ...(finding.name !== null && { asset_name: clipped(finding.name, NAME_CHARACTERS) }),
      }),
    },
  }
}
