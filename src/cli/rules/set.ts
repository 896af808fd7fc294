import type { Command } from 'commander'
import { Option } from 'commander'
import { SEVERITIES } from '../../model/core/severity.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'

interface SetFlags {
  readonly off?: boolean
  readonly severity?: string
  readonly json?: boolean
}

/** What is in effect afterwards, as the API answers it. */
interface Setting {
  readonly enabled: boolean
  readonly parameters: Readonly<Record<string, unknown>>
  readonly severity: string | null
}

export function addSetRule(rules: Command, io: Io): void {
  rules
    .command('set <integration> <rule> [name=value...]')
    .summary('thresholds, allow lists and severity of a rule')
    .description(
      `Sets what a rule goes by, for one integration; what is stored is judged anew at once. A list is
written as JSON: approvedGpts='["g-1"]'. What is left out goes back to its default; nothing at all is the default.`,
    )
    .option('--off', 'do not judge by this rule')
    .addOption(new Option('--severity <severity>', 'in place of the published one').choices([...SEVERITIES]))
    .option('--json', 'as JSON')
    .action((name: string, rule: string, given: string[], flags: SetFlags) =>
      set(io, { name, rule, given, flags }),
    )
}

interface SetCommand {
  readonly name: string
  readonly rule: string
  readonly given: readonly string[]
  readonly flags: SetFlags
}

async function set(io: Io, { name, rule, given, flags }: SetCommand): Promise<void> {
  const parameters = parametersOf(given)
  const api = clientFromEnv(io.env)
  const { id, display_name } = await findIntegration(api, name)
  const setting = await api.put<Setting>(
    `/api/v1/integrations/${id}/rule-settings/${encodeURIComponent(rule)}`,
    { enabled: flags.off !== true, parameters, severity: flags.severity ?? null },
  )
  if (flags.json) return io.out(jsonText(setting))
  return io.out(`${display_name}, ${rule}: ${describeSetting(setting)}`)
}

const describeSetting = ({ enabled, parameters, severity }: Setting): string =>
  [
    enabled ? 'on' : 'off',
    ...Object.entries(parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ...(severity === null ? [] : [`severity ${severity}`]),
  ].join(', ')

/** `maxAgeDays=60` as `{maxAgeDays: 60}`; a value that is no JSON is a text. */
export function parametersOf(given: readonly string[]): Record<string, unknown> {
  const pairs = given.map((pair): [string, unknown] => {
    const at = pair.indexOf('=')
    if (at < 1) throw usageError('A setting is written name=value.', 'For example: maxAgeDays=60')
    return [pair.slice(0, at), jsonOrText(pair.slice(at + 1))]
  })
  const twice = pairs.find(([name], place) => pairs.findIndex(([other]) => other === name) !== place)
  if (twice !== undefined)
    throw usageError(`${twice[0]} is given twice.`, "A list is one value: name='[1, 2]'")
  return Object.fromEntries(pairs)
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
