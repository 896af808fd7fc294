import { ACTIVITY_DAYS } from '../../model/core/activity.ts'
import { ownIdOf } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { AssetDraft } from '../../model/core/records.ts'
import type { Tx } from '../client.ts'

const KEY_KINDS: ReadonlySet<string> = new Set(['platform.project_key', 'platform.admin_key'])
/** Unix seconds; 9999-12-31. What is beyond is no time. */
const LATEST = 253_402_300_799

/**
 * Remembers the days on which keys say that they were used, since a key itself shows the newest alone. Part of the
 * commit that writes the keys: a use that the next listing overwrites would be lost to whoever came later. Whatever is
 * read twice is the same row again.
 */
export async function noteKeyUse(
  tx: Tx,
  integrationId: IntegrationId,
  assets: readonly AssetDraft[],
): Promise<void> {
  const used = assets.flatMap(({ kind, externalId, attributes: { last_used_at: at } }) =>
    KEY_KINDS.has(kind) && typeof at === 'number' && at > 0 && at <= LATEST
      ? [{ key: ownIdOf(externalId), at }]
      : [],
  )
  if (used.length === 0) return
  await tx`
    insert into activity_daily as d (integration_id, subject_kind, subject, day, signal, count, last_at)
    select ${integrationId}, 'api_key', u.key, (to_timestamp(u.at) at time zone 'UTC')::date, 'last_used_at', 1,
      max(to_timestamp(u.at))
    from unnest(${used.map(({ key }) => key)}::text[], ${used.map(({ at }) => at)}::float8[]) as u(key, at)
    -- What is past its time would be removed and written again with every reading.
    where (to_timestamp(u.at) at time zone 'UTC')::date >= (now() at time zone 'UTC')::date - ${ACTIVITY_DAYS}::int
    group by 3, 4 order by 3, 4
    on conflict (integration_id, subject_kind, subject, day, signal) do update set last_at = excluded.last_at
    where d.last_at < excluded.last_at`
}
