import type { LastUse } from '../db/activity/list-activity-days.ts'
import { lastUses } from '../db/activity/list-activity-days.ts'
import type { Sql } from '../db/client.ts'
import type { ActivitySubject } from '../model/core/activity.ts'
import type { AssetKind } from '../model/core/assets.ts'
import { ownIdOf } from '../model/core/assets.ts'
import type { IntegrationId } from '../model/core/ids.ts'

/** Assets whose use is counted by day. Apps and tools are none: they are in `/integrations/{id}/activity` alone. */
const SUBJECT_OF: { readonly [Kind in AssetKind]?: ActivitySubject } = {
  'platform.project_key': 'api_key',
  'platform.admin_key': 'api_key',
  'chatgpt.gpt': 'gpt',
}

interface UsedThing {
  readonly integrationId: IntegrationId
  readonly kind: AssetKind
  readonly externalId: string
}

/** When things were last used, a statement an integration and a kind of subject. */
export async function lastUsesOf(
  sql: Sql,
  things: readonly UsedThing[],
): Promise<(thing: UsedThing) => LastUse | undefined> {
  const found = new Map<string, LastUse>()
  const counted = things.filter(({ kind }) => SUBJECT_OF[kind] !== undefined)
  const groupOf = ({ integrationId, kind }: UsedThing): string => `${integrationId} ${SUBJECT_OF[kind]}`
  for (const [group, same] of Map.groupBy(counted, groupOf)) {
    const [first] = same
    const subjectKind = first && SUBJECT_OF[first.kind]
    if (first === undefined || subjectKind === undefined) continue
    const asked = {
      integrationId: first.integrationId,
      subjectKind,
      subjects: same.map(({ externalId }) => ownIdOf(externalId)),
    }
    for (const [subject, use] of await lastUses(sql, asked)) found.set(`${group} ${subject}`, use)
  }
  return (thing) => found.get(`${groupOf(thing)} ${ownIdOf(thing.externalId)}`)
}
