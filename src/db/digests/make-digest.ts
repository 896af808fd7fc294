import { createHash, randomUUIDv7 } from 'node:crypto'
import type { FindingOwner } from '../../model/core/assignment-routes.ts'
import { DIGEST_EVENT } from '../../model/core/deliveries.ts'
import { asksOfOwners } from '../../model/core/finding-match.ts'
import { peopleIn } from '../../model/core/finding-owner.ts'
import type { DestinationId, IntegrationId, NoticeId, PersonId } from '../../model/core/ids.ts'
import { asDeliveryId } from '../../model/core/ids.ts'
import { DAY_MS } from '../../model/core/local-time.ts'
import type { FindingTally, WeekNumbers } from '../../model/core/week-numbers.ts'
import { foremost, integrationWeek } from '../../model/core/week-numbers.ts'
import type { Week, WeeklySchedule } from '../../model/core/weekly.ts'
import { lastWeek } from '../../model/core/weekly.ts'
import type { Db } from '../client.ts'
import type { StartableDelivery } from '../deliveries/deliveries.ts'
import { DatabaseRefused } from '../errors.ts'
import { countLiveExceptions } from '../exceptions/list-exceptions.ts'
import { findingOwners } from '../findings/directory-parts.ts'
import { deliveries, notices } from '../schema/access.ts'
import { claimDueDigest, dueAfter, scheduleOf, setDigestDue } from './due-digests.ts'
import { integrationFacts } from './integration-facts.ts'
import { tallyFindings } from './tally-findings.ts'

type Claimed = NonNullable<Awaited<ReturnType<typeof claimDueDigest>>>

/**
 * The digest of the week that has ended last, as one delivery: numbers, its notice, the delivery and when the next one is due, in
 * one transaction that sees all of it as it was at one time. It is made once: whoever comes second finds the row held, or
 * changed, or nothing due; and the notice's subject is made of destination and week, of which there can be no second one. Weeks
 * that nobody was there to tell of are passed over but for the last.
 *
 * Null where there is nothing to make. What was read may have changed while the row was waited for: the next look sees to it.
 */
export async function makeDigest(db: Db, id: DestinationId, now: Date): Promise<StartableDelivery | null> {
  try {
    return await db.transaction((tx) => makeWithin(tx, id, now), { isolationLevel: 'repeatable read' })
  } catch (error) {
    if (error instanceof DatabaseRefused && error.sqlState === CHANGED_MEANWHILE) return null
    throw error
  }
}

/** Clocks are moved by an hour or two; an island that changes sides, by a day. */
const MOST_MOVED_BY_LAW_MS = DAY_MS

/** Postgres: could not serialize access due to concurrent update. */
const CHANGED_MEANWHILE = '40001'

async function makeWithin(tx: Db, id: DestinationId, now: Date): Promise<StartableDelivery | null> {
  const claimed = await claimDueDigest(tx, id, now)
  if (claimed === null || claimed.dueAt === null) return null
  const schedule = scheduleOf(claimed.kind, claimed.settings)
  await setDigestDue(tx, id, dueAfter(schedule, now.getTime()))
  if (schedule === null) return null
  const week = lastWeek(schedule, now.getTime())
  // Time zones are changed by law: by an older rule this may have been due before the week ends that it is due for, which is then
  // yet to come. Where it was due some hours after that week's end, it is its digest all the same.
  if (week.until < Date.parse(claimed.dueAt) - MOST_MOVED_BY_LAW_MS) return null
  const noticeId = await noticeOf(tx, claimed, week)
  if (noticeId === null) return null
  const delivery = {
    ...{ id: asDeliveryId(randomUUIDv7()), destinationId: id, noticeId, eventType: DIGEST_EVENT },
    payload: {
      ...{ type: DIGEST_EVENT, timestamp: new Date(week.until).toISOString() },
      data: await numbersOf(tx, claimed, schedule, week),
    },
  }
  await tx.insert(deliveries).values({ ...delivery, state: 'pending' })
  return { id: delivery.id, destinationId: id, kind: claimed.kind, replays: 0 }
}

/** Null where there is one of that week. It is of this destination alone, so nobody hands it on. */
async function noticeOf(tx: Db, { id, integrationId }: Claimed, week: Week): Promise<NoticeId | null> {
  const at = new Date(week.until).toISOString()
  const [made] = await tx
    .insert(notices)
    .values({
      ...{ id: randomUUIDv7() as NoticeId, integrationId, type: DIGEST_EVENT, at, dispatchedAt: at },
      ...{ subjectId: subjectOf(id, week), sequence: 1, data: { destination_id: id, week: week.day } },
    })
    .onConflictDoNothing({ target: [notices.subjectId, notices.sequence] })
    .returning({ id: notices.id })
  return made?.id ?? null
}

/** A UUID of version 8, which says nothing but that it is made of something. */
function subjectOf(id: DestinationId, { day }: Week): string {
  const hex = createHash('sha256').update(`digest ${id} ${day}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function numbersOf(
  tx: Db,
  { id, integrationId, filter, eventTypes }: Claimed,
  schedule: WeeklySchedule,
  week: Week,
): Promise<WeekNumbers> {
  const facts = await integrationFacts(tx, { integrationId, week, ruleIds: filter.ruleIds ?? null })
  const tallies = Map.groupBy(
    await tallyFindings(tx, {
      integrationIds: facts.map((one) => one.integrationId),
      ...{ week, byOwner: asksOfOwners(filter) },
    }),
    (tally) => tally.integrationId,
  )
  const weeks = []
  for (const one of facts) {
    const own = tallies.get(one.integrationId) ?? []
    const owners = await ownersAmong(tx, one.integrationId, own)
    weeks.push(integrationWeek(one, own, { filter, eventTypes }, owners))
  }
  const scope = { integrationIds: integrationId === null ? ('all' as const) : [integrationId] }
  return {
    ...{ destination_id: id, week: week.day, time_zone: schedule.time_zone },
    ...{ from: new Date(week.from).toISOString(), until: new Date(week.until).toISOString() },
    is_filtered: Object.values(filter).some((asked) => asked !== null),
    ...foremost(weeks),
    exceptions: await countLiveExceptions(tx, scope, new Date(week.until).toISOString()),
  }
}

/** Their addresses stay in this transaction. */
function ownersAmong(
  tx: Db,
  integrationId: IntegrationId,
  tallies: readonly FindingTally[],
): Promise<ReadonlyMap<PersonId, FindingOwner>> {
  const ids = tallies.flatMap(({ people }) => peopleIn(people).map(([, personId]) => personId))
  return findingOwners(tx, integrationId, [...new Set(ids)])
}
