import type { Command } from 'commander'
import { Option } from 'commander'
import { SEVERITIES } from '../../model/core/severity.ts'
import { usageError } from '../cli-error.ts'
import type { RuleView } from '../finding-view.ts'

/** What a rule would go by after a command that names some of it. To set and to try out are of one mind about that. */

export interface ChoiceFlags {
  readonly on?: boolean
  readonly off?: boolean
  readonly reset?: boolean
  readonly severity?: string
  readonly json?: boolean
}

export interface Choice {
  readonly enabled: boolean
  readonly parameters: Readonly<Record<string, unknown>>
  readonly severity: string | null
}

export const withChoice = (command: Command): Command =>
  command
    .addOption(new Option('--on', 'judge by this rule again').conflicts('off'))
    .option('--off', 'do not judge by this rule')
    .option('--reset', 'first back to the defaults: settings, severity, on')
    .addOption(new Option('--severity <severity>', 'in place of the published one').choices([...SEVERITIES]))

/** What is not named stays as it is. */
export function choiceOf(
  rule: RuleView,
  parameters: Readonly<Record<string, unknown>>,
  flags: ChoiceFlags,
): Choice {
  const before = flags.reset ? DEFAULTS : chosenBefore(rule)
  return {
    enabled: flags.on === true || (flags.off !== true && before.enabled),
    parameters: { ...before.parameters, ...parameters },
    severity: flags.severity ?? before.severity,
  }
}

const DEFAULTS: Choice = { enabled: true, parameters: {}, severity: null }

/**
 * What people have set. The API answers what is in effect: what is as by default is left out, so that a default that
 * changes with a version of Casbah is not held fast by whoever sets something else.
 */
function chosenBefore({ setting, default_parameters }: RuleView): Choice {
  if (setting === null) return DEFAULTS
  const { enabled, parameters, severity } = setting
  const isChosen = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(default_parameters[name])
  return { enabled, parameters: Object.fromEntries(Object.entries(parameters).filter(isChosen)), severity }
}

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
