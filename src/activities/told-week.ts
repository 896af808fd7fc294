import type { Db } from '../db/client.ts'
import { digestNames } from '../db/digests/digest-names.ts'
import type { ToldWeek } from '../destinations/sender.ts'
import type { MessageDetail } from '../model/core/destinations.ts'
import type { JsonObject } from '../model/core/json.ts'
import { weekNumbers } from '../model/schema/weekly-digest.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'

/** A digest as it is told: its numbers stay as they were when it was made, and names are what they are now. */
export async function toldWeek(db: Db, payload: JsonObject, detail: MessageDetail): Promise<ToldWeek> {
  const numbers = weekNumbers.parse(payload.data)
  const { integrations, customTitles, findings } = await digestNames(db, numbers)
  const titles: Readonly<Record<string, { readonly title: string }>> = CATALOGUE
  return {
    ...{ numbers, integrations },
    titleOf: (integrationId, ruleId) =>
      titles[ruleId]?.title ?? customTitles.get(`${integrationId} ${ruleId}`) ?? ruleId,
    findings: detail === 'names' ? findings : new Map([...findings.keys()].map((id) => [id, null])),
  }
}
