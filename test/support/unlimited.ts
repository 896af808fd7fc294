import type { RateSettings } from '../../src/api/rate-limits/rates.ts'

/** No limits of the API: a test and a benchmark ask more than any program may. */
export const UNLIMITED: RateSettings = {
  CASBAH_API_READS_PER_MINUTE: 0,
  CASBAH_API_WRITES_PER_MINUTE: 0,
  CASBAH_API_COSTLY_PER_MINUTE: 0,
  CASBAH_API_DIRECTORY_PER_MINUTE: 0,
  CASBAH_API_WRONG_TOKENS_PER_MINUTE: 0,
}

/** The same, for a process's environment. */
export const UNLIMITED_ENV: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(UNLIMITED).map(([name, value]) => [name, String(value)]),
)
