import type { Command } from 'commander'
import { SEVERITY_LABEL } from '../../model/core/severity.ts'
import { clientFromEnv } from '../api-client.ts'
import type { RuleView } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { findRule } from './find-rule.ts'
import { describeResult } from './show.ts'

export function addShowRule(rules: Command, io: Io): void {
  rules
    .command('show <rule> [integration]')
    .summary('one rule: what it looks for, its settings, and how to mend what it finds')
    .description(
      'One rule of the catalogue: what it looks for, its settings with their defaults, and how to mend what it finds. With an integration also what is set there, and what came of it last.',
    )
    .option('--json', 'as JSON')
    .action((rule: string, integration: string | undefined, flags: { readonly json?: boolean }) =>
      show(io, rule, integration, flags),
    )
}

async function show(
  io: Io,
  rule: string,
  integration: string | undefined,
  flags: { readonly json?: boolean },
): Promise<void> {
  const api = clientFromEnv(io.env)
  const id = integration === undefined ? undefined : (await findIntegration(api, integration)).id
  const found = await findRule(api, rule, id)
  if (flags.json) return io.out(jsonText(found))
  return io.out(
    describeRule(found, id !== undefined)
      .map(harmless)
      .join('\n'),
  )
}

function describeRule(rule: RuleView, isOfIntegration: boolean): readonly string[] {
  const { setting, remediation } = rule
  const severity = setting?.severity ?? rule.severity
  return [
    `${rule.id}: ${rule.title} (${SEVERITY_LABEL[severity]}${severity === rule.severity ? '' : `, published as ${SEVERITY_LABEL[rule.severity]}`})`,
    rule.description,
    ...(isOfIntegration
      ? [`${setting?.enabled === false ? 'off' : 'on'}; ${describeResult(rule.last_result)}`]
      : []),
    ...describeSettings(rule),
    `why it matters: ${remediation.why}`,
    ...remediation.steps.map(
      ({ text, url }, place) => `  ${place + 1}. ${text}${url === null ? '' : ` ${url}`}`,
    ),
  ]
}

/** A line for each: what holds, the default where another holds, and what it stands for. */
function describeSettings({ parameters_schema, default_parameters, setting }: RuleView): readonly string[] {
  const names = Object.keys(default_parameters)
  if (names.length === 0) return ['settings: none']
  const properties = (parameters_schema.properties ?? {}) as Readonly<
    Record<string, { description?: string }>
  >
  return [
    'settings:',
    ...names.map((name) => {
      const usual = JSON.stringify(default_parameters[name])
      const value = JSON.stringify(setting?.parameters[name] ?? default_parameters[name])
      const otherwise = value === usual ? 'the default' : `by default ${usual}`
      return `  ${name}=${value} (${otherwise}): ${properties[name]?.description ?? ''}`
    }),
  ]
}
