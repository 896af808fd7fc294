import type { Severity } from '../../model/core/severity.ts'
import { findingsLink, STANDING } from '../findings-link.ts'
import type { Standing } from './book.ts'
import type { TicketAction } from './decide.ts'
import type { OfFinding } from './marker.ts'

/** What a ticket says, before it is written as its system wants it. Names are as tenants gave them: whoever writes them escapes them. */
export interface TicketText {
  readonly title: string
  readonly lines: readonly string[]
  /** Where Casbah shows it; null where nobody has said where Casbah is. */
  readonly link: string | null
}

const MOST_NAMES = 10

/** Of all events of one ticket in one batch. */
export function ticketText(
  events: readonly OfFinding[],
  { open, severity }: Standing,
  publicUrl: string | null,
): TicketText {
  const [first] = events
  if (first === undefined) throw new Error('a ticket has one event at least')
  const { finding, integration } = first
  const names = namesOf(events)
  return {
    title: `[${severity ?? finding.severity}] ${finding.title} – ${integration.name}`,
    lines: [
      `Rule: ${finding.title} (${finding.ruleId})`,
      `Category: ${finding.category}`,
      `Severity: ${severity ?? finding.severity}`,
      `Integration: ${integration.name}`,
      `Open: ${findings(open)}`,
      `About: ${finding.assetKind}`,
      ...(names.length === 0 ? [] : [`Named: ${names.join(', ')}`]),
    ],
    link: linkOf(events, open, publicUrl),
  }
}

const findings = (count: number): string => (count === 1 ? '1 finding' : `${count} findings`)

const namesOf = (events: readonly OfFinding[]): string[] =>
  [...new Set(events.flatMap(({ finding }) => finding.name ?? []))].slice(0, MOST_NAMES)

/** Where others of its rule are open, too, a ticket is of all of them, whoever of them made it. */
function linkOf(events: readonly OfFinding[], open: number, publicUrl: string | null): string | null {
  const [first] = events
  if (publicUrl === null || first === undefined) return null
  const ids = new Set(events.map(({ finding }) => finding.id))
  if (ids.size === 1 && open <= 1) return `${publicUrl}/api/v1/findings/${first.finding.id}`
  const { integration, finding } = first
  return findingsLink(publicUrl, { integration: integration.id, rule: finding.ruleId, ...STANDING })
}

/** What is commented, if anything. */
export function commentLines(
  action: TicketAction,
  { open, severity }: Standing,
  events: readonly OfFinding[],
): string[] {
  switch (action.do) {
    case 'reopen':
      return [`Open again: ${findings(open)}, ${severity}.`, ...named(events)]
    case 'close':
      return ['All of it is resolved.']
    case 'comment':
      return [
        ...(action.more > 0 ? [`${action.more} more: ${findings(open)} open.`, ...named(events)] : []),
        ...(action.from === null ? [] : [severityLine(action.from, severity)]),
      ]
    default:
      return []
  }
}

const severityLine = (from: Severity, to: Severity | null): string => `Severity: ${from} → ${to}.`

function named(events: readonly OfFinding[]): string[] {
  const names = namesOf(events)
  return names.length === 0 ? [] : [`Named: ${names.join(', ')}`]
}
