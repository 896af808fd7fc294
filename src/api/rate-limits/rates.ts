import type { Settings } from '../../config.ts'
import type { RateClass } from './rate-class.ts'

/** Requests a minute that one token may make of each class, and wrong tokens that one network may show. 0: no limit. */
export type Rates = Readonly<Record<RateClass | 'wrongTokens', number>>

export type RateSettings = Pick<
  Settings,
  | 'CASBAH_API_READS_PER_MINUTE'
  | 'CASBAH_API_WRITES_PER_MINUTE'
  | 'CASBAH_API_COSTLY_PER_MINUTE'
  | 'CASBAH_API_DIRECTORY_PER_MINUTE'
  | 'CASBAH_API_WRONG_TOKENS_PER_MINUTE'
>

export const ratesOf = (settings: RateSettings): Rates => ({
  reads: settings.CASBAH_API_READS_PER_MINUTE,
  writes: settings.CASBAH_API_WRITES_PER_MINUTE,
  costly: settings.CASBAH_API_COSTLY_PER_MINUTE,
  directory: settings.CASBAH_API_DIRECTORY_PER_MINUTE,
  wrongTokens: settings.CASBAH_API_WRONG_TOKENS_PER_MINUTE,
})

/** Seconds that a window lasts. It begins with the first request in it, each caller's by itself. */
export const WINDOW_SECONDS = 60
