import { tooManyAdminsParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Verdict } from './verdict.ts'
import { fail, PASS } from './verdict.ts'

/** Fewer than two, and nobody can act while the one is away: a share of a small tenant is no fault. */
const ALWAYS_FINE = 2
const PERCENT = 100

const unknownRoles = (people: number): Verdict => ({
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: `OpenAI sent no role, or one that nobody has described, for ${people} of its people`,
})

export const userTooManyAdmins = defineRule({
  id: 'user.too_many_admins',
  subjects: ['tenant'],
  parameters: tooManyAdminsParameters,
  judge: (bundle, { parameters }) => {
    if (bundle.people === null) {
      return { result: 'not_evaluated', reason: 'stream_incomplete', detail: 'its users were not read yet' }
    }
    const { all, admins, unknown } = bundle.people
    const percentOf = (some: number) => (all === 0 ? 0 : (some / all) * PERCENT)
    const isTooMany = (some: number) =>
      some > ALWAYS_FINE && (some > parameters.maxAdmins || percentOf(some) > parameters.maxPercent)
    // Were all whose power is not known admins, it might be too many: then it is neither one nor the other.
    if (!isTooMany(admins)) return isTooMany(admins + unknown) ? unknownRoles(unknown) : PASS
    return fail({
      evidence: { plane: bundle.asset.kind === 'platform.organization' ? 'platform' : 'chatgpt', admins },
      moving: { people: all, percent: Math.round(percentOf(admins)) },
    })
  },
})
