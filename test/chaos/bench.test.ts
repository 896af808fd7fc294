import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { ChaosReport } from '../../bench/chaos/report.ts'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import { scratchFolder } from '../support/scratch.ts'

const run = promisify(execFile)
const chaos = (...args: readonly string[]) =>
  run(process.execPath, [join('bench', 'main.ts'), 'chaos', ...args], { cwd: PROJECT_ROOT })

/** Two faults of the fault bench, one seed each; `npm run chaos` does them all. */
test('the fault bench breaks what it is told to and notices damage', async () => {
  await using folder = await scratchFolder('chaos')
  const state = join(folder.path, 'state.jsonl')
  const args = ['--seeds', '1', '--only', 'worker-kill', 'wrong-checksum', '--json', '--state', state]
  const report = JSON.parse((await chaos(...args)).stdout) as ChaosReport
  expect(report.faults.map(({ name }) => name)).toEqual(['worker-kill', 'wrong-checksum'])
  for (const fault of report.faults) {
    expect(fault).toMatchObject({ seeds: 1, lost: 0, duplicates: 0, staleRows: 0, unfinished: [] })
    expect(fault.refetchedBatches).toBeLessThanOrEqual(1)
    expect(fault.negativeControl).toBe('caught')
  }
  expect(report.faults[0]?.resumeSeconds?.max).toBeGreaterThan(0)
})

test('a fault that is none is refused with the list', async () => {
  await expect(chaos('--only', 'nothing')).rejects.toThrow(/worker-kill/)
})
