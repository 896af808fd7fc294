import type { Tx } from '../../db/client.ts'
import { agedFindings } from '../../db/event-rules/observations.ts'
import { noteRelieved } from '../../db/findings/note-sightings.ts'
import type { FindingNews } from '../../db/findings/write-findings.ts'
import { appendFindingEvents, resolveFindings } from '../../db/findings/write-findings.ts'
import type { MachineEventKind } from '../../model/core/findings.ts'
import type { FindingId } from '../../model/core/ids.ts'
import { onRelief } from '../../rules/lifecycle.ts'
import type { EventPassDeps, EventRuleRun } from './event-pass.ts'

/**
 * Days. What happened stays open until people have dealt with it, or until it has not happened again for so long: as
 * long as events are kept by default, since after that nobody could look at what it was.
 */
export const OPEN_FOR_DAYS = 90
const DAY_MS = 86_400_000
/** Findings closed in one transaction. */
const CHUNK = 1_000

export const oldestOpen = (now: string): string =>
  new Date(Date.parse(now) - OPEN_FOR_DAYS * DAY_MS).toISOString()

export const isAged = (lastAt: string, now: string): boolean =>
  Date.parse(lastAt) < Date.parse(oldestOpen(now))

interface Closed {
  readonly last: FindingId | null
  readonly kinds: readonly MachineEventKind[]
}
export const NOTHING_CLOSED: Closed = { last: null, kinds: [] }

/** Closes findings of a rule about what is long past, each page in a transaction that holds the rule. */
export async function resolveAged(
  deps: Pick<EventPassDeps, 'integrationId' | 'runId' | 'facts' | 'now'>,
  { rule, tally }: EventRuleRun,
  locked: (work: (tx: Tx) => Promise<Closed>) => Promise<Closed>,
): Promise<void> {
  const { integrationId, runId, facts } = deps
  const now = deps.now.toISOString()
  const judging = { integrationId, ruleId: rule.id, mode: facts.mode }
  const evaluation = { ...judging, runId, now }
  let after: FindingId | null = null
  for (;;) {
    const page = { integrationId, ruleId: rule.id, before: oldestOpen(now), after, limit: CHUNK }
    const { last, kinds } = await locked(async (tx) => {
      const rows = await agedFindings(tx, page)
      const ids: FindingId[] = []
      const news: FindingNews[] = []
      for (const row of rows) {
        const change = onRelief(row, { because: 'aged', days: OPEN_FOR_DAYS }, now)
        if (change.change !== 'resolve') continue
        ids.push(row.id)
        news.push(...change.news.map((item) => ({ findingId: row.id, ...item })))
      }
      await resolveFindings(tx, evaluation, ids)
      await noteRelieved(tx, evaluation, ids)
      return { last: rows.at(-1)?.id ?? null, kinds: await appendFindingEvents(tx, evaluation, news) }
    })
    tally.countNews(kinds)
    if (last === null) return
    after = last
  }
}
