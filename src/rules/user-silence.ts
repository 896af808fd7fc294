import type { JsonObject } from '../model/core/json.ts'
import type { Account, SignalReading, UserBundle } from './bundles.ts'
import { daysSince, isoTime, SECONDS_A_DAY, wholeDays } from './time.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS, skipped } from './verdict.ts'

export interface SilenceParameters {
  readonly maxIdleDays: number
  readonly requireFullCoverage: boolean
}

/**
 * Silent: enabled, here for more than N days, and no sign of life for N days in all signals that
 * can speak.
 *
 * What counts as a signal that can speak:
 * - a log (sign-ins, workspace audit, conversations, platform audit) that has been read to its end
 *   lately and that we may still read; `api_key_last_used_at` where upstream sent the field
 *   (`null` says "never", absent says nothing).
 * - A sign of life in either plane is a sign of life of the person. Silence counts only from signals
 *   of the account's own plane: ChatGPT sign-ins cannot witness that a platform account sleeps.
 * - No such signal: not evaluated. Nor while a log that may be read is being read for the first time, or was not read
 *   for a while (a pause, an outage): the two lanes end in either order, and a silence that the other lane is about to
 *   break is no finding.
 *
 * OpenAI keeps sign-in logs for 30 days, N may be more (45 by default), so at first a log covers less than N
 * days. Such a signal still decides, and the evidence says from when on it was held (`short`), so
 * that nobody reads more into a finding than was seen. Whoever wants proof sets
 * `requireFullCoverage`: then somebody silent is judged only where one signal covers all N days.
 */
export function judgeSilence(
  bundle: UserBundle,
  now: number,
  { maxIdleDays: maxIdle, requireFullCoverage }: SilenceParameters,
): Verdict {
  const readings = readingsOf(bundle)
  const last = newest(readings)
  if (last?.lastAt != null && daysSince(last.lastAt, now) <= maxIdle) return PASS
  const joined = joinedAt(bundle)
  if (joined === null) return absentUpstream(bundle.kind === 'platform.user' ? 'added_at' : 'created_at')
  if (daysSince(joined, now) <= maxIdle) return PASS
  if (readings.some(({ pending }) => pending)) return notReadYet(readings)
  const witnesses = readings.filter(({ missing, ofOwnPlane }) => missing === null && ofOwnPlane)
  if (witnesses.length === 0) return noSignal(readings)
  const from = now - maxIdle * SECONDS_A_DAY
  if (requireFullCoverage && !witnesses.some((reading) => !isShort(reading, from))) {
    return tooShort(witnesses, now, maxIdle)
  }
  return fail({
    evidence: evidenceOf(bundle, readings, last),
    moving: {
      idle_days: wholeDays(daysSince(last?.lastAt ?? joined, now)),
      signals: readings.map((reading) => describeReading(reading, from)),
    },
  })
}

/** Whom no rule about a person's access speaks of: machines, and people who cannot get in. */
export function outsideOf({ kind, attributes }: Account): Verdict | null {
  if (kind === 'chatgpt.user') return attributes.status === 'inactive' ? skipped('deactivated') : null
  if (attributes.is_service_account) return skipped('service_account')
  const enabled = attributes.enabled ?? attributes.user?.enabled
  const banned = attributes.banned ?? attributes.user?.banned
  return enabled === false || banned === true ? skipped('deactivated') : null
}

/** When the account was made; null where upstream does not say. */
export const joinedAt = ({ kind, attributes }: UserBundle): number | null =>
  (kind === 'platform.user' ? attributes.added_at : attributes.created_at) ?? null

function readingsOf(bundle: UserBundle): readonly SignalReading[] {
  if (bundle.kind === 'chatgpt.user') return bundle.logs
  const lastUse = bundle.attributes.api_key_last_used_at
  const keyUse: SignalReading = {
    signal: 'api_key_last_used_at',
    missing: lastUse === undefined ? 'value absent upstream' : null,
    lastAt: lastUse ?? null,
    coveredFrom: null,
    ofOwnPlane: true,
  }
  return [...bundle.logs, keyUse]
}

/** The newest sign of life, also of a signal that is no longer read: what was seen was seen. */
function newest(readings: readonly SignalReading[]): SignalReading | null {
  let found: SignalReading | null = null
  for (const reading of readings) {
    if (reading.lastAt !== null && reading.lastAt > (found?.lastAt ?? -1)) found = reading
  }
  return found
}

const isShort = ({ coveredFrom }: SignalReading, from: number): boolean =>
  coveredFrom !== null && coveredFrom > from

function evidenceOf(
  bundle: UserBundle,
  readings: readonly SignalReading[],
  last: SignalReading | null,
): JsonObject {
  return {
    user_id: bundle.asset.externalId,
    person_id: bundle.asset.people.self ?? null,
    plane: bundle.kind === 'platform.user' ? 'platform' : 'chatgpt',
    role: bundle.attributes.role ?? null,
    added_at: isoTime(joinedAt(bundle)),
    last_activity_at: isoTime(last?.lastAt ?? null),
    last_activity_signal: last?.signal ?? null,
    signals_missing: readings.filter(({ missing }) => missing !== null).map(({ signal }) => signal),
  }
}

const describeReading = (reading: SignalReading, from: number): JsonObject => ({
  signal: reading.signal,
  coverage: reading.missing !== null ? 'missing' : isShort(reading, from) ? 'short' : 'full',
  covered_from: isoTime(reading.coveredFrom),
  last_at: isoTime(reading.lastAt),
  missing: reading.missing,
})

const notReadYet = (readings: readonly SignalReading[]): Verdict => ({
  result: 'not_evaluated',
  reason: 'stream_incomplete',
  detail: `not read to the end yet, or not lately: ${readings
    .filter(({ pending }) => pending)
    .map(({ signal }) => signal)
    .join(', ')}`,
})

const noSignal = (readings: readonly SignalReading[]): Verdict => ({
  result: 'not_evaluated',
  reason: 'no_activity_signal',
  detail: `no signal can speak: ${readings
    .filter(({ missing }) => missing !== null)
    .map(({ signal, missing }) => `${signal} (${missing})`)
    .join(', ')}`,
})

function tooShort(witnesses: readonly SignalReading[], now: number, maxIdle: number): Verdict {
  const longest = Math.max(...witnesses.map(({ coveredFrom }) => daysSince(coveredFrom ?? now, now)))
  return {
    result: 'not_evaluated',
    reason: 'no_activity_signal',
    detail: `coverage too short: ${wholeDays(longest)} of ${maxIdle} days`,
  }
}
