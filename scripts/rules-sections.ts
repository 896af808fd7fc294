import { CAPABILITY_FACTS } from '../src/model/core/capabilities.ts'
import { SEVERITY_LABEL } from '../src/model/core/severity.ts'
import { STREAMS } from '../src/model/core/streams.ts'
import { CATEGORIES } from '../src/rules/catalogue/entry.ts'
import type { RuleDescription } from '../src/rules/describe.ts'
import { describeRules } from '../src/rules/describe.ts'
import { code, table } from './markdown.ts'

/** The parts of docs/reference/rules.md that are made from the catalogue. */
export function rulesSections(): Readonly<Record<string, string>> {
  const rules = describeRules()
  return {
    rules: CATEGORIES.map((category) => sectionOf(category, rules))
      .filter((section) => section !== '')
      .join('\n\n'),
  }
}

function sectionOf(category: string, all: readonly RuleDescription[]): string {
  const rules = all.filter((rule) => rule.category === category)
  return rules.length === 0 ? '' : [`## ${category}`, ...rules.map(ruleOf)].join('\n\n')
}

function ruleOf(rule: RuleDescription): string {
  const facts = [
    ['severity', SEVERITY_LABEL[rule.severity] + (rule.escalation === null ? '' : `; ${rule.escalation}`)],
    ['judges', rule.kind === 'event' ? 'what happened' : rule.kind === 'state' ? 'what is there' : 'files'],
    [
      'finding type',
      code(rule.findingTypeId) + (rule.cloudflareName === null ? '' : ` (“${rule.cloudflareName}”)`),
    ],
    ['least mode', code(rule.leastMode)],
    ['needs', needsOf(rule)],
    ['settings', settingsOf(rule)],
    ['frameworks', frameworksOf(rule)],
  ].filter(([, text]) => text !== '')
  return [
    `### ${code(rule.id)}`,
    `**${rule.title}.** ${rule.description}`,
    table(['', ''], facts as string[][]),
  ].join('\n\n')
}

function needsOf(rule: RuleDescription): string {
  if (rule.comesWith !== null) return 'a DLP profile'
  const abilities = Object.values(rule.needs).map((streams) =>
    [...new Set(streams.map((stream) => CAPABILITY_FACTS[STREAMS[stream].capability].label))].join(', '),
  )
  return [...new Set(abilities)].filter((text) => text !== '').join('; or ')
}

const settingsOf = ({ defaultParameters }: RuleDescription): string =>
  Object.entries(defaultParameters)
    .map(([name, value]) => code(`${name} ${JSON.stringify(value)}`))
    .join(', ')

const frameworksOf = ({ frameworks }: RuleDescription): string =>
  Object.entries(frameworks)
    .map(([name, ids]) => `${name} ${(ids ?? []).join(', ')}`)
    .join('; ')
