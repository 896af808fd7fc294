import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { ActivitySubject } from '../../model/core/activity.ts'
import { SUBJECT_OF_ASSET } from '../../model/core/activity.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import { ownIdOf } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { isoOfPostgres } from '../client.ts'
import { fixed } from '../statement.ts'
import type { LastUse } from './list-activity-days.ts'

/** When the assets of a page were last used, as one value in the statement that reads the page. */
export type LastUsesJson = readonly UseRow[] | null

interface UseRow extends LastUse {
  readonly integrationId: IntegrationId
  readonly subjectKind: ActivitySubject
}

interface UsedThing {
  readonly integrationId: IntegrationId
  readonly kind: AssetKind
  readonly externalId: string
}

export type UseOfAsset = (thing: UsedThing) => LastUse | undefined

const SUBJECTS = Object.entries(SUBJECT_OF_ASSET).map(([kind, subject]) => `('${kind}', '${subject}')`)

/** Of `page`. The own id is what stands behind the last `/`, as `ownIdOf` says. */
const USES = fixed(sql`(
  select json_agg(last_use) from (
    select distinct on (day.integration_id, day.subject_kind, day.subject) day.integration_id as "integrationId",
      day.subject_kind as "subjectKind", day.subject, day.signal, day.last_at::text as at
    from page
    join (values ${sql.raw(SUBJECTS.join(', '))}) as counted(kind, subject_kind) using (kind)
    join activity_daily day on day.integration_id = page."integrationId" and day.subject_kind = counted.subject_kind
      and day.subject = regexp_replace(page."externalId", '^.*/', '')
    order by day.integration_id, day.subject_kind, day.subject, day.last_at desc, day.signal) last_use)`)

/** Null where nothing of that kind is counted. */
export const lastUsesJson = (kind: AssetKind | undefined): SQL | null =>
  kind !== undefined && SUBJECT_OF_ASSET[kind] === undefined ? null : USES

export function usesOfAssets(rows: LastUsesJson): UseOfAsset {
  const keyOf = (integrationId: IntegrationId, kind: ActivitySubject | undefined, subject: string) =>
    `${integrationId} ${kind} ${subject}`
  const uses = new Map(
    rows?.map(({ integrationId, subjectKind, ...use }) => [
      keyOf(integrationId, subjectKind, use.subject),
      { ...use, at: isoOfPostgres(use.at) },
    ]),
  )
  return ({ integrationId, kind, externalId }) =>
    uses.get(keyOf(integrationId, SUBJECT_OF_ASSET[kind], ownIdOf(externalId)))
}
