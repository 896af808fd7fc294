import { cpus } from 'node:os'
import { openHouse } from '../house.ts'
import type { Figure } from '../spread.ts'
import { shown, spreadOf } from '../spread.ts'
import type { CellOutcome } from './cell.ts'
import { CELLS, CONTROL, isRefused, measureCell } from './cell.ts'

export interface LimitsOptions {
  readonly users: number
  readonly runs: number
  readonly json: boolean
}

interface CellFigures {
  readonly name: string
  /** Requests ÷ what the limits allow, once a route is under way. */
  readonly used: Figure
  /** The fullest minute of any route ÷ what the limit allows in one, less 1. */
  readonly over: Figure
  readonly refused: number
  readonly beforeRetryAfter: number
}

interface LimitsReport {
  readonly configuration: {
    readonly users: number
    readonly runs: number
    readonly node: string
    readonly cores: number
  }
  readonly cells: readonly CellFigures[]
  readonly control: 'caught' | 'missed'
  readonly raw: readonly CellOutcome[]
}

/**
 * A collection that waits for its limit costs next to nothing, so the cells of one run are measured at the same time;
 * they share servers and nothing else.
 */
export async function runLimits({ users, runs, json }: LimitsOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const house = await openHouse()
  const raw: CellOutcome[] = []
  let isCaught = false
  try {
    for (let run = 1; run <= runs; run += 1) {
      const outcomes = await Promise.all(CELLS.map((cell) => measureCell(house, users, cell)))
      for (const outcome of outcomes) say(`run ${run} of ${runs}: ${wordsOf(outcome)}`)
      raw.push(...outcomes)
    }
    isCaught = await isRefused(house, users, CONTROL)
  } finally {
    await house.close()
  }
  const report: LimitsReport = {
    configuration: { users, runs, node: process.version, cores: cpus().length },
    cells: CELLS.map(({ name }) => figuresOf(name, raw)),
    control: isCaught ? 'caught' : 'missed',
    raw,
  }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : wordsOfReport(report))
}

function figuresOf(name: string, raw: readonly CellOutcome[]): CellFigures {
  const own = raw.filter(({ cell }) => cell === name)
  return {
    name,
    used: spreadOf(own.map(({ used }) => used)),
    over: spreadOf(own.map(({ over }) => over)),
    refused: own.reduce((sum, { refused }) => sum + refused, 0),
    beforeRetryAfter: own.reduce((sum, { beforeRetryAfter }) => sum + beforeRetryAfter, 0),
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const wordsOf = ({ cell, used, over, refused }: CellOutcome): string =>
  `${cell}: ${percent(used)} of the limit used, the fullest minute ${percent(1 + over)}, ${refused} refused`

const wordsOfReport = ({ configuration, cells, control }: LimitsReport): string =>
  [
    `${configuration.users} users, ${configuration.runs} runs, the documented limits; medians with ranges`,
    `Node ${configuration.node}, ${configuration.cores} cores`,
    '',
    ...cells.map(
      ({ name, used, over, refused }) =>
        `${name.padEnd(26)} used ${shown(used, 3)}  fullest minute over the limit ${shown(over, 3)}  refused ${refused}`,
    ),
    '',
    `negative control (a client that takes the limit for a quarter more): ${control}`,
    '',
  ].join('\n')
