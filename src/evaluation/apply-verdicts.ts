import { randomUUIDv7 } from 'node:crypto'
import type { Sql, Tx } from '../db/client.ts'
import { RuleOvertaken, withRuleLocked } from '../db/findings/rule-lock.ts'
import type { StoredFindingRow } from '../db/findings/stored-findings.ts'
import { findingsOfGoneAssets, storedFindings } from '../db/findings/stored-findings.ts'
import type { Evaluation } from '../db/findings/write-findings.ts'
import type { MachineEventKind } from '../model/core/findings.ts'
import type { AssetId, FindingId } from '../model/core/ids.ts'
import { asFindingId } from '../model/core/ids.ts'
import type { Bundle } from '../rules/bundles.ts'
import { findingTypeIdOf } from '../rules/catalogue/finding-type.ts'
import { fingerprintOf } from '../rules/fingerprint.ts'
import type { Failing, FindingChange, ResolvedBecause } from '../rules/lifecycle.ts'
import { onFailure, reliefOf } from '../rules/lifecycle.ts'
import { effectiveSeverity } from '../rules/severity.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { BareBundle } from './custom/bare-bundles.ts'
import type { Move } from './finding-plan.ts'
import { named, Plan, writePlan } from './finding-plan.ts'
import type { JudgedInputs } from './judged-inputs.ts'
import type { ReadyRule } from './prepared-rule.ts'

export interface Judgement {
  readonly bundle: Bundle | BareBundle
  readonly verdict: Verdict
  /** What the verdict was made of; asked for only where it is written. */
  readonly inputs: () => JudgedInputs
}

/** Turns a chunk of verdicts into findings, in one transaction. Returns what became news: nothing of an overtaken rule. */
export function applyVerdicts(
  sql: Sql,
  evaluation: Evaluation,
  rule: ReadyRule,
  judgements: readonly Judgement[],
): Promise<readonly MachineEventKind[]> {
  return unlessOvertaken(
    withRuleLocked(sql, heldBy(evaluation, rule), async (tx) =>
      writePlan(tx, evaluation, await planVerdicts(tx, evaluation, rule, judgements)),
    ),
    [],
  )
}

const heldBy = (evaluation: Evaluation, { entry }: ReadyRule) => ({
  ...evaluation,
  ruleVersion: entry.version,
})

/** Whoever overtook the rule judges by the new version, or resolves: an attempt more would come to nothing. */
async function unlessOvertaken<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof RuleOvertaken) return otherwise
    throw error
  }
}

/** What `applyVerdicts` would do, and nothing is written. */
export async function foreseeVerdicts(
  sql: Sql,
  evaluation: Evaluation,
  rule: ReadyRule,
  judgements: readonly Judgement[],
): Promise<readonly Move[]> {
  return (await planVerdicts(sql, evaluation, rule, judgements)).moves
}

async function planVerdicts(
  tx: Tx | Sql,
  evaluation: Evaluation,
  rule: ReadyRule,
  judgements: readonly Judgement[],
): Promise<Plan> {
  const { integrationId, ruleId } = evaluation
  const marked = judgements.map((judgement) => ({
    ...judgement,
    fingerprint: fingerprintOf({
      integrationId,
      ruleId,
      assets: [judgement.bundle.asset],
      discriminator: '',
    }),
  }))
  const rows = await storedFindings(
    tx,
    integrationId,
    marked.map(({ fingerprint }) => fingerprint),
  )
  const stored = new Map(rows.map((row) => [row.fingerprint, row]))
  const plan = new Plan()
  for (const { bundle, verdict, inputs, fingerprint } of marked) {
    const known = stored.get(fingerprint) ?? null
    if (verdict.result !== 'fail') plan.relieve(known, reliefOf(verdict), evaluation.now, bundle)
    else planFailure(plan, evaluation, rule, { bundle, verdict, inputs, fingerprint, known })
  }
  return plan
}

/** Findings closed in one transaction when assets are gone. */
const GONE_CHUNK = 1_000

interface Closed {
  readonly last: FindingId | null
  readonly kinds: readonly MachineEventKind[]
}
const NOTHING_CLOSED: Closed = { last: null, kinds: [] }

/** Closes findings whose asset is gone: it was absent from a listing that was read to its end, or is no more itself. */
export async function resolveGone(
  sql: Sql,
  evaluation: Evaluation,
  rule: ReadyRule,
  assetId: AssetId | null = null,
): Promise<readonly MachineEventKind[]> {
  const { integrationId, ruleId, now } = evaluation
  const told: MachineEventKind[] = []
  let after: FindingId | null = null
  for (;;) {
    const page = { integrationId, ruleId, kinds: rule.kinds, assetId, after, limit: GONE_CHUNK }
    const closing = withRuleLocked(sql, heldBy(evaluation, rule), async (tx) => {
      const rows = await findingsOfGoneAssets(tx, page)
      const plan = new Plan()
      for (const row of rows) plan.relieve(row, { because: 'asset_gone' }, now, null)
      return { last: rows.at(-1)?.id ?? null, kinds: await writePlan(tx, evaluation, plan) }
    })
    const { last, kinds }: Closed = await unlessOvertaken(closing, NOTHING_CLOSED)
    told.push(...kinds)
    if (last === null) return told
    after = last
  }
}

/** What `resolveGone` would do, and nothing is written. */
export async function foreseeGone(
  sql: Sql,
  evaluation: Evaluation,
  rule: ReadyRule,
): Promise<readonly Move[]> {
  const { integrationId, ruleId, now } = evaluation
  const plan = new Plan()
  let after: FindingId | null = null
  for (;;) {
    const page = { integrationId, ruleId, kinds: rule.kinds, assetId: null, after, limit: GONE_CHUNK }
    const rows: StoredFindingRow[] = await findingsOfGoneAssets(sql, page)
    for (const row of rows) plan.relieve(row, { because: 'asset_gone' }, now, null)
    if (rows.length < GONE_CHUNK) return plan.moves
    after = rows.at(-1)?.id ?? null
  }
}

interface FailedAsset {
  readonly bundle: Bundle | BareBundle
  readonly verdict: Extract<Verdict, { result: 'fail' }>
  readonly inputs: () => JudgedInputs
  readonly fingerprint: string
  readonly known: StoredFindingRow | null
}

function planFailure(plan: Plan, evaluation: Evaluation, rule: ReadyRule, failed: FailedAsset): void {
  const { bundle, verdict, inputs, fingerprint, known } = failed
  const failing: Failing = {
    ruleVersion: rule.entry.version,
    severity: effectiveSeverity(rule.severity, verdict.escalation),
    evidence: verdict.evidence,
    moving: verdict.moving,
  }
  const change = onFailure(known, failing, evaluation.now)
  if (change.change === 'none' || change.change === 'resolve') return
  const move = moveOf(change)
  const { severity } = failing.severity
  if (move !== null) plan.moves.push({ move, fingerprint, ...named(bundle), severity })
  const common = {
    ruleVersion: failing.ruleVersion,
    severity: rule.severity.published,
    effectiveSeverity: failing.severity.severity,
    severityReason: failing.severity.reason,
    evidence: { ...verdict.evidence, ...verdict.moving },
    parameters: rule.parameters,
    judged: { ...inputs() },
    dueAt: change.dueAt,
  }
  const { category } = rule.entry
  const routed = { ruleId: evaluation.ruleId, category, severity, evidence: common.evidence }
  if (change.change !== 'open') {
    const reopened = change.change === 'reopen'
    const { state, triage } = change
    if (reopened) plan.opened.push({ ...routed, id: change.id })
    plan.refresh.push({ ...common, id: change.id, state, triage, reopened })
    plan.tell(change.id, change)
    return
  }
  const id = asFindingId(randomUUIDv7())
  const { id: assetId, kind: assetKind, externalId: assetExternalId } = bundle.asset
  plan.opened.push({ ...routed, id })
  plan.open.push({
    ...common,
    id,
    fingerprint,
    findingTypeId: findingTypeIdOf(rule.entry),
    category,
    assetId,
    assetKind,
    assetExternalId,
  })
  plan.tell(id, change)
}

/** Closes these for a reason that is no verdict. Answers what became news. */
export async function resolveRows(
  tx: Tx,
  evaluation: Evaluation,
  rows: readonly StoredFindingRow[],
  because: ResolvedBecause,
): Promise<readonly MachineEventKind[]> {
  const plan = new Plan()
  for (const row of rows) plan.relieve(row, because, evaluation.now, null)
  return writePlan(tx, evaluation, plan)
}

function moveOf(change: FindingChange): Move['move'] | null {
  if (change.change === 'open' || change.change === 'reopen') return change.change
  if (change.change !== 'keep') return null
  return change.news.some(({ kind }) => kind === 'severity_changed') ? 'severity' : null
}
