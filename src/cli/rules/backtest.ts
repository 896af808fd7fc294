import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import type { BacktestView, EvaluationView } from './backtest-view.ts'
import { describeEvaluation, describeWould, sayBacktest } from './backtest-view.ts'
import type { ChoiceFlags } from './choice.ts'
import { choiceOf, parametersOf, withChoice } from './choice.ts'
import { findRule } from './find-rule.ts'

interface Flags {
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** What other settings would do, before they are set; and settings by the dozen. */
export function addBacktests(rules: Command, io: Io): void {
  withChoice(rules.command('backtest <integration> <rule> [name=value...]'))
    .summary('what other settings of a rule would open and resolve; sets nothing')
    .description(
      'What `rules set` with the same words would open and resolve. What is not named is as it is set now.',
    )
    .option('--json', 'as JSON')
    .action((name: string, rule: string, given: string[], flags: ChoiceFlags) =>
      backtest(io, { name, rule, given, flags }),
    )
  rules
    .command('preset <integration> <preset>')
    .summary('set the thresholds of a preset: cis, strict or lenient')
    .option('--dry-run', 'say what would come of it, and set nothing')
    .option('--json', 'as JSON')
    .action((name: string, preset: string, flags: Flags) => applyPreset(io, name, preset, flags))
}

interface BacktestCommand {
  readonly name: string
  readonly rule: string
  readonly given: readonly string[]
  readonly flags: ChoiceFlags
}

async function backtest(io: Io, { name, rule, given, flags }: BacktestCommand): Promise<void> {
  const parameters = parametersOf(given)
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  const found = await findRule(api, rule, id)
  const answer = await api.post<BacktestView>(
    `/api/v1/integrations/${id}/rules/${found.id}/backtest`,
    choiceOf(found, parameters, flags),
  )
  return flags.json ? io.out(jsonText(answer)) : sayBacktest(io, answer)
}

interface PresetView {
  readonly rules: readonly {
    readonly rule_id: string
    readonly parameters: Readonly<Record<string, unknown>>
    readonly reason: string
    readonly backtest: BacktestView | null
    readonly evaluation: EvaluationView | null
  }[]
}

async function applyPreset(io: Io, name: string, preset: string, flags: Flags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  const body = { preset, dry_run: flags.dryRun === true }
  const answer = await api.post<PresetView>(`/api/v1/integrations/${id}/rules/preset`, body)
  if (flags.json) return io.out(jsonText(answer))
  const columns = ['Rule', 'Settings', flags.dryRun ? 'Would' : 'Did', 'Why'].map((title) => ({ title }))
  const rows = answer.rules.map(({ rule_id, parameters, reason, backtest: would, evaluation }) => [
    rule_id,
    Object.entries(parameters)
      .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
      .join(', '),
    would === null ? describeEvaluation(evaluation) : describeWould(would),
    reason,
  ])
  return io.out(renderTable(io, columns, rows))
}
