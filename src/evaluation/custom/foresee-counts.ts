import type { StoredFindingRow } from '../../db/findings/stored-findings.ts'
import type { Severity } from '../../model/core/severity.ts'
import { onFailure, onRelief } from '../../rules/lifecycle.ts'
import { notBefore } from '../events/not-before.ts'
import { isAged, OPEN_FOR_DAYS } from '../events/resolve-aged.ts'
import type { Move } from '../finding-plan.ts'

/** What a rule asks for when it judges. */
export interface Prospect {
  readonly atLeast: number
  readonly severity: Severity
  readonly version: number
  /** ISO. */
  readonly now: string
  /** Whether findings that would count too little are looked for. */
  readonly isToSettle: boolean
}

/** A finding with what it would count. */
export interface Prospective {
  readonly fingerprint: string
  /** As it is; null where there is none yet. */
  readonly known: StoredFindingRow | null
  readonly occurrences: number
  /** Of the newest of them; empty where there is none. */
  readonly lastAt: string
  /** Whether some of them are found now. */
  readonly isFound: boolean
}

export interface ForeseenMove {
  readonly move: Move['move']
  readonly fingerprint: string
  readonly severity: Severity | null
  readonly occurrences: number
}

/** What counting would do to a finding, without counting: the same as `WrittenEvents`, which a test holds it to. */
export function foreseeCounts(
  { atLeast, severity, version, now, isToSettle }: Prospect,
  { fingerprint, known, occurrences, lastAt, isFound }: Prospective,
): readonly ForeseenMove[] {
  const isEnough = occurrences >= atLeast
  const moves: ForeseenMove[] = []
  const push = (move: Move['move'], as: Severity | null) =>
    moves.push({ move, fingerprint, severity: as, occurrences })
  let stands = known !== null && known.state !== 'resolved'
  if (isEnough && isFound && !(known?.state === 'resolved' && isAged(lastAt, now))) {
    const failing = {
      ...{ ruleVersion: version, severity: { severity, reason: null } },
      ...{ evidence: known?.evidence ?? {}, moving: {} },
    }
    const change = onFailure(known, failing, notBefore(known, now))
    if (change.change === 'open' || change.change === 'reopen') push(change.change, severity)
    else if (change.change === 'keep' && known?.effectiveSeverity !== severity) push('severity', severity)
    stands = change.change !== 'none'
  }
  const isTooFew = stands && !isEnough && isToSettle
  const isLongPast = stands && lastAt !== '' && isAged(lastAt, now)
  if (isTooFew || isLongPast) {
    const because = isTooFew
      ? ({ because: 'rule_changed' } as const)
      : ({ because: 'aged', days: OPEN_FOR_DAYS } as const)
    // One that opens now is no row yet; it resolves all the same.
    if (known === null || onRelief(known, because, now).change === 'resolve' || moves.length > 0)
      push('resolve', null)
  }
  return moves
}
