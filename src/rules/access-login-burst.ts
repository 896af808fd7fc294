import type { JudgedEvent } from './event-rule.ts'
import { defineWindowRule } from './event-rule.ts'
import { endedRuns } from './event-window.ts'
import { loginBurstParameters } from './parameters.ts'

const FAILURES = ['password_login_invalid_password', 'login_failed']
const SUCCESSES = ['login_success', 'native_login_success']
const SECONDS_A_MINUTE = 60

const isSuccess = ({ deed }: JudgedEvent): boolean => SUCCESSES.includes(deed)

/**
 * Guessing that ended in a sign-in: many refused passwords, then one that was taken. Where people sign in through their
 * identity provider, the failures are there and not here: this rule then finds nothing, and says so in its description.
 */
export const accessLoginBurst = defineWindowRule({
  id: 'access.login_burst',
  deeds: { 'logs.AUTH_LOG': [...FAILURES, ...SUCCESSES] },
  parameters: loginBurstParameters,
  windowSeconds: ({ withinMinutes }) => withinMinutes * SECONDS_A_MINUTE,
  parts: (events, { failures, withinMinutes }) =>
    endedRuns(events, isSuccess, { seconds: withinMinutes * SECONDS_A_MINUTE, least: failures }),
})
