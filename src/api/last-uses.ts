import type { LastUse } from '../db/activity/list-activity-days.ts'
import { lastUses } from '../db/activity/list-activity-days.ts'
import type { Sql } from '../db/client.ts'
import { SUBJECT_OF_ASSET } from '../model/core/activity.ts'
import type { AssetKind } from '../model/core/assets.ts'
import { ownIdOf } from '../model/core/assets.ts'
import type { IntegrationId } from '../model/core/ids.ts'

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
  const counted = things.filter(({ kind }) => SUBJECT_OF_ASSET[kind] !== undefined)
  const groupOf = ({ integrationId, kind }: UsedThing): string => `${integrationId} ${SUBJECT_OF_ASSET[kind]}`
  for (const [group, same] of Map.groupBy(counted, groupOf)) {
    const [first] = same
    const subjectKind = first && SUBJECT_OF_ASSET[first.kind]
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
