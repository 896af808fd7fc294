import type { RuleId } from '../../model/core/rule-ids.ts'
import type { CatalogueEntry } from './entry.ts'
import { GPT_ENTRIES } from './gpts.ts'
import { KEY_ENTRIES } from './keys.ts'
import { PEOPLE_ENTRIES } from './people.ts'

export const CATALOGUE: Readonly<Record<RuleId, CatalogueEntry>> = {
  ...GPT_ENTRIES,
  ...KEY_ENTRIES,
  ...PEOPLE_ENTRIES,
}
