import type { StoredFindingRow } from '../../db/findings/stored-findings.ts'
import type { Severity } from '../../model/core/severity.ts'
import { onFailure, onRelief } from '../../rules/lifecycle.ts'
import { isAged, OPEN_FOR_DAYS } from '../events/resolve-aged.ts'
import type { Move } from '../finding-plan.ts'

/** An event that is counted, by one name for all streams, and when it happened. */
export type Counted = ReadonlyMap<string, string>

/** All that decides what becomes of a rule's findings when it judges some events. */
export interface Prospect {
  readonly atLeast: number
  readonly severity: Severity
  readonly version: number
  /** ISO. */
  readonly now: string
  /** The rule's findings as they are. */
  readonly stored: readonly StoredFindingRow[]
  /** What they count, by fingerprint; and what waits for a finding to be. */
  readonly counted: ReadonlyMap<string, Counted>
  readonly waiting: ReadonlyMap<string, Counted>
  /** What the rule says of the events that it judges: the finding that each belongs to, or none. */
  readonly decided: ReadonlyMap<string, string | null>
  /** The occurrences among them. */
  readonly found: ReadonlyMap<string, Counted>
}

export interface ForeseenMove {
  readonly move: Move['move']
  readonly fingerprint: string
  readonly severity: Severity | null
  readonly occurrences: number
}

/** What counting would do to findings, without counting: the same as `WrittenEvents`, which a test holds it to. */
export function foreseeCounts(prospect: Prospect): readonly ForeseenMove[] {
  const stored = new Map(prospect.stored.map((row) => [row.fingerprint, row]))
  const fingerprints = new Set([...stored.keys(), ...prospect.found.keys()])
  return [...fingerprints].flatMap((fingerprint) =>
    movesOf(prospect, fingerprint, stored.get(fingerprint) ?? null),
  )
}

function movesOf(
  prospect: Prospect,
  fingerprint: string,
  known: StoredFindingRow | null,
): readonly ForeseenMove[] {
  const { atLeast, found, now, severity, version } = prospect
  const counted = countedThen(prospect, fingerprint, known)
  const occurrences = counted.size
  const lastAt = [...counted.values()].reduce((last, at) => (isLater(at, last) ? at : last), '')
  const isEnough = occurrences >= atLeast
  const moves: ForeseenMove[] = []
  const push = (move: Move['move'], as: Severity | null) =>
    moves.push({ move, fingerprint, severity: as, occurrences })
  let stands = known !== null && known.state !== 'resolved'
  if (isEnough && found.has(fingerprint) && !(known?.state === 'resolved' && isAged(lastAt, now))) {
    const failing = {
      ...{ ruleVersion: version, severity: { severity, reason: null } },
      ...{ evidence: known?.evidence ?? {}, moving: {} },
    }
    const change = onFailure(known, failing, notBefore(known, now))
    if (change.change === 'open' || change.change === 'reopen') push(change.change, severity)
    else if (change.change === 'keep' && known?.effectiveSeverity !== severity) push('severity', severity)
    stands = change.change !== 'none'
  }
  const isTooFew = stands && !isEnough && version > FIRST
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

/** No version was before it, so nothing was counted that it would not count. */
const FIRST = 1

/** What a finding would count: what it does, but for events that belong elsewhere by now, and what is found. */
function countedThen(
  { counted, waiting, decided, found }: Prospect,
  fingerprint: string,
  known: StoredFindingRow | null,
): Counted {
  const before = (known === null ? waiting : counted).get(fingerprint) ?? new Map<string, string>()
  const stays = [...before].filter(([event]) => {
    const belongs = decided.get(event)
    return belongs === undefined || belongs === fingerprint
  })
  return new Map([...stays, ...(found.get(fingerprint) ?? [])])
}

const isLater = (at: string, than: string): boolean => than === '' || Date.parse(at) > Date.parse(than)

const notBefore = (known: StoredFindingRow | null, now: string): string =>
  known !== null && Date.parse(known.lastEvaluatedAt) > Date.parse(now) ? known.lastEvaluatedAt : now
