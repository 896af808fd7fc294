import type { JsonObject } from '../model/core/json.ts'
import { clipped } from './clip.ts'
import type { ToldEvent } from './sender.ts'

/** Characters of each name: a name is to be told apart by, and a batch is to stay below what receivers take. */
const NAME_CHARACTERS = 200

/** An event as machines are told it: a webhook's body, and what a webhook would have to ask for. */
export const eventBody = (batchId: string, { id, payload, integration, finding }: ToldEvent): JsonObject => ({
  ...payload,
  // By which a search finds what came twice.
  ...{ id, batch_id: batchId },
  ...(integration && { integration_name: clipped(integration.name, NAME_CHARACTERS) }),
  ...(finding && {
    ...{ title: clipped(finding.title, NAME_CHARACTERS), asset_kind: finding.assetKind },
    ...(finding.name !== null && { asset_name: clipped(finding.name, NAME_CHARACTERS) }),
  }),
})
