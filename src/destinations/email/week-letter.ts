import { wallAt, wallDay, wallText } from '../../model/core/local-time.ts'
import { SEVERITIES, SEVERITY_LABEL } from '../../model/core/severity.ts'
import type { IntegrationWeek, WeekNumbers } from '../../model/core/week-numbers.ts'
import { countOf, isQuiet } from '../../model/core/week-numbers.ts'
import { findingsLink, STANDING } from '../findings-link.ts'
import type { ToldWeek } from '../sender.ts'
import type { MailText, Part } from './letter.ts'
import { letterOf } from './letter.ts'

/** The digest of a week: how many findings are open, what changed, and what kept Casbah from looking. A quiet week says so. */
export function weekLetter(publicUrl: string | null, batchId: string, week: ToldWeek): MailText {
  const { numbers, integrations } = week
  const told = numbers.integrations.filter((one) => integrations.has(one.integration_id))
  const ofIntegrations = told.map((one) => ({
    title: integrations.get(one.integration_id) ?? '',
    link: publicUrl === null ? null : linkOf(publicUrl, one),
    lines: linesOf(week, one),
  }))
  return letterOf(
    `Casbah, week to ${numbers.week}: ${summary(week, told)}`,
    [period(numbers), ...ofIntegrations, ...endOf(numbers)],
    batchId,
  )
}

function period({ from, until, time_zone: zone, is_filtered: isFiltered }: WeekNumbers): Part {
  const [first, last] = [from, until].map((at) => wallText(wallAt(zone, Date.parse(at))))
  return {
    ...{ title: `From ${first} to ${last} (${zone})`, link: null },
    lines: isFiltered ? ['Only of findings that this mailbox asks for: there may be others'] : [],
  }
}

/** `488 open findings (+12) of Acme` */
function summary({ numbers, integrations }: ToldWeek, told: readonly IntegrationWeek[]): string {
  const { others } = numbers
  const now = told.reduce((sum, { open }) => sum + countOf(open), others.open)
  const before = told.reduce((sum, one) => sum + countOf(one.open_before), others.open_before)
  const [only] = told
  const many = told.length + others.integrations
  const whose = many === 1 && only ? integrations.get(only.integration_id) : `${many} integrations`
  const isSame = now === before && others.changed === 0 && told.every(isQuiet)
  return `${isSame ? 'nothing changed, ' : ''}${now} open ${plural(now, 'finding')}${change(now, before)} of ${whose}`
}

const linesOf = (week: ToldWeek, one: IntegrationWeek): string[] => [
  ...standing(one),
  ...news(one),
  ...rules(week, one),
  ...old(week, one),
  ...troubles(one),
]

function standing({ open, open_before: before, excepted }: IntegrationWeek): string[] {
  const worstFirst = SEVERITIES.toReversed().filter((severity) => open[severity] + before[severity] > 0)
  const parts = worstFirst.map(
    (severity) =>
      `${open[severity]} ${SEVERITY_LABEL[severity].toLowerCase()}${change(open[severity], before[severity])}`,
  )
  return [
    parts.length === 0 ? 'Nothing is open' : `Open: ${parts.join(', ')}`,
    ...(excepted === 0 ? [] : [`Tolerated by exceptions: ${excepted}`]),
  ]
}

/** What changed otherwise stands behind what is open. */
function news(week: IntegrationWeek): string[] {
  if (isQuiet(week)) return ['Nothing changed']
  const { opened, resolved, reopened, newly_excepted: tolerated } = week
  const parts = [
    ...some(opened, (n) => `${n} opened`),
    ...some(resolved, (n) => `${n} resolved`),
    ...some(reopened, (n) => `${n} opened again`),
    ...some(tolerated, (n) => `${n} tolerated by an exception`),
  ]
  return parts.length === 0 ? [] : [`In this week: ${parts.join(', ')}`]
}

const rules = ({ titleOf }: ToldWeek, { integration_id: id, rules: most }: IntegrationWeek): string[] =>
  most.map(
    ({ rule_id: ruleId, open, open_before: before }) =>
      `${titleOf(id, ruleId)} ×${open}${change(open, before)}`,
  )

function old(
  { titleOf, findings, numbers: { time_zone: zone } }: ToldWeek,
  { integration_id: id, aged, oldest }: IntegrationWeek,
): string[] {
  const { days_30: month, days_90: quarter } = aged
  const there = oldest.filter(({ finding_id: finding }) => findings.has(finding))
  return [
    ...(month === 0
      ? []
      : [`Critical or high, and first seen 30 days ago or more: ${month}; 90 days: ${quarter}`]),
    ...there.map(({ finding_id: finding, rule_id: ruleId, severity, first_seen_at: at }) => {
      const name = findings.get(finding)
      const what = name === null || name === undefined ? '' : `: ${name}`
      return `Of the oldest: ${severity}, since ${wallDay(wallAt(zone, Date.parse(at)))}, ${titleOf(id, ruleId)}${what}`
    }),
  ]
}

const troubles = (week: IntegrationWeek): string[] => [
  ...(week.completed_runs === 0
    ? ['No collection was completed in this week: what is told here may be out of date']
    : []),
  ...some(week.failed_runs, (n) => `${n} ${plural(n, 'collection')} failed`),
  ...some(week.degraded, (n) => `It needed somebody ${n === 1 ? 'once' : `${n} times`}`),
  ...some(
    week.credentials_refused,
    (n) => `${n} ${plural(n, 'credential')} refused by OpenAI, to be replaced`,
  ),
  ...some(week.gaps, (n) => `Of ${n} ${plural(n, 'stream')} something was lost before it was read`),
  ...some(
    week.rules_not_judged,
    (n) => `${n} ${plural(n, 'rule')} could not judge: casbah coverage says why`,
  ),
]

const some = (count: number | null, say: (n: number) => string): string[] =>
  count === null || count === 0 ? [] : [say(count)]

function endOf({ others, exceptions: { ending, unused } }: WeekNumbers): Part[] {
  const lines = [
    ...some(ending, (n) => `${n} ${plural(n, 'exception')} to end within 7 days`),
    ...some(unused, (n) => `${n} ${plural(n, 'exception')} about nothing that stands`),
  ]
  const { integrations, open, open_before: before, hindered } = others
  return [
    ...some(
      integrations,
      (n) => `And ${n} more ${plural(n, 'integration')}: ${open} open${change(open, before)}`,
    ).map((title) => ({
      ...{ title, link: null },
      lines: some(hindered, (n) => `Of ${n} of them something kept Casbah from seeing all`),
    })),
    ...(lines.length === 0 ? [] : [{ title: 'Exceptions', link: null, lines }]),
  ]
}

const plural = (n: number, one: string): string => (n === 1 ? one : `${one}s`)

/** ` (+2)`, or nothing where it is the same. */
function change(now: number, before: number): string {
  if (now === before) return ''
  return now > before ? ` (+${now - before})` : ` (−${before - now})`
}

function linkOf(publicUrl: string, { integration_id: integration }: IntegrationWeek): string {
  return findingsLink(publicUrl, { integration, ...STANDING, excepted: 'exclude' })
}
