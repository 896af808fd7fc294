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

/**
 * What it found, also where it says that something fell short: how soon a collection goes on is a figure of the machine
 * that it was measured on, and no test's business.
 */
async function reportOf(...args: readonly string[]): Promise<ChaosReport> {
  const { stdout } = await chaos(...args, '--json').catch((error: { stdout?: string }) => {
    if (!error.stdout) throw error
    return { stdout: error.stdout }
  })
  return JSON.parse(stdout) as ChaosReport
}

/** One fault of the fault bench, one seed; `npm run chaos` does them all. */
test('the fault bench breaks what it is told to and notices damage', async () => {
  await using folder = await scratchFolder('chaos')
  const state = join(folder.path, 'state.jsonl')
  const report = await reportOf('--seeds', '1', '--only', 'worker-kill', '--state', state)
  expect(report.faults.map(({ name }) => name)).toEqual(['worker-kill'])
  const [fault] = report.faults
  expect(fault).toMatchObject({ seeds: 1, lost: 0, duplicates: 0, staleRows: 0, unfinished: [] })
  expect(fault?.refetchedBatches).toBeLessThanOrEqual(1)
  expect(fault?.beforeRetryAfter).toBe(0)
  expect(fault?.negativeControl).toBe('caught')
  expect(fault?.resumeSeconds?.max).toBeGreaterThan(0)
})

test('a fault that is none is refused with the list', async () => {
  await expect(chaos('--only', 'nothing')).rejects.toThrow(/worker-kill/)
})
