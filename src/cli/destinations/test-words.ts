import type { z } from 'zod'
import type { TestedSchema } from '../../api/schemas/destination.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { CliError } from '../cli-error.ts'
import type { Cause } from './test-causes.ts'
import { OF_HTTP, OF_KIND, OF_THE_WAY } from './test-causes.ts'

export type Tested = z.infer<typeof TestedSchema>

/** It was taken, and by everybody whom it was for. */
export const isWell = ({ taken, refused_recipients: refused }: Tested): boolean =>
  taken && refused.length === 0

/** What a test of tickets looks for; of other kinds it sends something, and this is null. */
const lookedFor = (kind: DestinationKind): string | null =>
  kind === 'jira' ? 'project' : kind === 'servicenow' ? 'table' : null

export function wellText(kind: DestinationKind, { status, latency_ms: ms }: Tested): string {
  const what = lookedFor(kind)
  return what === null
    ? `Taken: ${status ?? 'handed over'} after ${ms} ms.`
    : `Found: the ${what} is there (${status} after ${ms} ms). Nothing was made.`
}

const NEXT = 'What a destination may reach, and what it has to answer, is in docs/how-to/destinations.md.'

/** `recipients`: how many a mail has. */
export function failedTest(kind: DestinationKind, tested: Tested, recipients: number): CliError {
  const { taken, code, status } = tested
  const cause = causeOf(kind, code ?? `status_${status}`)
  if (taken) return notByAll(tested, recipients)
  const said = cause === undefined ? endOf(kind, tested) : `: ${cause.means}`
  return new CliError(headOf(kind, tested), {
    why: `${factOf(kind, tested)}${said}${whomText(tested)}`,
    next: cause?.next ?? NEXT,
  })
}

/** Statuses of SMTP are not those of HTTP: 421 and 554 mean something else there. */
function causeOf(kind: DestinationKind, code: string): Cause | undefined {
  const ofProtocol = kind === 'email' ? {} : OF_HTTP
  return [OF_KIND[kind], ofProtocol, OF_THE_WAY].find((causes) => Object.hasOwn(causes, code))?.[code]
}

function headOf(kind: DestinationKind, { outcome }: Tested): string {
  const what = lookedFor(kind)
  if (what !== null) return `The look at the ${what} failed.`
  switch (outcome) {
    case 'answered':
      return 'The test message was not taken.'
    case 'refused':
      return 'The test message was not sent.'
    case 'unreachable':
      return 'The test message was not answered.'
    default:
      return outcome satisfies never
  }
}

function factOf(kind: DestinationKind, { outcome, status, code, latency_ms: ms }: Tested): string {
  if (outcome === 'refused') return String(code)
  if (outcome === 'unreachable') return `${code} after ${ms} ms`
  return kind === 'email'
    ? `The mail server replied ${status} after ${ms} ms`
    : `The receiver answered ${status} after ${ms} ms`
}

/** Replies of SMTP from there on are for good. */
const FOR_GOOD = 500

function endOf(kind: DestinationKind, { outcome, status }: Tested): string {
  if (outcome !== 'answered') return '.'
  if (kind !== 'email') return '; 200 to 299 means taken.'
  return (status ?? 0) < FOR_GOOD
    ? '; 250 means taken, and 400 to 499 not now.'
    : '; 250 means taken, and from 500 on it is refused for good.'
}

const namesOf = ({ refused_recipients: refused }: Tested): string =>
  refused.map(({ position, status }) => `recipient ${position} (${status})`).join(', ')

const whomText = (tested: Tested): string =>
  tested.refused_recipients.length === 0 ? '' : ` Refused: ${namesOf(tested)}.`

function notByAll(tested: Tested, recipients: number): CliError {
  const refused = tested.refused_recipients
  const statuses = new Set(refused.map(({ status }) => `status_${status}`))
  const [only] = statuses.size === 1 ? statuses : []
  const cause = only === undefined ? undefined : causeOf('email', only)
  return new CliError(`The test mail was refused for ${refused.length} of ${recipients} recipients.`, {
    why: `As "to" names them: ${namesOf(tested)}${cause === undefined ? '.' : `: ${cause.means}`} The others have it.`,
    next: 'Look whether that mailbox is there, or leave it out: PATCH /api/v1/destinations/ID with settings.to.',
  })
}
