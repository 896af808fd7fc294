import { describe, expect, test } from 'vitest'
import type { RuleResult } from '../db/rule-results/rule-results.ts'
import { asRunId } from '../model/core/ids.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { LOG_FED_RULE_IDS, RULE_IDS } from '../model/core/rule-ids.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'
import type { RestInput } from './resting.ts'
import { restingRules } from './resting.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const minutesAgo = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString()

const THIS_RUN = asRunId('01890000-0000-7000-8000-000000000001')
const LAST_RUN = asRunId('01890000-0000-7000-8000-000000000000')

const result = (part: Partial<RuleResult> = {}): RuleResult =>
  ({
    ruleId: 'user.inactive',
    ruleVersion: CATALOGUE['user.inactive'].version,
    reason: null,
    assetReasons: { 'skipped:deactivated': 3 },
    evaluatedAt: minutesAgo(30),
    runId: LAST_RUN,
    ...part,
  }) as RuleResult

const resting = (part: Partial<RestInput> = {}) => [
  ...restingRules({
    asked: LOG_FED_RULE_IDS,
    runId: THIS_RUN,
    results: [result()],
    settings: new Map(),
    now: NOW,
    ...part,
  }),
]

describe('a rule about silence rests', () => {
  test('for an hour after it looked at everybody, where an incremental run asks', () => {
    expect(resting()).toEqual(['user.inactive'])
    expect(resting({ results: [result({ evaluatedAt: minutesAgo(60) })] })).toEqual([])
    // A clock that was set back tells nothing.
    expect(resting({ results: [result({ evaluatedAt: minutesAgo(-1) })] })).toEqual([])
    const both = [
      result(),
      result({ ruleId: 'user.dormant_admin', ruleVersion: CATALOGUE['user.dormant_admin'].version }),
    ]
    expect(resting({ results: both })).toEqual(['user.inactive', 'user.dormant_admin'])
  })

  test('and nobody else does', () => {
    const all = LOG_FED_RULE_IDS.map((ruleId) => result({ ruleId, ruleVersion: CATALOGUE[ruleId].version }))
    expect(resting({ results: all })).toEqual(['user.inactive', 'user.dormant_admin'])
  })
})

describe('it does not', () => {
  test('where a full run asks, or somebody asks about it alone', () => {
    expect(resting({ asked: RULE_IDS })).toEqual([])
    expect(resting({ asked: ['user.inactive'] })).toEqual([])
  })

  test('where people were read anew', () => {
    expect(resting({ asked: [...LOG_FED_RULE_IDS, 'user.admin_external_domain'] })).toEqual([])
    expect(resting({ asked: [...LOG_FED_RULE_IDS, 'gpt.public_link'] })).toEqual(['user.inactive'])
  })

  test.each([
    ['it never looked', []],
    ['it was another version', [result({ ruleVersion: 0 })]],
    ['it could not judge', [result({ reason: 'no_activity_signal' })]],
    ['an attempt of the same evaluation looked', [result({ runId: THIS_RUN })]],
    ['somebody waits for a log', [result({ assetReasons: { stream_incomplete: 1 } })]],
  ])('where %s', (_, results) => {
    expect(resting({ results })).toEqual([])
  })

  test('where its settings were written since', () => {
    const since = (minutes: number) =>
      new Map<RuleId, { updatedAt: string }>([['user.inactive', { updatedAt: minutesAgo(minutes) }]])
    expect(resting({ settings: since(10) })).toEqual([])
    expect(resting({ settings: since(40) })).toEqual(['user.inactive'])
  })
})
