import type { Command } from 'commander'
import { Option } from 'commander'
import { SEVERITIES } from '../../model/core/severity.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { CustomRuleDetailView, CustomRuleView, SavedCustomRuleView } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless, renderTable } from '../render/table.ts'
import type { BacktestView } from './backtest-view.ts'
import { describeEvaluation, sayBacktest } from './backtest-view.ts'
import type { DefinitionFlags } from './definition.ts'
import { definitionOf, listened, wholeNumber } from './definition.ts'
import { describeResult } from './show.ts'

type Flags = DefinitionFlags & { readonly json?: boolean; readonly rule?: string }

/** `casbah rules custom …`: rules that people write in CEL. */
export function addCustomRules(rules: Command, io: Io): void {
  const custom = rules.command('custom').summary('rules of your own, written in CEL')
  custom
    .command('list <integration>')
    .summary('the custom rules of an integration, with their last results')
    .option('--json', 'as JSON')
    .action((name: string, flags: Flags) => list(io, name, flags))
  custom
    .command('show <integration> <rule>')
    .summary('a custom rule and its versions')
    .option('--json', 'as JSON')
    .action((name: string, rule: string, flags: Flags) => show(io, name, rule, flags))
  written(custom.command('create <integration> <rule>').summary('write a rule; judged at once')).action(
    (name: string, id: string, flags: Flags) => save(io, name, flags, { id }),
  )
  written(
    custom.command('edit <integration> <rule>').summary('make a new version of a rule; judged at once'),
  ).action((name: string, rule: string, flags: Flags) => save(io, name, flags, { rule }))
  written(
    custom.command('backtest <integration>').summary('what saving would open and resolve; saves nothing'),
  )
    .option('--rule <rule>', 'of the custom rule that would be changed')
    .action((name: string, flags: Flags) => backtest(io, name, flags))
  for (const enabled of [true, false])
    custom
      .command(`${enabled ? 'enable' : 'disable'} <integration> <rule>`)
      .summary(enabled ? 'judge by it again, at once' : 'do not judge by it; what it found stays')
      .option('--json', 'as JSON')
      .action(async (name: string, rule: string, flags: Flags) =>
        send(io, await place(io, name), flags, rule, { enabled }),
      )
  custom
    .command('delete <integration> <rule>')
    .summary('end it for good: what it found is resolved')
    .action((name: string, rule: string) => remove(io, name, rule))
}

const written = (command: Command): Command =>
  command
    .option(
      '--file <path>',
      'YAML or JSON with kind or events, title, severity, expression …; flags override it',
    )
    .option('--kind <kind>', 'the kind of asset that it judges')
    .option(
      '--events <stream:deeds>',
      'or what it listens to: logs.AUDIT_LOG:DOMAIN_CREATE,…; once a stream',
      listened,
    )
    .option('--at-least <n>', 'over events: occurrences of a day that make a finding', wholeNumber)
    .option('--title <text>', 'what it finds, in a line')
    .option('--description <text>', 'what it finds, at length')
    .addOption(new Option('--severity <severity>', 'how urgent').choices([...SEVERITIES]))
    .option('--remediation <text>', 'what to do about it')
    .option('--expression <cel>', 'CEL, true where an asset fails or an event is an occurrence')
    .option('--json', 'as JSON')

type Place = Awaited<ReturnType<typeof place>>

async function place(io: Io, name: string) {
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  return { api, base: `/api/v1/integrations/${id}/custom-rules` }
}

async function list(io: Io, name: string, { json }: Flags): Promise<void> {
  const { api, base } = await place(io, name)
  const { data } = await api.get<{ data: readonly CustomRuleView[] }>(base)
  if (json) return io.out(jsonText(data))
  const columns = ['Rule', 'Version', 'Kind', 'Severity', 'What', 'Result'].map((title) => ({ title }))
  const rows = data.map((rule) => [
    ...[rule.id, String(rule.version), rule.kind ?? 'events', rule.severity, harmless(rule.title)],
    rule.enabled ? describeResult(rule.last_result) : 'off',
  ])
  return io.out(renderTable(io, columns, rows))
}

async function show(io: Io, name: string, rule: string, { json }: Flags): Promise<void> {
  const { api, base } = await place(io, name)
  const view = await api.get<CustomRuleDetailView>(`${base}/${encodeURIComponent(rule)}`)
  if (json) return io.out(jsonText(view))
  const versions = view.versions.map(({ version, created_at }) => `${version} of ${created_at}`)
  const lines = [
    `${view.id}, version ${view.version}, ${view.enabled ? 'on' : 'off'}: ${view.title}`,
    `${view.severity}, judges ${describeSubject(view)}: ${describeResult(view.last_result)}`,
    ...view.expression.split('\n').map((line) => `  ${line}`),
    ...[view.description, view.remediation].filter((text) => text !== ''),
    `versions: ${versions.join(', ')}`,
  ]
  for (const line of lines) io.out(harmless(line))
}

/** `events of logs.AUDIT_LOG (DOMAIN_CREATE), 3 a day or more` */
function describeSubject({ kind, events, at_least }: CustomRuleView): string {
  if (events === null) return kind ?? ''
  const streams = Object.entries(events).map(([stream, deeds]) => `${stream} (${deeds.join(', ')})`)
  return `events of ${streams.join(', ')}${at_least === 1 ? '' : `, ${at_least} a day or more`}`
}

/** The file that a rule was written with names its kind, too. */
async function refuseNewKind({ api, base }: Place, rule: string, kind: unknown): Promise<void> {
  const view = await api.get<CustomRuleDetailView>(`${base}/${encodeURIComponent(rule)}`)
  if (view.kind === kind) return
  throw usageError(
    'The kind of a rule never changes.',
    'Leave kind out, or create a rule of another id; findings of this one are about what it was made for.',
  )
}

async function save(
  io: Io,
  name: string,
  flags: Flags,
  which: { readonly id: string } | { readonly rule: string },
): Promise<void> {
  const { id, kind, events, at_least, title, description, severity, remediation, expression } =
    await definitionOf(flags)
  const named = 'rule' in which ? which.rule : which.id
  if (id !== undefined && id !== named)
    throw usageError(
      `The file is of rule ${String(id)}, not of ${named}.`,
      'Name the same rule in both places.',
    )
  const text = { events, at_least, title, description, severity, remediation, expression }
  const there = await place(io, name)
  if ('rule' in which) {
    if (kind !== undefined) await refuseNewKind(there, which.rule, kind)
    return send(io, there, flags, which.rule, text)
  }
  const made = await there.api.post<SavedCustomRuleView>(there.base, { ...text, kind, id: which.id })
  say(io, made, flags)
}

async function send(io: Io, { api, base }: Place, flags: Flags, rule: string, body: object): Promise<void> {
  say(io, await api.patch<SavedCustomRuleView>(`${base}/${encodeURIComponent(rule)}`, body), flags)
}

function say(io: Io, view: SavedCustomRuleView, { json }: Flags): void {
  const state = `version ${view.version}, ${view.enabled ? 'on' : 'off'}`
  const words = `${view.id}, ${state}: ${describeEvaluation(view.evaluation)}`
  io.out(json ? jsonText(view) : words)
}

async function backtest(io: Io, name: string, flags: Flags): Promise<void> {
  const { kind, events, at_least, expression, severity } = await definitionOf(flags)
  const { api, base } = await place(io, name)
  const body = { kind, events, at_least, expression, severity, id: flags.rule }
  const answer = await api.post<BacktestView>(`${base}/backtest`, body)
  return flags.json ? io.out(jsonText(answer)) : sayBacktest(io, answer)
}

async function remove(io: Io, name: string, rule: string): Promise<void> {
  const { api, base } = await place(io, name)
  await api.delete(`${base}/${encodeURIComponent(rule)}`)
  io.out(`${rule}: deleted; what it found is resolved`)
}
