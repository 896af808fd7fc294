import type { RuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { ApiClient } from '../api-client.ts'
import type { FindingView, RuleResultView } from '../finding-view.ts'
import { version } from '../program.ts'
import type { IntegrationDetail, RunDetail, RunStream } from '../run-view.ts'
import type { UpOptions } from './options.ts'
import type { Stopwatch, System } from './run-up.ts'
import type { StreamComparison } from './truth/compare.ts'

/** What `--json` prints: all that the start did and found, from the API's own answers. */
export interface Report {
  readonly casbah: string
  readonly tenant: Readonly<Record<string, unknown>>
  readonly rate_factor: number
  readonly integration: Omit<IntegrationDetail, 'capabilities' | 'proof'>
  readonly capabilities: IntegrationDetail['capabilities']
  readonly proof: IntegrationDetail['proof']
  readonly runs: readonly Omit<RunDetail, 'streams'>[]
  readonly streams: Readonly<Record<string, ReportedStream>>
  readonly findings: {
    readonly open: number
    readonly by_rule: readonly ReportedRule[]
    readonly by_finding_type_id: Readonly<Record<string, number>>
  }
  readonly not_evaluated: readonly {
    readonly rule_id: RuleId
    readonly finding_type_id: string
    readonly title: string
    readonly reason: string
    readonly detail: string | null
  }[]
  /** Whether what is stored equals what the simulated tenant holds, by stream. */
  readonly truth: Readonly<Partial<Record<StreamName, StreamComparison>>> | null
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>
}

export type ReportedStream = Pick<
  RunStream,
  'state' | 'records' | 'pages' | 'retries' | 'waits' | 'waited_ms' | 'quarantined' | 'cause'
> & { readonly run_no: number }

export interface ReportedRule {
  readonly rule_id: RuleId
  readonly finding_type_id: string
  readonly title: string
  readonly severity: Severity
  readonly open: number
  /** By effective severity. */
  readonly by_severity: Readonly<Partial<Record<Severity, number>>>
  readonly passed: number
  readonly failed: number
  readonly not_evaluated: number
  readonly not_evaluated_reason: string | null
  readonly left_out: Readonly<Record<string, unknown>>
}

interface RuleView {
  readonly id: RuleId
  readonly finding_type_id: string
  readonly title: string
  readonly severity: Severity
  readonly result: RuleResultView | null
}

interface Gathered {
  readonly integrationId: string
  readonly runs: readonly RunDetail[]
  readonly system: System
  readonly options: UpOptions
  readonly clock: Stopwatch
  readonly compare: () => Promise<Report['truth']>
}

export async function gatherReport(api: ApiClient, gathered: Gathered): Promise<Report> {
  const { integrationId, runs, system, options, clock } = gathered
  const { capabilities, proof, ...integration } = await api.get<IntegrationDetail>(
    `/api/v1/integrations/${integrationId}`,
  )
  const [rules, findings] = [await readRules(api, integrationId), await readFindings(api, integrationId)]
  const byRule = rules.map((rule) => reportRule(rule, findings))
  clock.lap('report')
  const { timings, truth } = await compareAfter(gathered)
  const { recordings, ...tenant } = system.tenant
  return {
    casbah: version(),
    tenant: recordings === null ? { kind: 'simulated', ...tenant } : { kind: 'recordings', recordings },
    rate_factor: options.rateFactor,
    integration,
    capabilities,
    proof,
    runs: runs.map(({ streams: _streams, ...run }) => run),
    streams: reportStreams(runs),
    findings: {
      open: findings.length,
      by_rule: byRule,
      by_finding_type_id: Object.fromEntries(
        byRule.map(({ finding_type_id, open }) => [finding_type_id, open]),
      ),
    },
    not_evaluated: rules.flatMap(notEvaluated),
    truth,
    timings,
  }
}

/** Comparing is no part of what a start does for its user, so it is outside the total. */
async function compareAfter({ clock, compare }: Gathered) {
  const timings = clock.laps()
  const truth = await compare()
  clock.lap('truth_comparison')
  return { truth, timings: { ...timings, truth_comparison: clock.laps().truth_comparison ?? 0 } }
}

async function readRules(api: ApiClient, integration: string): Promise<RuleView[]> {
  const rules: RuleView[] = []
  for await (const rule of api.list<RuleView>('/api/v1/rules', { integration })) rules.push(rule)
  return rules
}

async function readFindings(api: ApiClient, integration: string): Promise<FindingView[]> {
  const findings: FindingView[] = []
  const query = { integration, state: 'open,reopened' }
  for await (const finding of api.list<FindingView>('/api/v1/findings', query)) findings.push(finding)
  return findings
}

function reportRule(rule: RuleView, findings: readonly FindingView[]): ReportedRule {
  const own = findings.filter(({ rule_id }) => rule_id === rule.id)
  const by_severity: Partial<Record<Severity, number>> = {}
  for (const { effective_severity: severity } of own) by_severity[severity] = (by_severity[severity] ?? 0) + 1
  return {
    rule_id: rule.id,
    finding_type_id: rule.finding_type_id,
    title: rule.title,
    severity: rule.severity,
    open: own.length,
    by_severity,
    passed: rule.result?.passed ?? 0,
    failed: rule.result?.failed ?? 0,
    not_evaluated: rule.result?.not_evaluated ?? 0,
    not_evaluated_reason: rule.result?.reason ?? null,
    left_out: rule.result?.asset_reasons ?? {},
  }
}

/** Rules that could not judge as a whole; what single assets lacked stands with their rule. */
function notEvaluated(rule: RuleView): Report['not_evaluated'] {
  const reason = rule.result === null ? 'never_evaluated' : rule.result.reason
  if (reason === null) return []
  const { id: rule_id, finding_type_id, title } = rule
  return [{ rule_id, finding_type_id, title, reason, detail: rule.result?.reason_detail ?? null }]
}

function reportStreams(runs: readonly RunDetail[]): Report['streams'] {
  return Object.fromEntries(
    runs.flatMap((run) =>
      run.streams.map(({ stream, state, records, pages, retries, waits, waited_ms, quarantined, cause }) => [
        stream,
        { run_no: run.run_no, state, records, pages, retries, waits, waited_ms, quarantined, cause },
      ]),
    ),
  )
}
