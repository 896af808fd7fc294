import { expect, test } from 'vitest'
import type { StateRuleId } from '../model/core/rule-ids.ts'
import { checkParameters } from './describe.ts'
import { PRESET_NAMES, PRESETS } from './presets.ts'

const rulesOf = (name: (typeof PRESET_NAMES)[number]) =>
  Object.entries(PRESETS[name].rules) as [
    StateRuleId,
    { parameters: Record<string, number>; reason: string },
  ][]

test('every preset fits the rules that it names, with a reason for each number', () => {
  for (const name of PRESET_NAMES)
    for (const [id, { parameters, reason }] of rulesOf(name)) {
      expect(checkParameters(id, parameters), `${name} ${id}`).toMatchObject({ ok: true })
      expect(reason).not.toBe('')
    }
})

test('strict asks for no more days than CIS, and lenient for no fewer', () => {
  for (const [id, { parameters }] of rulesOf('cis'))
    for (const [parameter, days] of Object.entries(parameters)) {
      expect(PRESETS.strict.rules[id]?.parameters[parameter], id).toBeLessThanOrEqual(days)
      expect(PRESETS.lenient.rules[id]?.parameters[parameter], id).toBeGreaterThanOrEqual(days)
    }
})
