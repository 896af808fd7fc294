import type { FindingId, IntegrationId } from '../model/core/ids.ts'
import type { Severity } from '../model/core/severity.ts'
import { SEVERITIES } from '../model/core/severity.ts'
import type { FindingsFilter } from './findings-link.ts'
import { findingsLink, STANDING } from './findings-link.ts'
import { noticeText } from './notice-text.ts'
import type { ToldEvent, ToldFinding } from './sender.ts'

/**
 * Many events as people read them: one line for what happened to findings of one category, severity and integration ("12 new high
 * findings in GPT exposure"), the most urgent first, and one for each other thing that happened.
 */
export interface Digest {
  readonly groups: readonly FindingGroup[]
  readonly notices: readonly NoticeGroup[]
}

export interface FindingGroup {
  readonly type: string
  readonly integration: ToldEvent['integration']
  readonly severity: Severity
  readonly category: string
  /** Findings, each once. */
  readonly count: number
  /** Null where there are several. */
  readonly findingId: FindingId | null
  /** By how many findings each has, the most first. */
  readonly rules: readonly { readonly title: string; readonly count: number }[]
  /** Each once. */
  readonly ruleIds: readonly string[]
  /** What the things are called, where that is told. */
  readonly names: readonly string[]
}

export interface NoticeGroup {
  readonly text: string
  readonly integration: ToldEvent['integration']
  readonly count: number
}

type OfFinding = ToldEvent & { readonly finding: ToldFinding }

export function digestOf(events: readonly ToldEvent[]): Digest {
  const ofFindings = events.filter((one): one is OfFinding => one.finding !== null)
  const others = events.filter(({ finding }) => finding === null)
  return {
    groups: [...Map.groupBy(ofFindings, groupKey).values()].map(groupOf).sort(byUrgency),
    notices: [...Map.groupBy(others, noticeKey).values()].map(noticeOf),
  }
}

const groupKey = ({ type, integration, finding }: OfFinding): string =>
  JSON.stringify([type, integration?.id ?? null, finding.severity, finding.category])

function groupOf(events: readonly OfFinding[]): FindingGroup {
  const [first] = events
  if (first === undefined) throw new Error('a group has one event at least')
  const findings = [...new Map(events.map(({ finding }) => [finding.id, finding])).values()]
  const rules = [...Map.groupBy(findings, ({ title }) => title)]
  return {
    ...{ type: first.type, integration: first.integration },
    ...{ severity: first.finding.severity, category: first.finding.category },
    count: findings.length,
    findingId: findings.length === 1 ? first.finding.id : null,
    rules: rules
      .map(([title, some]) => ({ title, count: some.length }))
      .sort((one, other) => other.count - one.count || (one.title < other.title ? -1 : 1)),
    ruleIds: [...new Set(findings.map(({ ruleId }) => ruleId))].sort(),
    names: [...new Set(findings.flatMap(({ name }) => name ?? []))],
  }
}

const noticeKey = (event: ToldEvent): string => JSON.stringify([noticeText(event), event.integration?.id])

function noticeOf(events: readonly ToldEvent[]): NoticeGroup {
  const [first] = events
  if (first === undefined) throw new Error('a group has one event at least')
  return { text: noticeText(first), integration: first.integration, count: events.length }
}

/** What is new before what is over, the worst first. */
const TYPES = ['finding.opened', 'finding.reopened', 'finding.severity_changed', 'finding.updated'] as const
const typeRank = (type: string): number => {
  const at = (TYPES as readonly string[]).indexOf(type)
  return at === -1 ? TYPES.length : at
}

const byUrgency = (one: FindingGroup, other: FindingGroup): number =>
  SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) ||
  typeRank(one.type) - typeRank(other.type) ||
  other.count - one.count

/** `12 new high findings in GPT exposure` */
export function groupTitle({ type, severity, category, count }: FindingGroup): string {
  const many = count === 1 ? 'finding' : 'findings'
  const of = `${many} in ${category}`
  switch (type) {
    case 'finding.opened':
      return `${count} new ${severity} ${of}`
    case 'finding.reopened':
      return `${count} ${severity} ${of} open again`
    case 'finding.resolved':
      return `${count} ${severity} ${of} resolved`
    case 'finding.severity_changed':
      return `${count} ${of} now ${severity}`
    case 'finding.excepted':
      return `${count} ${severity} ${of} tolerated by an exception`
    default:
      return `${count} ${severity} ${of} updated`
  }
}

/** Of the whole: `12 findings, 1 notice of Acme` */
export function digestTitle({ groups, notices }: Digest): string {
  const findings = groups.reduce((sum, { count }) => sum + count, 0)
  const others = notices.reduce((sum, { count }) => sum + count, 0)
  const parts = [
    ...(findings === 0 ? [] : [findings === 1 ? '1 finding' : `${findings} findings`]),
    ...(others === 0 ? [] : [others === 1 ? '1 notice' : `${others} notices`]),
  ]
  const names = new Map<IntegrationId, string>()
  for (const { integration } of [...groups, ...notices])
    if (integration) names.set(integration.id, integration.name)
  const [name] = names.values()
  const whose = name === undefined ? '' : names.size === 1 ? ` of ${name}` : ` of ${names.size} integrations`
  return `${parts.join(', ')}${whose}`
}

/** Rules that a link names; of more it names none, and shows what stands so by any rule of the category. */
const MOST_LINKED_RULES = 5

/** Where the API shows them; null where nobody has said where Casbah is. */
export function groupLink(publicUrl: string | null, group: FindingGroup): string | null {
  if (publicUrl === null) return null
  const { findingId, integration, category, severity, ruleIds, type } = group
  if (findingId !== null) return `${publicUrl}/api/v1/findings/${findingId}`
  return findingsLink(publicUrl, {
    ...(integration !== null && { integration: integration.id }),
    ...{ category, severity },
    ...(ruleIds.length <= MOST_LINKED_RULES && { rule: ruleIds.join(',') }),
    ...standingAfter(type),
  })
}

/** How findings stand to which that happened, as the list is filtered by it. */
function standingAfter(type: string): FindingsFilter {
  switch (type) {
    case 'finding.opened':
      return { state: 'open' }
    case 'finding.reopened':
      return { state: 'reopened' }
    case 'finding.resolved':
      return { state: 'resolved' }
    case 'finding.excepted':
      return { excepted: 'only' }
    default:
      return STANDING
  }
}
