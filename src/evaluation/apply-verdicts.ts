import { randomUUIDv7 } from 'node:crypto'
import type { Sql, Tx } from '../db/client.ts'
import { noteRelieved, noteStanding } from '../db/findings/note-sightings.ts'
import { RuleOvertaken, withRuleLocked } from '../db/findings/rule-lock.ts'
import type { StoredFindingRow } from '../db/findings/stored-findings.ts'
import { findingsOfGoneAssets, storedFindings } from '../db/findings/stored-findings.ts'
import type { Evaluation, FindingNews, NewFinding, RefreshedFinding } from '../db/findings/write-findings.ts'
import {
  appendFindingEvents,
  insertFindings,
  refreshFindings,
  resolveFindings,
} from '../db/findings/write-findings.ts'
import type { MachineEventKind } from '../model/core/findings.ts'
import type { AssetId, FindingId, PersonId } from '../model/core/ids.ts'
import { asFindingId } from '../model/core/ids.ts'
import type { Severity } from '../model/core/severity.ts'
import type { AssetIdentity, Bundle } from '../rules/bundles.ts'
import { findingTypeIdOf } from '../rules/catalogue/finding-type.ts'
import { fingerprintOf } from '../rules/fingerprint.ts'
import type { Failing, FindingChange, ResolvedBecause } from '../rules/lifecycle.ts'
import { onFailure, onRelief, reliefOf } from '../rules/lifecycle.ts'
import { effectiveSeverity } from '../rules/severity.ts'
import type { Verdict } from '../rules/verdict.ts'
import { assignOpened } from './assignment/assign-opened.ts'
import type { Unassigned } from './assignment/assignments-of.ts'
import type { BareBundle } from './custom/bare-bundles.ts'
import type { JudgedInputs } from './judged-inputs.ts'
import type { ReadyRule } from './prepared-rule.ts'

export interface Judgement {
  readonly bundle: Bundle | BareBundle
  readonly verdict: Verdict
  /** What the verdict was made of; asked for only where it is written. */
  readonly inputs: () => JudgedInputs
}

/** What becomes of a finding, for whoever wants to know before it does. */
export interface Move {
  readonly move: 'open' | 'reopen' | 'resolve' | 'severity'
  readonly fingerprint: string
  /** Null of one whose asset is gone. */
  readonly asset: AssetIdentity | null
  readonly severity: Severity | null
  /** As upstream calls the thing; null where it has no name of its own. */
  readonly name: string | null
  /** Of a finding about what happened: who, when, how often. */
  readonly happened?: Happened
}

/** Who did it, on which day, and how often. */
export interface Happened {
  readonly day: string
  readonly personId: PersonId | null
  /** The redacted id of a key, or a system's; null of a person, and of whoever is unknown. */
  readonly key: string | null
  readonly occurrences: number
}

/** Everything one transaction writes. */
class Plan {
  readonly moves: Move[] = []
  readonly open: NewFinding[] = []
  readonly refresh: RefreshedFinding[] = []
  readonly resolve: FindingId[] = []
  readonly news: FindingNews[] = []
  /** Opened, or again: what is nobody's among them goes to whom the routes say. */
  readonly opened: Unassigned[] = []

  tell(findingId: FindingId, change: FindingChange): void {
    if (change.change === 'none') return
    for (const item of change.news) this.news.push({ findingId, ...item })
  }

  relieve(
    stored: StoredFindingRow | null,
    because: ResolvedBecause | null,
    now: string,
    bundle: Bundle | BareBundle | null,
  ): void {
    const change = onRelief(stored, because, now)
    if (stored === null || change.change !== 'resolve') return
    this.moves.push({ move: 'resolve', fingerprint: stored.fingerprint, ...named(bundle), severity: null })
    this.resolve.push(change.id)
    this.tell(change.id, change)
  }
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
      write(tx, evaluation, await planVerdicts(tx, evaluation, rule, judgements)),
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
      return { last: rows.at(-1)?.id ?? null, kinds: await write(tx, evaluation, plan) }
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

function named(bundle: Bundle | BareBundle | null): Pick<Move, 'asset' | 'name'> {
  if (bundle === null) return { asset: null, name: null }
  const { name } = bundle.attributes as { readonly name?: unknown }
  return { asset: bundle.asset, name: typeof name === 'string' ? name : null }
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
  return write(tx, evaluation, plan)
}

function moveOf(change: FindingChange): Move['move'] | null {
  if (change.change === 'open' || change.change === 'reopen') return change.change
  if (change.change !== 'keep') return null
  return change.news.some(({ kind }) => kind === 'severity_changed') ? 'severity' : null
}

async function write(tx: Tx, evaluation: Evaluation, plan: Plan): Promise<readonly MachineEventKind[]> {
  const opened = await insertFindings(tx, evaluation, plan.open)
  await refreshFindings(tx, plan.refresh)
  await resolveFindings(tx, evaluation, plan.resolve)
  await noteStanding(tx, evaluation, [...opened, ...plan.refresh.map(({ id }) => id)])
  await noteRelieved(tx, evaluation, plan.resolve)
  const proposed = new Set(plan.open.map(({ id }) => id))
  const news = plan.news.filter(({ findingId }) => !proposed.has(findingId) || opened.has(findingId))
  const told = await appendFindingEvents(tx, evaluation, news)
  const isOpened = ({ id }: Unassigned): boolean => !proposed.has(id) || opened.has(id)
  await assignOpened(tx, evaluation.integrationId, plan.opened.filter(isOpened))
  return told
}
