import type { StreamName } from './streams.ts'

/** How an event is called that our own reading tells of: the data retention differs from what was read before. */
export const RETENTION_CHANGED = 'data_retention.changed'

/** Streams of settings whose changes are events, too: upstream's audit log does not tell of them. */
export const TOLD_BY_SETTINGS: readonly StreamName[] = [
  'platform.organization_settings',
  'platform.project_settings',
]
