import { expect, test } from 'vitest'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { CATALOGUE } from './catalogue.ts'
import { findingTypeIdOf } from './finding-type.ts'

const UUID_V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('a rule of Cloudflare’s keeps its type; any other has one of its own, the same for ever', () => {
  expect(findingTypeIdOf(CATALOGUE['gpt.public_link'])).toBe('de460c9f-55c0-4131-9cdf-e4c3b84f9549')
  const own = RULE_IDS.filter((id) => CATALOGUE[id].cloudflareFindingTypeId === null)
  for (const id of own) expect(findingTypeIdOf(CATALOGUE[id])).toMatch(UUID_V5)
  const types = RULE_IDS.map((id) => findingTypeIdOf(CATALOGUE[id]))
  expect(new Set(types).size).toBe(types.length)
})

test('is in every installation what it is here', () => {
  expect(findingTypeIdOf(CATALOGUE['nhi.orphaned'])).toMatchInlineSnapshot(
    `"294e7192-9289-57c5-aa7f-70697f9c82d6"`,
  )
})
