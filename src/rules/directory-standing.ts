import type { DirectorySource } from '../model/core/directory.ts'
import type { DirectoryStanding } from './bundles.ts'
import { SECONDS_A_DAY } from './time.ts'

/**
 * A file is whole on the day it is read. An identity provider tells its people one by one, and needs hours for the first
 * ten thousand: whoever is absent within its first day may be on the way.
 */
const FILLING_FOR = SECONDS_A_DAY

interface LoadedSource {
  readonly source: DirectorySource
  /** When its first person came; unix seconds. */
  readonly since: number
}

export function directoryStanding(sources: readonly LoadedSource[], now: number): DirectoryStanding {
  const hasFile = sources.some(({ source }) => source === 'csv')
  const scim = sources.find(({ source }) => source === 'scim')
  const isFilling = !hasFile && scim !== undefined && now - scim.since < FILLING_FOR
  return { loaded: sources.length > 0, fillingSince: isFilling ? scim.since : null }
}
