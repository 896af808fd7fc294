import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { IngestReport } from '../../bench/ingest/report.ts'
import { PROJECT_ROOT } from '../../src/cli/place.ts'

const run = promisify(execFile)

/** The whole benchmark, on a feed so small that its figures mean nothing: what is told is that each is measured. */
test('the ingest benchmark measures every variant and says what each figure is', async () => {
  const args = [join('bench', 'main.ts'), 'ingest', '--messages', '2000', '--runs', '1', '--json']
  const { stdout } = await run(process.execPath, args, { cwd: PROJECT_ROOT })
  const report = JSON.parse(stdout) as IngestReport
  expect(report.raw.map(({ variant }) => variant)).toEqual(['fetch', 'ours', 'copy', 'plain', 'naive'])
  for (const { messages, seconds } of report.raw) {
    expect(messages).toBe(2_000)
    expect(seconds).toBeGreaterThan(0)
  }
  for (const figure of ['cpuRatio', 'efficiency', 'overNaive'] as const) {
    expect(report[figure]?.median, figure).toBeGreaterThan(0)
  }
  expect(report.durabilityTax).not.toBeNull()
  expect(report.workerPeakMb?.median).toBeGreaterThan(0)
  expect(report.historyEvents?.median).toBeGreaterThan(0)
  expect(report.databaseBytesPerMessage?.median).toBeGreaterThan(0)
})

test('a size that is none is refused with the words to use', async () => {
  const args = [join('bench', 'main.ts'), 'ingest', '--messages', 'many']
  await expect(run(process.execPath, args, { cwd: PROJECT_ROOT })).rejects.toThrow(
    /such as 100000, 100k or 1M/,
  )
})
