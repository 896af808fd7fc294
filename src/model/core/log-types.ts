import { LOG_STREAM_NAMES } from './streams/logs.ts'

/**
 * Upstream lists log files by type only and tells nobody which types there are; its description ends with "etc...". So
 * a type that came after this version is read once a person has named it: see `logs.OTHER`.
 */
const DESCRIBED: ReadonlySet<string> = new Set(
  LOG_STREAM_NAMES.filter((stream) => stream !== 'logs.OTHER').map((stream) => stream.slice('logs.'.length)),
)

/** Types with a stream of their own. */
export const isDescribedLogType = (type: string): boolean => DESCRIBED.has(type)

/** How upstream has spelled every type so far. */
export const LOG_TYPE_NAME = /^[A-Z][A-Z0-9_]{2,63}$/

/** Each is asked for at every poll, so a list without end would eat the budget. */
export const MOST_OTHER_LOG_TYPES = 20
