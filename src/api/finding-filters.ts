import { z } from '@hono/zod-openapi'
import type { FindingFilter } from '../db/findings/finding-filter.ts'
import { ASSET_KINDS } from '../model/core/assets.ts'
import { EXCEPTED_FILTERS } from '../model/core/exceptions.ts'
import { FINDING_STATES, TRIAGE_STATES } from '../model/core/findings.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import { asAssetId } from '../model/core/ids.ts'
import { SEVERITIES } from '../model/core/severity.ts'
import { CATEGORIES } from '../rules/catalogue/entry.ts'
import { manyOf } from './query.ts'
import { anyRuleId, plainText, uuid } from './schemas/common.ts'

/** What findings are filtered by: the same words in the list's query and in a bulk change's body. */

const LONGEST_SEARCH = 200
/** Characters. */
export const LONGEST_ASSIGNEE = 200

/** What lies outside Postgres cannot be asked for, whatever the zone; ISO texts compare as times do. */
const FIRST_YEAR = '1970'
const LAST_YEAR = '9999'

export const findingFilters = {
  integration: manyOf(uuid, 'Ids of integrations.'),
  severity: manyOf(z.enum(SEVERITIES), 'Effective severities.'),
  state: manyOf(z.enum(FINDING_STATES), 'States; a standing finding is `open` or `reopened`.'),
  triage: manyOf(z.enum(TRIAGE_STATES), 'What people say of them.'),
  assignee: plainText(LONGEST_ASSIGNEE)
    .optional()
    .openapi({ description: 'Whom they are for, to the letter.' }),
  rule: manyOf(anyRuleId, 'Rule ids.'),
  category: manyOf(z.enum(CATEGORIES), 'Categories.'),
  finding_type_id: manyOf(uuid, 'FindingTypeIDs as Cloudflare CASB publishes them.'),
  asset: manyOf(uuid, 'Ids of assets.'),
  asset_kind: manyOf(z.enum(ASSET_KINDS), 'Kinds of assets.'),
  q: plainText(LONGEST_SEARCH)
    .optional()
    .openapi({ description: 'Part of a rule, a category, a FindingTypeID, an asset’s id or name.' }),
  first_seen_gte: z.iso
    .datetime({ offset: true })
    .refine((text) => text >= FIRST_YEAR && text < LAST_YEAR, 'must be a time between 1970 and 9999')
    .optional()
    .openapi({ format: 'date-time', description: 'First seen at or after this time.' }),
  // JSON has booleans where a query has words.
  overdue: z
    .preprocess(
      (given) => (typeof given === 'boolean' ? String(given) : given),
      z.enum(['true', 'false']).optional(),
    )
    .optional()
    .openapi({
      type: 'string',
      enum: ['true', 'false'],
      description: 'Standing past their due date, or not so.',
    }),
  excepted: z.enum(EXCEPTED_FILTERS).optional().openapi({
    description: 'Those with a live exception: left out, with the others (the default), or alone.',
  }),
}

const FiltersObject = z.strictObject(findingFilters)

/** `integrationIds` are those of the filter, seen to be the caller's. */
export function filterOf(
  query: z.output<typeof FiltersObject>,
  integrationIds: readonly IntegrationId[] | undefined,
): FindingFilter {
  return {
    integrationIds,
    severities: query.severity,
    states: query.state,
    triages: query.triage,
    assignee: query.assignee,
    ruleIds: query.rule,
    categories: query.category,
    findingTypeIds: query.finding_type_id,
    assetIds: query.asset?.map(asAssetId),
    assetKinds: query.asset_kind,
    q: query.q,
    firstSeenFrom: query.first_seen_gte,
    overdue: query.overdue === undefined ? undefined : query.overdue === 'true',
    excepted: query.excepted,
  }
}
