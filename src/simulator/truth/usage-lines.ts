import { costResults, usageResults } from '../platform/usage-routes.ts'
import type { Row } from '../tenant/platform-usage.ts'
import { costRows, USAGE_KINDS, usageRows } from '../tenant/platform-usage.ts'
import { unixSeconds } from '../tenant/time.ts'
import type { World } from '../world.ts'
import type { Lines } from './lines.ts'
import { add } from './lines.ts'

// What a perfect collector holds of usage and costs: every settled day's figures, by all that names who and what.

const SECONDS_A_DAY = 86_400
/** Seconds. Far after figures have stopped growing. */
const SETTLED_AFTER = 6 * 3_600
/** Before that no key was made. */
const OLDEST_DAYS = 410

const NAMING = ['project_id', 'user_id', 'api_key_id', 'model']
const COST_NAMING = ['project_id', 'api_key_id', 'line_item']

interface Days {
  /** Unix seconds, both exclusive; undefined: all there is. */
  readonly after: number | undefined
  readonly before: number | undefined
}

export function addUsageLines(lines: Lines, world: World, days: Days): void {
  for (const { day, now } of settledDays(world, days)) {
    for (const [endpoint, kind] of Object.entries(USAGE_KINDS)) {
      const named = NAMING.filter((name) => kind.dimensions.includes(name))
      for (const result of usageResults(usageRows(world.tenant, endpoint, day, now), kind, named)) {
        addFigure(lines, usageFigure(endpoint, day, result))
      }
    }
  }
}

export function addCostLines(lines: Lines, world: World, days: Days): void {
  for (const { day, now } of settledDays(world, days)) {
    for (const result of costResults(costRows(world.tenant, day, now), COST_NAMING)) {
      addFigure(lines, costFigure(day, result))
    }
  }
}

/** A day's figure as it is held: its id tells where it stands. */
interface Figure {
  readonly stream: 'platform.usage' | 'platform.costs'
  readonly id: string
  readonly record: Row
}

export function usageFigure(endpoint: string, day: number, result: Row): Figure {
  const named = NAMING.filter((name) => USAGE_KINDS[endpoint]?.dimensions.includes(name))
  return figure('platform.usage', endpoint, day, named, result)
}

export const costFigure = (day: number, result: Row): Figure =>
  figure('platform.costs', 'costs', day, COST_NAMING, result)

function figure(
  stream: Figure['stream'],
  name: string,
  day: number,
  named: readonly string[],
  result: Row,
): Figure {
  const date = new Date(day * 1_000).toISOString().slice(0, 10)
  const values = named.map((dimension) => encodeURIComponent(String(result[dimension] ?? '')))
  return { stream, id: [name, date, ...values].join('/'), record: { ...result, day: date } }
}

const addFigure = (lines: Lines, { stream, id, record }: Figure): void => add(lines, stream, id, record)

function* settledDays(world: World, { after, before }: Days): Iterable<{ day: number; now: number }> {
  const now = unixSeconds(world.clock.now())
  const settled = startOfDay(now - SETTLED_AFTER)
  const end = Math.min(settled, before === undefined ? settled : before + 1)
  const first =
    after === undefined ? unixSeconds(world.tenant.epoch) - OLDEST_DAYS * SECONDS_A_DAY : after + 1
  for (let day = startOfDay(first); day < end; day += SECONDS_A_DAY) yield { day, now }
}

const startOfDay = (seconds: number): number => seconds - (seconds % SECONDS_A_DAY)
