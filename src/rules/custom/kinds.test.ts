import { expect, test } from 'vitest'
import { LOG_FED_RULE_IDS, STATE_RULE_IDS } from '../../model/core/rule-ids.ts'
import { CATALOGUE } from '../catalogue/catalogue.ts'
import { CUSTOM_KIND_NAMES } from './kinds.ts'

test('each kind is judged by a rule that is asked only where its list was read: custom rules are asked with it', () => {
  const logFed: readonly string[] = LOG_FED_RULE_IDS
  for (const kind of CUSTOM_KIND_NAMES) {
    const asked = STATE_RULE_IDS.filter(
      (id) => !logFed.includes(id) && CATALOGUE[id].needs[kind] !== undefined,
    )
    expect(asked, kind).not.toEqual([])
  }
})
