import type { StateRuleId } from '../model/core/rule-ids.ts'

/**
 * Sets of thresholds under one name. What a preset does not name stays as it is: allow lists, severities and whether a
 * rule is on are decisions of their own.
 */
export const PRESET_NAMES = ['cis', 'strict', 'lenient'] as const
export type PresetName = (typeof PRESET_NAMES)[number]

export interface PresetRule {
  readonly parameters: Readonly<Record<string, number>>
  /** Plain words: why this threshold. */
  readonly reason: string
}

export interface Preset {
  readonly title: string
  readonly description: string
  readonly rules: { readonly [Id in StateRuleId]?: PresetRule }
}

const CIS_UNUSED = 'CIS AWS Foundations: credentials unused for 45 days are disabled'
const CIS_ROTATION = 'CIS AWS Foundations: access keys are rotated every 90 days or less'
const STRICT_UNUSED = 'A key that no monthly job has used is used by nobody'
const STRICT_ROTATION = 'Two months leave a copied key little time'
const LENIENT_UNUSED = 'Quarterly jobs keep their keys'
const LENIENT_ROTATION = 'Half a year, for teams that rotate by hand'

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  cis: {
    title: 'CIS',
    description: 'Thresholds as the CIS Controls and the CIS AWS Foundations Benchmark name them.',
    rules: {
      'user.inactive': {
        parameters: { maxIdleDays: 45 },
        reason: 'CIS Controls 5.3: accounts dormant for 45 days are disabled',
      },
      'user.dormant_admin': {
        parameters: { maxIdleDays: 45 },
        reason: 'CIS Controls 5.3 makes no difference between accounts',
      },
      'key.admin_unused': { parameters: { maxIdleDays: 45 }, reason: CIS_UNUSED },
      'key.project_unused': { parameters: { maxIdleDays: 45 }, reason: CIS_UNUSED },
      'key.admin_not_rotated': { parameters: { maxAgeDays: 90 }, reason: CIS_ROTATION },
      'key.project_not_rotated': { parameters: { maxAgeDays: 90 }, reason: CIS_ROTATION },
      'invite.stale': {
        parameters: { maxPendingDays: 7 },
        reason: 'CIS names no number; OpenAI’s own invites end after a week',
      },
    },
  },
  strict: {
    title: 'Strict',
    description: 'For organizations whose keys and accounts are few and watched.',
    rules: {
      'user.inactive': { parameters: { maxIdleDays: 30 }, reason: 'A seat that is idle for a month is free' },
      'user.dormant_admin': {
        parameters: { maxIdleDays: 14 },
        reason: 'Whoever administers signs in every other week',
      },
      'key.admin_unused': { parameters: { maxIdleDays: 30 }, reason: STRICT_UNUSED },
      'key.project_unused': { parameters: { maxIdleDays: 30 }, reason: STRICT_UNUSED },
      'key.admin_not_rotated': { parameters: { maxAgeDays: 60 }, reason: STRICT_ROTATION },
      'key.project_not_rotated': { parameters: { maxAgeDays: 60 }, reason: STRICT_ROTATION },
      'invite.stale': {
        parameters: { maxPendingDays: 3 },
        reason: 'An invite that nobody takes in three days went to the wrong address',
      },
    },
  },
  lenient: {
    title: 'Lenient',
    description: 'For a first look at a large tenant: what is left is worth the most.',
    rules: {
      'user.inactive': {
        parameters: { maxIdleDays: 90 },
        reason: 'A quarter: outlasts holidays and most projects',
      },
      'user.dormant_admin': {
        parameters: { maxIdleDays: 60 },
        reason: 'Admins of small tenants are seldom needed',
      },
      'key.admin_unused': { parameters: { maxIdleDays: 90 }, reason: LENIENT_UNUSED },
      'key.project_unused': { parameters: { maxIdleDays: 90 }, reason: LENIENT_UNUSED },
      'key.admin_not_rotated': { parameters: { maxAgeDays: 180 }, reason: LENIENT_ROTATION },
      'key.project_not_rotated': { parameters: { maxAgeDays: 180 }, reason: LENIENT_ROTATION },
      'invite.stale': { parameters: { maxPendingDays: 30 }, reason: 'A month, holidays and all' },
    },
  },
}
