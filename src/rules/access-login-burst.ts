import type { JudgedEvent } from './event-rule.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { loginBurstParameters } from './parameters.ts'

const FAILURES = ['password_login_invalid_password', 'login_failed']
const SUCCESSES = ['login_success', 'native_login_success']
const SECONDS_A_MINUTE = 60

const isFailure = ({ deed }: JudgedEvent): boolean => FAILURES.includes(deed)

/**
 * Guessing that ended in a sign-in: many refused passwords, then one that was taken. Asked of the failures too, so that
 * one which comes late is counted with the rest. Where people sign in through their identity provider, the failures are
 * there and not here: this rule then finds nothing, and says so in its description.
 */
export const accessLoginBurst = defineEventRule({
  id: 'access.login_burst',
  deeds: { 'logs.AUTH_LOG': [...FAILURES, ...SUCCESSES] },
  parameters: loginBurstParameters,
  windowSeconds: ({ withinMinutes }) => withinMinutes * SECONDS_A_MINUTE,
  judge: (event, { around, parameters }) => {
    const seconds = parameters.withinMinutes * SECONDS_A_MINUTE
    const members = new Map<string, JudgedEvent>()
    for (const success of around) {
      if (isFailure(success)) continue
      const before = around.filter(
        (one) => isFailure(one) && one.at <= success.at && success.at - one.at <= seconds,
      )
      const burst = [...before, success]
      const isPart = burst.some(({ eventId }) => eventId === event.eventId)
      if (before.length >= parameters.failures && isPart)
        for (const one of burst) members.set(one.eventId, one)
    }
    if (members.size === 0) return FINE
    return occurred({ beside: [...members.keys()] })
  },
})
