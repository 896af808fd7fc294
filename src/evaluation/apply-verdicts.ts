import { randomUUIDv7 } from 'node:crypto'
import type { Sql, Tx } from '../../db/client.ts'
import { noteRelieved, noteStanding } from '../../db/findings/note-sightings.ts'
import { withRuleLocked } from '../../db/findings/rule-lock.ts'
import type { StoredFindingRow } from '../../db/findings/stored-findings.ts'
import { findingsOfGoneAssets, storedFindings } from '../../db/findings/stored-findings.ts'
import type {
  Evaluation,
  FindingNews,
  NewFinding,
  RefreshedFinding,
} from '../../db/findings/write-findings.ts'
import {
  appendFindingEvents,
  insertFindings,
  refreshFindings,
  resolveFindings,
} from '../../db/findings/write-findings.ts'
import type { MachineEventKind } from '../../model/core/findings.ts'
import type { FindingId } from '../../model/core/ids.ts'
import { asFindingId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AssetIdentity, Bundle } from '../../rules/bundles.ts'
import { findingTypeIdOf } from '../../rules/catalogue/finding-type.ts'
import { fingerprintOf } from '../../rules/fingerprint.ts'
import type { Failing, FindingChange, ResolvedBecause } from '../../rules/lifecycle.ts'
import { onFailure, onRelief, reliefOf } from '../../rules/lifecycle.ts'
import { effectiveSeverity } from '../../rules/severity.ts'
import type { Verdict } from '../../rules/verdict.ts'
import type { PreparedRule } from './prepared-rule.ts'

export interface Judgement {
  readonly bundle: Bundle
  readonly verdict: Verdict
}

/** Everything one transaction writes. */
class Plan {
  readonly open: NewFinding[] = []
  readonly refresh: RefreshedFinding[] = []
  readonly resolve: FindingId[] = []
  readonly news: FindingNews[] = []

  tell(findingId: FindingId, change: FindingChange): void {
    if (change.change === 'none') return
    for (const item of change.news) this.news.push({ findingId, ...item })
  }

  relieve(stored: StoredFindingRow | null, because: ResolvedBecause | null, now: string): void {
    const change = onRelief(stored, because, now)
    if (change.change !== 'resolve') return
    this.resolve.push(change.id)
    this.tell(change.id, change)
  }
}

/** Turns a chunk of verdicts into findings, in one transaction. Returns what became news. */
export function applyVerdicts(
  sql: Sql,
  evaluation: Evaluation,
  rule: PreparedRule,
  judgements: readonly Judgement[],
): Promise<readonly MachineEventKind[]> {
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
  return withRuleLocked(sql, evaluation, async (tx) => {
    const rows = await storedFindings(
      tx,
      integrationId,
      marked.map(({ fingerprint }) => fingerprint),
    )
    const stored = new Map(rows.map((row) => [row.fingerprint, row]))
    const plan = new Plan()
    for (const { bundle, verdict, fingerprint } of marked) {
      const known = stored.get(fingerprint) ?? null
      if (verdict.result !== 'fail') plan.relieve(known, reliefOf(verdict), evaluation.now)
      else planFailure(plan, evaluation, rule, { bundle, verdict, fingerprint, known })
    }
    return write(tx, evaluation, plan)
  })
}

/** Findings closed in one transaction when assets are gone. */
const GONE_CHUNK = 1_000

/** Closes findings whose asset is gone: it was absent from a listing that was read to its end. */
export async function resolveGone(
  sql: Sql,
  evaluation: Evaluation,
  rule: PreparedRule,
): Promise<readonly MachineEventKind[]> {
  const { integrationId, ruleId, now } = evaluation
  const told: MachineEventKind[] = []
  let after: FindingId | null = null
  for (;;) {
    const page = { integrationId, ruleId, kinds: rule.kinds, after, limit: GONE_CHUNK }
    const { last, kinds } = await withRuleLocked(sql, evaluation, async (tx) => {
      const rows = await findingsOfGoneAssets(tx, page)
      const plan = new Plan()
      for (const row of rows) plan.relieve(row, { because: 'asset_gone' }, now)
      return { last: rows.at(-1)?.id ?? null, kinds: await write(tx, evaluation, plan) }
    })
    told.push(...kinds)
    if (last === null) return told
    after = last
  }
}

interface FailedAsset {
  readonly bundle: Bundle
  readonly verdict: Extract<Verdict, { result: 'fail' }>
  readonly fingerprint: string
  readonly known: StoredFindingRow | null
}

function planFailure(plan: Plan, evaluation: Evaluation, rule: PreparedRule, failed: FailedAsset): void {
  const { bundle, verdict, fingerprint, known } = failed
  const failing: Failing = {
    ruleVersion: rule.entry.version,
    severity: effectiveSeverity(rule.severity, verdict.escalation),
    evidence: verdict.evidence,
    moving: verdict.moving,
  }
  const change = onFailure(known, failing, evaluation.now)
  if (change.change === 'none' || change.change === 'resolve') return
  const common = {
    ruleVersion: failing.ruleVersion,
    severity: rule.severity.published,
    effectiveSeverity: failing.severity.severity,
    severityReason: failing.severity.reason,
    evidence: { ...verdict.evidence, ...verdict.moving },
    parameters: rule.parameters,
    judged: judgedOf(bundle),
    dueAt: change.dueAt,
  }
  if (change.change !== 'open') {
    const reopened = change.change === 'reopen'
    const { state, triage } = change
    plan.refresh.push({ ...common, id: change.id, state, triage, reopened })
    plan.tell(change.id, change)
    return
  }
  const id = asFindingId(randomUUIDv7())
  const { id: assetId, kind: assetKind, externalId: assetExternalId } = bundle.asset
  const { category } = rule.entry
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

/** Ids and hashes of what was judged, so that the verdict can be made again. */
function judgedOf(bundle: Bundle): JsonObject {
  const assets: AssetIdentity[] = [bundle.asset]
  if (bundle.subject === 'gpt' && bundle.configuration) assets.push(bundle.configuration.asset)
  if (bundle.subject === 'project' && bundle.settings) assets.push(bundle.settings.asset)
  return {
    assets: assets.map(({ id, kind, externalId, contentHash }) => ({
      id,
      kind,
      external_id: externalId,
      content_hash: contentHash,
    })),
  }
}

async function write(tx: Tx, evaluation: Evaluation, plan: Plan): Promise<readonly MachineEventKind[]> {
  const opened = await insertFindings(tx, evaluation, plan.open)
  await refreshFindings(tx, plan.refresh)
  await resolveFindings(tx, evaluation, plan.resolve)
  await noteStanding(tx, evaluation, [...opened, ...plan.refresh.map(({ id }) => id)])
  await noteRelieved(tx, evaluation, plan.resolve)
  const proposed = new Set(plan.open.map(({ id }) => id))
  const news = plan.news.filter(({ findingId }) => !proposed.has(findingId) || opened.has(findingId))
  return appendFindingEvents(tx, evaluation, news)
}
