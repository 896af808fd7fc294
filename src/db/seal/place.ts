import type { DestinationId, IntegrationId, SessionId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'

type DestinationColumn =
  | 'destinations.sealed_secret'
  | 'destinations.sealed_previous_secret'
  | 'destinations.sealed_url'
type SessionColumn = 'sessions.sealed_refresh_token' | 'sessions.sealed_id_token'

/**
 * Where a sealed blob stands. Its place is authenticated with it: whoever can write to the database but has no key
 * could else move a blob that opens to where another is expected (one GPT's instructions under another GPT, an old
 * webhook secret under a new destination), and nobody would notice.
 */
export interface SealedPlace {
  readonly column:
    | 'credentials.sealed'
    | 'assets.sealed'
    | 'contents.sealed'
    | DestinationColumn
    | SessionColumn
  /** What names the row for good: ids that an update never changes. */
  readonly row: readonly string[]
}

/** One text for an owner (whose key it is) and a place. As JSON, no two different ones read the same. */
export const placeContext = (owner: string, { column, row }: SealedPlace): string =>
  JSON.stringify([owner, column, ...row])

/** With the integration: a webhook that is turned to another integration by hand would tell of that one. */
export const destinationPlace = (
  column: DestinationColumn,
  { id, integrationId }: { readonly id: DestinationId; readonly integrationId: IntegrationId | null },
): SealedPlace => ({ column, row: [integrationId ?? 'all integrations', id] })

/** By the record that it was said in: a message keeps its place through all its versions. */
export const contentPlace = (stream: StreamName, recordId: string): SealedPlace => ({
  column: 'contents.sealed',
  row: [stream, recordId],
})

/** A session's own: one person's tokens must not be moved under another's session. */
export const sessionPlace = (column: SessionColumn, id: SessionId): SealedPlace => ({ column, row: [id] })

/** By upstream's name: an asset that is found again keeps it, and its row. */
export const assetPlace = (asset: { readonly kind: string; readonly externalId: string }): SealedPlace => ({
  column: 'assets.sealed',
  row: [asset.kind, asset.externalId],
})
