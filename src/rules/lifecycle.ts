import stringify from 'safe-stable-stringify'
import type { FindingState, MachineEventKind, TriageState } from '../model/core/findings.ts'
import { FINDING_TRANSITIONS } from '../model/core/findings.ts'
import type { FindingId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { Severity } from '../model/core/severity.ts'
import { DUE_IN_DAYS } from '../model/core/severity.ts'
import type { EffectiveSeverity } from './severity.ts'
import type { SkipReason, Verdict } from './verdict.ts'

/**
 * The life of a finding. Verdicts are the machine's axis; triage is people's, and is touched here in one case alone:
 * a finding that comes back is to be looked at again (`triageWhenReopened`).
 *
 *   (none) ──fail──▶ open ──pass, out of scope, asset gone──▶ resolved ──fail──▶ reopened ──pass …──▶ resolved
 *
 * - `not_evaluated` changes nothing: who did not see may neither open nor resolve.
 * - The outcome depends on the stored finding and the verdict alone, so an activity that is retried
 *   decides nothing new: it finds its own first attempt's work done.
 * - A verdict older than the finding's last evaluation is dropped: two lanes may evaluate at once,
 *   and the later look upstream is the one to believe.
 */

export interface StoredFinding {
  readonly id: FindingId
  readonly state: FindingState
  readonly triage: TriageState
  readonly effectiveSeverity: Severity
  readonly severityReason: string | null
  readonly evidence: JsonObject
  readonly ruleVersion: number
  /** ISO. */
  readonly lastEvaluatedAt: string
  readonly dueAt: string
}

/** What was decided about a failing asset, ready to be stored. */
export interface Failing {
  readonly ruleVersion: number
  readonly severity: EffectiveSeverity
  readonly evidence: JsonObject
  readonly moving: JsonObject
}

export type ResolvedBecause =
  | { readonly because: 'passes' }
  | { readonly because: 'asset_gone' }
  /** Of a custom one. */
  | { readonly because: 'rule_deleted' }
  /** Of a custom one over events: its new version finds no more of what it counted, or too little. */
  | { readonly because: 'rule_changed' }
  /** Of what happened: it has not happened again for so long. */
  | { readonly because: 'aged'; readonly days: number }
  | { readonly because: 'out_of_scope'; readonly reason: SkipReason }

export interface NewsItem {
  readonly kind: MachineEventKind
  readonly detail: JsonObject
}

export type FindingChange =
  | { readonly change: 'open'; readonly dueAt: string; readonly news: readonly NewsItem[] }
  | {
      /** Fails again: `reopen` where it had been resolved. */
      readonly change: 'keep' | 'reopen'
      readonly id: FindingId
      readonly state: FindingState
      readonly triage: TriageState
      readonly dueAt: string
      readonly news: readonly NewsItem[]
    }
  | { readonly change: 'resolve'; readonly id: FindingId; readonly news: readonly NewsItem[] }
  | { readonly change: 'none' }

const NONE: FindingChange = { change: 'none' }
const MS_A_DAY = 86_400_000

export const dueAt = (severity: Severity, from: string): string =>
  new Date(Date.parse(from) + DUE_IN_DAYS[severity] * MS_A_DAY).toISOString()

const mayMove = (from: FindingState, to: FindingState): boolean =>
  (FINDING_TRANSITIONS[from] as readonly FindingState[]).includes(to)

/**
 * Whoever was remediating thought that it was done, and it is not. A false positive stays one: people have judged what
 * the rule says, and the rule only says it again.
 */
export const triageWhenReopened = (triage: TriageState): TriageState =>
  triage === 'false_positive' ? triage : 'new'

/** A failing verdict against what is stored. `now` is ISO. */
export function onFailure(stored: StoredFinding | null, failing: Failing, now: string): FindingChange {
  const { severity } = failing
  if (stored === null) {
    const detail = { severity: severity.severity, reason: severity.reason }
    return { change: 'open', dueAt: dueAt(severity.severity, now), news: [{ kind: 'opened', detail }] }
  }
  if (isOlder(now, stored)) return NONE
  if (mayMove(stored.state, 'reopened')) {
    const triage = triageWhenReopened(stored.triage)
    const put = triage === stored.triage ? {} : { triage: { from: stored.triage, to: triage } }
    const detail = { severity: severity.severity, reason: severity.reason, ...put }
    return {
      change: 'reopen',
      id: stored.id,
      state: 'reopened',
      triage,
      dueAt: dueAt(severity.severity, now),
      news: [{ kind: 'reopened', detail }],
    }
  }
  const moved = stored.effectiveSeverity !== severity.severity
  return {
    change: 'keep',
    id: stored.id,
    state: stored.state,
    triage: stored.triage,
    dueAt: moved ? dueAt(severity.severity, now) : stored.dueAt,
    news: newsOf(stored, failing, moved),
  }
}

/** Any verdict that is not a failure, or the asset's disappearance. */
export function onRelief(
  stored: StoredFinding | null,
  because: ResolvedBecause | null,
  now: string,
): FindingChange {
  if (stored === null || because === null || isOlder(now, stored)) return NONE
  if (!mayMove(stored.state, 'resolved')) return NONE
  return { change: 'resolve', id: stored.id, news: [{ kind: 'resolved', detail: { ...because } }] }
}

/** Why a verdict closes an open finding; null where it says nothing about it. */
export function reliefOf(verdict: Exclude<Verdict, { result: 'fail' }>): ResolvedBecause | null {
  switch (verdict.result) {
    case 'pass':
      return { because: 'passes' }
    case 'skipped':
      return { because: 'out_of_scope', reason: verdict.reason }
    case 'not_evaluated':
      return null
    default:
      return verdict satisfies never
  }
}

const isOlder = (now: string, stored: StoredFinding): boolean =>
  Date.parse(now) < Date.parse(stored.lastEvaluatedAt)

function newsOf(stored: StoredFinding, failing: Failing, severityMoved: boolean): readonly NewsItem[] {
  const news: NewsItem[] = []
  if (severityMoved) {
    const { severity, reason } = failing.severity
    news.push({ kind: 'severity_changed', detail: { from: stored.effectiveSeverity, to: severity, reason } })
  }
  const changed = changedKeys(stored.evidence, failing)
  const reasonChanged = !severityMoved && stored.severityReason !== failing.severity.reason
  if (changed.length > 0 || reasonChanged || stored.ruleVersion !== failing.ruleVersion) {
    news.push({ kind: 'updated', detail: { changed, rule_version: failing.ruleVersion } })
  }
  return news
}

/** Names of evidence that differs, ages and the like left out. Names only: values stay in the finding. */
function changedKeys(before: JsonObject, { evidence, moving }: Failing): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(evidence)])
  return [...names]
    .filter((name) => !(name in moving) && stringify(before[name]) !== stringify(evidence[name]))
    .sort()
}
