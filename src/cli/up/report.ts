import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { ApiClient } from '../api-client.ts'
import type { FindingSummary, RuleSummary } from '../finding-view.ts'
import { version } from '../program.ts'
import type { IntegrationDetail, RunDetail, RunStream } from '../run-view.ts'
import type { UpOptions } from './options.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { System } from './system.ts'
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
  /** Fields that upstream sent and Casbah does not know: names and counts, never values. */
  readonly drift: readonly ReportedDrift[]
  readonly findings: {
    readonly open: number
    readonly by_severity: FindingSummary['by_severity']
    readonly by_rule: readonly ReportedRule[]
    readonly by_rule_id: Readonly<Record<string, number>>
    readonly by_finding_type_id: Readonly<Record<string, number>>
  }
  readonly not_evaluated: readonly {
    readonly rule_id: AnyRuleId
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

export interface ReportedDrift {
  readonly stream: StreamName
  readonly path: string
  readonly count: number
}

export type ReportedRule = Pick<
  RuleSummary,
  'rule_id' | 'finding_type_id' | 'title' | 'cloudflare_name' | 'category' | 'severity' | 'by_severity'
> & {
  readonly open: number
  readonly passed: number
  readonly failed: number
  readonly not_evaluated: number
  /** How many assets were left out for which reason. */
  readonly left_out: Readonly<Record<string, unknown>>
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
  const { integrationId, runs, system, options } = gathered
  const [detail, summary, drift] = await Promise.all([
    api.get<IntegrationDetail>(`/api/v1/integrations/${integrationId}`),
    api.get<FindingSummary>(`/api/v1/findings/summary?integration=${integrationId}`),
    api.get<{ readonly data: readonly ReportedDrift[] }>(`/api/v1/drift?integration=${integrationId}`),
  ])
  const { capabilities, proof, ...integration } = detail
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
    drift: drift.data.map(({ stream, path, count }) => ({ stream, path, count })),
    findings: {
      open: summary.standing,
      by_severity: summary.by_severity,
      by_rule: summary.rules.map(reportRule),
      by_rule_id: Object.fromEntries(summary.rules.map((rule) => [rule.rule_id, rule.standing])),
      by_finding_type_id: Object.fromEntries(
        summary.rules.map((rule) => [rule.finding_type_id, rule.standing]),
      ),
    },
    not_evaluated: summary.rules.flatMap(notEvaluated),
    truth,
    timings,
  }
}

/** Comparing is no part of what a start does for its user, so it is outside the total. */
async function compareAfter({ clock, compare }: Gathered) {
  clock.lap('report')
  const timings = clock.laps()
  const truth = await compare()
  clock.lap('truth_comparison')
  return { truth, timings: { ...timings, truth_comparison: clock.laps().truth_comparison ?? 0 } }
}

function reportRule({ results, standing, resolved: _resolved, ...rule }: RuleSummary): ReportedRule {
  const [result] = results
  return {
    ...rule,
    open: standing,
    passed: result?.passed ?? 0,
    failed: result?.failed ?? 0,
    not_evaluated: result?.not_evaluated ?? 0,
    left_out: result?.asset_reasons ?? {},
  }
}

/** Rules that could not judge as a whole; what single assets lacked stands with their rule. */
function notEvaluated({ rule_id, finding_type_id, title, results }: RuleSummary): Report['not_evaluated'] {
  const [result] = results
  const reason = result === undefined ? 'never_evaluated' : result.reason
  if (reason === null) return []
  return [{ rule_id, finding_type_id, title, reason, detail: result?.reason_detail ?? null }]
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
