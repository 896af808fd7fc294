import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from '../../src/cli/up/child.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import { Moments } from '../../test/support/chaos/kill-moments.ts'
import type { Stack } from '../../test/support/stack.ts'
import type { House } from '../house.ts'

/** What is killed, as power failing under it, and started again. */
export type Victim = 'worker' | 'temporal' | 'postgres'

const RESTARTS: Readonly<Record<Victim, number>> = { worker: 30, temporal: 5, postgres: 5 }
/** Milliseconds that a server stays dead. */
const DEAD_MS = { least: 0, most: 2_000 } as const

/** All of them, in an order drawn from the seed. */
export function orderOf(seed: number): Victim[] {
  const moments = new Moments(`days ${seed}`)
  const victims = (Object.keys(RESTARTS) as Victim[]).flatMap((victim) =>
    Array.from({ length: RESTARTS[victim] }, () => ({ victim, place: moments.next(0, 1_000_000) })),
  )
  return victims.sort((one, other) => one.place - other.place).map(({ victim }) => victim)
}

export class Blows {
  readonly #house: House
  readonly #stack: Stack
  readonly #moments: Moments
  #worker: Child<WorkerReady>
  #workers = 1

  private constructor(house: House, stack: Stack, seed: number, worker: Child<WorkerReady>) {
    this.#house = house
    this.#stack = stack
    this.#moments = new Moments(`days ${seed} dead`)
    this.#worker = worker
  }

  static async on(house: House, stack: Stack, seed: number): Promise<Blows> {
    return new Blows(house, stack, seed, await stack.startWorker('worker-1'))
  }

  async strike(victim: Victim): Promise<void> {
    if (victim === 'worker') return this.#killWorker()
    const server = this.#house[victim]
    server.kill()
    await sleep(this.#moments.next(DEAD_MS.least, DEAD_MS.most))
    await server.restart()
  }

  async #killWorker(): Promise<void> {
    this.#worker.kill('SIGKILL')
    await this.#worker.exited
    this.#workers += 1
    this.#worker = await this.#stack.startWorker(`worker-${this.#workers}`)
  }
}
