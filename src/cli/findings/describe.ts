import { DESTINATION_KIND_LABEL } from '../../model/core/destinations.ts'
import { peopleIn } from '../../model/core/finding-owner.ts'
import { TRIAGE_LABEL } from '../../model/core/findings.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { SEVERITY_LABEL } from '../../model/core/severity.ts'
import type { FindingDetailView } from '../finding-view.ts'
import type { Io } from '../io.ts'
import { SEVERITY_STYLE } from '../render/severity-style.ts'
import { oneLine, spaced, wordsOf } from '../render/words-of.ts'
import { describeEvent } from './describe-event.ts'
import type { Explained } from './explained.ts'
import { nameOfPerson } from './who.ts'

const DAY_END = 10
const day = (instant: string): string => instant.slice(0, DAY_END)
/** Events that the API shows with a finding. */
const HISTORY_AT_MOST = 200

/** One finding from the question what it is to the question what was done about it. */
export function describeFinding(
  finding: FindingDetailView,
  { integration, rule }: { readonly integration: string; readonly rule: Explained | null },
  paint: Io['paint'],
): readonly string[] {
  return [
    `${paint('bold', finding.title)}  ${finding.rule_id}`,
    `  severity: ${describeSeverity(finding, paint)}`,
    `  state: ${describeState(finding)}`,
    `  triage: ${TRIAGE_LABEL[finding.triage]}, for ${finding.assignee ?? 'nobody'}`,
    `  where: ${describePlace(finding)}, in ${integration}`,
    `  owner: ${describeOwner(finding)}`,
    ...exceptionLines(finding),
    ...ticketLines(finding),
    `  why: ${rule === null ? 'its rule is gone' : oneLine(rule.description)}`,
    ...evidenceLines(finding).map((line) => `    ${line}`),
    ...(rule === null ? [] : remedyLines(rule)),
    ...historyLines(finding),
  ]
}

function describeSeverity(finding: FindingDetailView, paint: Io['paint']): string {
  const { effective_severity: now, severity: published, severity_reason: reason } = finding
  const why = [
    ...(now === published ? [] : [`published as ${SEVERITY_LABEL[published]}`]),
    ...(reason === null ? [] : [reason]),
  ]
  return `${paint(SEVERITY_STYLE[now], SEVERITY_LABEL[now])}${why.length === 0 ? '' : ` (${why.join(': ')})`}`
}

function describeState(finding: FindingDetailView): string {
  const { state, resolved_at: resolved, reopened_count: again, due_at, overdue } = finding
  const came = again === 0 ? '' : `, reopened ${again === 1 ? 'once' : `${again} times`}`
  const seen = `first seen ${day(finding.first_seen_at)}, last ${day(finding.last_seen_at)}${came}`
  if (state === 'resolved') return `resolved${resolved === null ? '' : ` ${day(resolved)}`}; ${seen}`
  return `${state}, due ${day(due_at)}${overdue ? ' (overdue)' : ''}; ${seen}`
}

function describePlace({ asset }: FindingDetailView): string {
  return `${asset.kind_label}${asset.name === null ? '' : ` ${asset.name}`}, ${asset.external_id} (${asset.kind})`
}

const describeOwner = ({ owner }: FindingDetailView): string =>
  owner === null ? 'nobody that is known' : `${nameOfPerson(owner.person)} (${owner.role})`

function exceptionLines({ excepted }: FindingDetailView): string[] {
  if (excepted === null) return []
  const { reason, owner, expires_at: until, exception_id: id } = excepted
  const when = until === null ? 'for ever' : `until ${day(until)}`
  return [`  tolerated: ${when}, ${oneLine(reason)} (${owner}); exception ${id}`]
}

const ticketLines = ({ tickets }: FindingDetailView): string[] =>
  tickets.map(
    ({ kind, key, url, state }) =>
      `  ticket: ${key} (${DESTINATION_KIND_LABEL[kind]}, ${state})${url === null ? '' : `  ${url}`}`,
  )

/** What stands under Where is not said again. */
const SAID_ABOVE = ['name', 'judged_kind']

/** What the rule found, with people by their names. */
function evidenceLines({ evidence, people }: FindingDetailView): string[] {
  const roles = new Map<unknown, string>(peopleIn(evidence as JsonObject).map(([role, id]) => [id, role]))
  return Object.entries(evidence)
    .filter(([name]) => !SAID_ABOVE.includes(name))
    .map(([name, value]) => {
      const role = name.endsWith('person_id') ? roles.get(value) : undefined
      if (role === undefined) return `${spaced(name)}: ${wordsOf(value)}`
      return `${role === 'self' ? 'person' : spaced(role)}: ${nameOfPerson(people[role])}`
    })
}

function remedyLines({ why, steps, api, references }: Explained): string[] {
  return [
    `  what to do:${why === null ? '' : ` ${why}`}`,
    ...steps.map(({ text, url }, at) => `    ${at + 1}. ${oneLine(text)}${url === null ? '' : `  ${url}`}`),
    ...(api === null ? [] : [`    by a script: ${api}`]),
    ...references.map(({ title, url }) => `    see ${title}: ${url}`),
  ]
}

/** Oldest first, as it went. */
function historyLines({ history }: FindingDetailView): string[] {
  const newest = history.length < HISTORY_AT_MOST ? '' : ` (the newest ${HISTORY_AT_MOST})`
  return [`  history:${newest}`, ...history.toReversed().map((event) => `    ${describeEvent(event)}`)]
}
