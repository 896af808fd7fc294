/** When an exception may end. Accepted without an end is forgotten, so an end is the rule and "never" a setting. */

/** Days. A year and a month: what is reviewed once a year is in time for the next review. */
export const MOST_EXCEPTION_DAYS = 400
const MS_A_DAY = 86_400_000

/** What is wrong with an expiry, in words that say what to send; null where it can be taken. Null never ends. */
export function expiryProblem(
  expiresAt: string | null,
  { now, mayBePermanent }: { readonly now: number; readonly mayBePermanent: boolean },
): string | null {
  if (expiresAt === null) {
    return mayBePermanent
      ? null
      : `is needed: a time in the future, at most ${MOST_EXCEPTION_DAYS} days ahead, like ${example(now)}`
  }
  const at = Date.parse(expiresAt)
  if (at <= now) return `must be in the future, like ${example(now)}`
  if (at > now + MOST_EXCEPTION_DAYS * MS_A_DAY) {
    return `must be at most ${MOST_EXCEPTION_DAYS} days ahead, like ${example(now)}`
  }
  return null
}

/** Days ahead that an example shows. */
const USUAL_DAYS = 90

const example = (now: number): string =>
  `${new Date(now + USUAL_DAYS * MS_A_DAY).toISOString().slice(0, 19)}Z`
