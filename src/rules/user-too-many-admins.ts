import { tooManyAdminsParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { fail, PASS } from './verdict.ts'

/** Fewer than two, and nobody can act while the one is away: a share of a small tenant is no fault. */
const ALWAYS_FINE = 2
const PERCENT = 100

export const userTooManyAdmins = defineRule({
  id: 'user.too_many_admins',
  subjects: ['tenant'],
  parameters: tooManyAdminsParameters,
  judge: (bundle, { parameters }) => {
    if (bundle.people === null) {
      return { result: 'not_evaluated', reason: 'stream_incomplete', detail: 'its users were not read yet' }
    }
    const { all, admins } = bundle.people
    const percent = all === 0 ? 0 : (admins / all) * PERCENT
    const isTooMany = admins > parameters.maxAdmins || percent > parameters.maxPercent
    if (admins <= ALWAYS_FINE || !isTooMany) return PASS
    return fail({
      evidence: { plane: bundle.asset.kind === 'platform.organization' ? 'platform' : 'chatgpt', admins },
      moving: { people: all, percent: Math.round(percent) },
    })
  },
})
