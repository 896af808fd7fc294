import type { RuleId } from '../../model/core/rule-ids.ts'
import { ACCESS_ENTRIES } from './access.ts'
import { ADMIN_ENTRIES } from './admins.ts'
import { CONTROL_ENTRIES } from './controls.ts'
import { DLP_ENTRIES } from './dlp.ts'
import type { CatalogueEntry } from './entry.ts'
import { GPT_DEFINITION_ENTRIES } from './gpt-definitions.ts'
import { GPT_ENTRIES } from './gpts.ts'
import { IDENTITY_ENTRIES } from './identity.ts'
import { KEY_ENTRIES } from './keys.ts'
import { NON_HUMAN_ENTRIES } from './non-human.ts'
import { OWN_ENTRIES } from './own.ts'
import { PEOPLE_ENTRIES } from './people.ts'
import { PROJECT_ENTRIES } from './projects.ts'

export const CATALOGUE: Readonly<Record<RuleId, CatalogueEntry>> = {
  ...GPT_ENTRIES,
  ...GPT_DEFINITION_ENTRIES,
  ...KEY_ENTRIES,
  ...PEOPLE_ENTRIES,
  ...ADMIN_ENTRIES,
  ...IDENTITY_ENTRIES,
  ...NON_HUMAN_ENTRIES,
  ...PROJECT_ENTRIES,
  ...OWN_ENTRIES,
  ...CONTROL_ENTRIES,
  ...ACCESS_ENTRIES,
  ...DLP_ENTRIES,
}
