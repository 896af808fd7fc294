import type { Command } from 'commander'
import { SEVERITY_LABEL } from '../../model/core/severity.ts'
import { clientFromEnv } from '../api-client.ts'
import type { RuleView } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { describeLeftOut } from '../render/left-out.ts'
import { SEVERITY_STYLE } from '../render/severity-style.ts'
import { renderTable } from '../render/table.ts'

const DESCRIPTION =
  'The rules; with an integration also what came of each: failed of judged, and what was not judged.'

/** `casbah rules` and `casbah rules list` are the same. */
export function addShowRules(program: Command, io: Io): Command {
  const rules = shown(program.command('rules').summary('what is looked for'), io)
  shown(rules.command('list').summary('the rules, as `casbah rules`'), io)
  return rules
}

const shown = (command: Command, io: Io): Command =>
  command
    .description(DESCRIPTION)
    .option('--integration <name or id>', 'with the last results of one integration')
    .option('--json', 'as JSON')
    // Flags that stand before `list` belong to its parent.
    .action((_: RulesFlags, self: Command) => show(io, self.optsWithGlobals<RulesFlags>()))

interface RulesFlags {
  readonly integration?: string
  readonly json?: boolean
}

async function show(io: Io, flags: RulesFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const integration =
    flags.integration === undefined ? undefined : (await findIntegration(api, flags.integration)).id
  const query = integration === undefined ? '' : `?integration=${integration}`
  const { data } = await api.get<{ data: readonly RuleView[] }>(`/api/v1/rules${query}`)
  if (flags.json) return io.out(jsonText(data))
  const columns = [
    'Severity',
    'What',
    'Rule',
    'FindingTypeID',
    ...(integration === undefined ? [] : ['Result']),
  ]
  const rows = data.map((rule) => [
    io.paint(SEVERITY_STYLE[rule.severity], SEVERITY_LABEL[rule.severity]),
    rule.title,
    rule.id,
    rule.finding_type_id,
    ...(integration === undefined ? [] : [describeResult(rule.last_result)]),
  ])
  return io.out(
    renderTable(
      io,
      columns.map((title) => ({ title })),
      rows,
    ),
  )
}

/** `14 of 212`, or why nothing was judged. */
export function describeResult(result: RuleView['last_result']): string {
  if (result === null) return 'not evaluated: no collection has ended yet'
  if (result.reason !== null) return `not evaluated: ${result.reason_detail ?? result.reason}`
  const leftOut =
    result.not_evaluated === 0
      ? ''
      : `, ${result.not_evaluated} not evaluated${describeLeftOut(result.asset_reasons)}`
  return `${result.failed} of ${result.passed + result.failed}${leftOut}`
}
