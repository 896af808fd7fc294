import { CAPABILITY_FACTS } from '../src/model/core/capabilities.ts'
import { SEVERITY_LABEL } from '../src/model/core/severity.ts'
import { STREAMS } from '../src/model/core/streams.ts'
import type { RuleDescription } from '../src/rules/describe.ts'
import { describeRules } from '../src/rules/describe.ts'
import { table } from './markdown.ts'

/** The parts of the README that are made from the code, by the name of their markers. */
export function readmeSections(): Readonly<Record<string, string>> {
  const rules = describeRules()
  const published = rules.filter(({ cloudflareName }) => cloudflareName !== null)
  return {
    detects: detects(published),
    more: more(rules.filter(({ cloudflareName }) => cloudflareName === null)),
    needs: needs(published.filter(({ comesWith }) => comesWith === null)),
  }
}

/** Casbah's own rules in short; docs/reference/rules.md has them in full. */
function more(rules: readonly RuleDescription[]): string {
  const rows = [...Map.groupBy(rules, ({ category }) => category)].map(([category, own]) => [
    category,
    own.map(({ id }) => `\`${id}\``).join(', '),
  ])
  return table(['category', 'rules'], rows)
}

function detects(rules: readonly RuleDescription[]): string {
  const rows = rules.map((rule) => [
    rule.category,
    nameOf(rule),
    SEVERITY_LABEL[rule.severity],
    `\`${rule.id}\``,
    `\`${rule.findingTypeId}\``,
    rule.chatgptEnterpriseRequired ? 'yes' : 'no',
    defaults(rule),
  ])
  return table(
    ['category', 'finding', 'severity', 'rule', 'FindingTypeID', 'needs ChatGPT Enterprise', 'defaults'],
    rows,
  )
}

/** As Cloudflare calls it, where it does. */
const nameOf = ({ cloudflareName, title }: RuleDescription): string =>
  cloudflareName?.replace('OpenAI: ', '') ?? title

function defaults(rule: RuleDescription): string {
  const set = Object.entries(rule.defaultParameters).map(
    ([name, value]) => `${name} ${JSON.stringify(value)}`,
  )
  if (set.length > 0) return set.join(', ')
  return rule.comesWith === null ? 'presence' : 'comes with a DLP profile'
}

function needs(rules: readonly RuleDescription[]): string {
  const rows = rules.map((rule) => {
    const byKind = Object.values(rule.needs).map((streams) =>
      streams.map((stream) => CAPABILITY_FACTS[STREAMS[stream].capability]),
    )
    const steps = byKind.map((facts) => (facts.some(({ plane }) => plane === 'chatgpt') ? '1, 4' : '2, 4'))
    const abilities = byKind.map((facts) => [...new Set(facts.map(({ label }) => label))].join(', '))
    return [nameOf(rule), [...new Set(steps)].join(' or '), [...new Set(abilities)].join('; or ')]
  })
  return table(['finding', 'steps', 'what the key must be able to do'], rows)
}
