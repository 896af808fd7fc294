import type { Command } from 'commander'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { FindingSummary } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { EvaluationView } from './backtest-view.ts'
import { describeEvaluation } from './backtest-view.ts'
import type { Choice, ChoiceFlags } from './choice.ts'
import { choiceOf, parametersOf, withChoice } from './choice.ts'
import { findRule } from './find-rule.ts'

/** What is in effect afterwards, as the API answers it. */
interface Saved extends Choice {
  readonly evaluation: EvaluationView | null
}

export function addSetRule(rules: Command, io: Io): void {
  withChoice(rules.command('set <integration> <rule> [name=value...]'))
    .summary('thresholds, allow lists and severity of a rule')
    .description(
      `Sets what a rule goes by, for one integration; what is stored is judged anew at once. What is not named
stays as it is. A list is written as JSON: approvedGpts='["g-1"]'. casbah rules show <rule> lists the names.`,
    )
    .option('--json', 'as JSON')
    .action((name: string, rule: string, given: string[], flags: ChoiceFlags) =>
      set(io, { name, rule, given, flags }),
    )
}

interface SetCommand {
  readonly name: string
  readonly rule: string
  readonly given: readonly string[]
  readonly flags: ChoiceFlags
}

async function set(io: Io, { name, rule, given, flags }: SetCommand): Promise<void> {
  const parameters = parametersOf(given)
  if (given.length === 0 && !flags.on && !flags.off && !flags.reset && flags.severity === undefined) {
    throw usageError(
      'Nothing is named that is to change.',
      `Give name=value (casbah rules show ${rule} lists them), --severity, --on, --off or --reset.`,
    )
  }
  const api = clientFromEnv(io.env)
  const { id, display_name } = await findIntegration(api, name)
  const found = await findRule(api, rule, id)
  const saved = await api.put<Saved>(
    `/api/v1/integrations/${id}/rule-settings/${found.id}`,
    choiceOf(found, parameters, flags),
  )
  if (flags.json) return io.out(jsonText(saved))
  io.out(
    harmless(`${display_name}, ${rule}: ${describeSetting(saved)}; ${describeEvaluation(saved.evaluation)}`),
  )
  if (!saved.enabled) await sayWhatStands(io, api, id, rule)
}

/** A rule that is off resolves nothing: whoever expects its findings to go is told that they have not. */
async function sayWhatStands(io: Io, api: ApiClient, integrationId: string, rule: string): Promise<void> {
  const { rules } = await api.get<FindingSummary>(`/api/v1/findings/summary?integration=${integrationId}`)
  const found = rules.find(({ rule_id }) => rule_id === rule)
  const standing = (found?.standing ?? 0) + (found?.excepted ?? 0)
  if (standing === 0) return
  io.out(
    `What it has found stays, ${standing} open: casbah findings --integration ${integrationId} --rule ${rule}`,
  )
}

const describeSetting = ({ enabled, parameters, severity }: Choice): string =>
  [
    enabled ? 'on' : 'off',
    ...Object.entries(parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ...(severity === null ? [] : [`severity ${severity}`]),
  ].join(', ')
