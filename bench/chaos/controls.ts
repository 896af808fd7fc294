import { setTimeout as sleep } from 'node:timers/promises'
import type { House } from '../house.ts'
import { Cell } from './cell.ts'
import type { ChaosFault } from './fault.ts'
import { workerZombie } from './faults/processes.ts'
import { countedBy, outcomeOf } from './outcome.ts'
import type { Controls } from './report.ts'

const SEED = 1
/** Milliseconds: more than a request takes that was on its way, less than was asked for. */
const IMPATIENCE_MS = 2_500
const HOUR_MS = 3_600_000

/**
 * Each measure, where it must find something: a figure of zero is worth as much as the proof that it is not always
 * zero. Only the controls that were asked for are run.
 */
export async function controlsOf(house: House, asked: ReadonlySet<ChaosFault['control']>): Promise<Controls> {
  const controls: Controls = {}
  if (asked.has('damage')) controls.damage = await damageIsNoticed(house)
  if (asked.has('fence')) controls.fence = await staleRowsAreNoticed(house)
  if (asked.has('impatience')) controls.impatience = await impatienceIsNoticed(house)
  return controls
}

/** A message is taken away and a day is counted once more, by hand. */
async function damageIsNoticed(house: House): Promise<boolean> {
  await using opened = new AsyncDisposableStack()
  const frozenAt = new Date(Date.now() - HOUR_MS)
  const cell = await Cell.open({ house, seed: SEED, fault: 'damage', frozenAt }, opened)
  const runs = await cell.finish(await cell.collect())
  const counted = await countedBy(cell, runs)
  const { sql } = cell.stack.database
  await sql`delete from messages where message_id = (select min(message_id) from messages)`
  await sql`update activity_daily set count = count + 1
    where (subject_kind, subject, day, signal) =
      (select subject_kind, subject, day, signal from activity_daily order by 1, 2, 3, 4 limit 1)`
  const { lost, duplicates } = await outcomeOf(cell, { fault: 'damage', seed: SEED }, runs, counted)
  return lost > 0 && duplicates > 0
}

/** The same zombie with the fence of commits taken out. */
async function staleRowsAreNoticed(house: House): Promise<boolean> {
  await using opened = new AsyncDisposableStack()
  const frozenAt = new Date(Date.now() - HOUR_MS)
  const cell = await Cell.open({ house, seed: SEED, fault: 'fence', frozenAt, fence: 'off' }, opened)
  const runs = await cell.finish(await workerZombie.disturb(cell))
  const { staleRows } = await outcomeOf(cell, { fault: 'fence', seed: SEED }, runs, null)
  return staleRows > 0
}

/** A client that asks again at once. */
async function impatienceIsNoticed(house: House): Promise<boolean> {
  await using opened = new AsyncDisposableStack()
  const cell = await Cell.open({ house, seed: SEED, fault: 'impatience', frozenAt: null }, opened)
  await cell.tenant.scenario({ faults: [{ route: '*', kind: '429', retryAfter: 60 }] })
  const { platformUrl, keys } = cell.tenant.ready
  const ask = () =>
    fetch(`${platformUrl}/organization/users`, { headers: { authorization: `Bearer ${keys.admin}` } })
  await ask()
  await sleep(IMPATIENCE_MS)
  await ask()
  return cell.tenant.stats().beforeRetryAfter > 0
}
