import type { Scenario } from '../scenario.ts'
import { hashOf, saltOf } from '../tenant/prng.ts'
import { streamOfType } from '../truth/projections.ts'
import type { LogRecord, LogType } from './types.ts'

// Faults of a file's contents are properties of the window, not of the request: list, hash and every download of an
// immutable file must agree.

const PICK_SALT = saltOf('content-fault')
/** Where in a file faults show. */
const CONCATENATE_EVERY = 5
const DUPLICATE_EVERY = 7

export interface ContentFaults {
  readonly concatenated: boolean
  readonly duplicated: boolean
  readonly equalKeys: boolean
  readonly unknownShape: boolean
}

export function contentFaults(
  scenario: Scenario,
  seed: number,
  type: LogType,
  window: number,
): ContentFaults {
  const hit = (kind: string) =>
    scenario.faults.some(
      (fault) =>
        fault.kind === kind &&
        hashOf(seed, PICK_SALT, window) % Math.max(1, Math.floor(fault.every ?? 1)) === 0,
    )
  return {
    concatenated: hit('concatenatedLines'),
    duplicated: hit('duplicateLines'),
    equalKeys: scenario.poison.equalKeysInPage,
    unknownShape: scenario.poison.unknownShape.includes(streamOfType(type)),
  }
}

/** A record nobody has described: no event id, a number for a type. It belongs to no truth. */
const UNDESCRIBED = `${JSON.stringify({ kind: 17, when: null, body: { nested: ['unexpected'] } })}\n`

/** The text of one record as the file holds it. */
export function disfigure(record: LogRecord, faults: ContentFaults, position: number): string {
  const json = JSON.stringify(record)
  const separator = faults.concatenated && position % CONCATENATE_EVERY === 1 ? '' : '\n'
  const twice = (faults.duplicated || faults.equalKeys) && position % DUPLICATE_EVERY === 0
  const text = twice ? `${json}\n${json}${separator}` : `${json}${separator}`
  return faults.unknownShape && position === 0 ? UNDESCRIBED + text : text
}
