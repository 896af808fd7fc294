import type { FindingEventKind } from '../../model/core/findings.ts'
import { TRIAGE_LABEL, TRIAGE_STATES } from '../../model/core/findings.ts'
import type { FindingDetailView } from '../finding-view.ts'
import { oneLine, spaced, wordsOf } from '../render/words-of.ts'

type Event = FindingDetailView['history'][number]
type Detail = Event['detail']

const TO_MINUTES = 16
const DAY_END = 10

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A word of ours as people read it, or whatever else stands there. */
const triageOf = (value: unknown): string => {
  const known = TRIAGE_STATES.find((state) => state === value)
  return known === undefined ? wordsOf(value) : TRIAGE_LABEL[known]
}

const because = (value: unknown): string => {
  const words = text(value)
  return words === null ? '' : ` (${spaced(words)})`
}

function assigned({ to, to_role: role, route }: Detail): string {
  const whom = text(to) ?? (text(role) === null ? 'nobody' : `its ${text(role)}`)
  return `for ${whom}${route === undefined ? '' : ', by a route'}`
}

const excepted = ({ exception_id: id, expires_at: until }: Detail): string =>
  `tolerated ${text(until) === null ? 'for ever' : `until ${text(until)?.slice(0, DAY_END)}`}, by exception ${wordsOf(id)}`

const WORDS: Record<FindingEventKind, (detail: Detail) => string> = {
  opened: ({ severity, reason }) =>
    `found${text(severity) === null ? '' : `: ${text(severity)}`}${because(reason)}`,
  updated: ({ changed }) =>
    Array.isArray(changed) && changed.length > 0
      ? `changed: ${changed.map((name) => spaced(String(name))).join(', ')}`
      : 'judged otherwise',
  resolved: ({ because: why, reason }) =>
    `resolved${because([why, reason].map(text).filter(Boolean).join(': ') || null)}`,
  reopened: ({ severity, reason }) =>
    `found again${text(severity) === null ? '' : `: ${text(severity)}`}${because(reason)}`,
  severity_changed: ({ from, to, reason }) => `severity: ${wordsOf(from)} → ${wordsOf(to)}${because(reason)}`,
  triaged: ({ from, to }) => `triage: ${triageOf(from)} → ${triageOf(to)}`,
  assigned,
  commented: ({ text: said }) => `said: ${oneLine(text(said) ?? '')}`,
  excepted,
  unexcepted: ({ exception_id: id }) => `no longer tolerated, by exception ${wordsOf(id)}`,
  rechecked: () => 'asked for once more',
}

/** One line of a history: `2026-11-22 03:45  triage: new → in review (Ada’s token)`. */
export function describeEvent({ kind, at, actor, detail }: Event): string {
  const who = actor === null ? '' : `  (${actor.label})`
  return `${at.slice(0, TO_MINUTES).replace('T', ' ')}  ${WORDS[kind](detail)}${who}`
}
