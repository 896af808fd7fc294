import type { ChangeKind } from '../../src/simulator/changes.ts'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import type { House } from './house.ts'
import { openHouse } from './house.ts'

/** A house whose tenant changes: its time stands still until a test moves it, for the tenant and the collector alike. */
export interface MovingHouse extends House {
  /** Makes somebody do something, and moves time to where upstream's audit log tells of it. Returns the thing's id. */
  change(kind: ChangeKind, index?: number): Promise<string>
  scenario(patch: Readonly<Record<string, unknown>>): Promise<void>
}

const SECOND_MS = 1_000

export async function openMovingHouse(options: Partial<SimulatorOptions> = {}): Promise<MovingHouse> {
  let now = Date.now()
  const house = await openHouse({ ...options, clock: () => new Date(now) })
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const url = new URL(`/_sim/${path}`, house.simulator.platformUrl)
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`The simulator refused: ${await response.text()}`)
    return response.json()
  }
  return {
    ...house,
    async change(kind, index = 0) {
      const { id, told_at } = (await post('changes', { kind, index })) as { id: string; told_at: string }
      now = Math.max(now, Date.parse(told_at)) + SECOND_MS
      return id
    },
    async scenario(patch) {
      await post('scenario', patch)
    },
  }
}
