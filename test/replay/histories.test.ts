import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ReplayResult } from '@temporalio/worker'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import { expect, inject, test } from 'vitest'
import { createDataConverter } from '../../src/temporal/client.ts'
import { HISTORIES, readHistory } from '../support/histories.ts'
import { quietRuntime, TEST_MASTER_KEY } from '../support/temporal.ts'

const dataConverter = createDataConverter(TEST_MASTER_KEY)

async function* recorded(startingWith = '') {
  for (const file of (await readdir(HISTORIES)).toSorted()) {
    if (!file.startsWith(startingWith)) continue
    yield { workflowId: file, history: await readHistory(file) }
  }
}

async function replay(
  workflowBundle: { codePath: string } | { code: string },
  startingWith?: string,
): Promise<ReplayResult[]> {
  quietRuntime()
  const options = { workflowBundle, dataConverter }
  const results: ReplayResult[] = []
  for await (const result of Worker.runReplayHistories(options, recorded(startingWith))) results.push(result)
  return results
}

test('today’s workflows replay every recorded history', async () => {
  const results = await replay({ codePath: inject('workflowBundlePath') })
  expect(results.length).toBeGreaterThanOrEqual(36)
  const failed = results.filter(({ error }) => error !== undefined)
  expect(failed.map(({ workflowId, error }) => `${workflowId}: ${error?.message}`)).toEqual([])
})

test('a workflow that was changed without care is caught', async () => {
  const altered = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../support/altered-workflows.ts', import.meta.url)),
    failureConverterPath: dataConverter.failureConverterPath ?? '',
    logger: new DefaultLogger('ERROR'),
  })
  const results = await replay(altered, 'stream-')
  expect(results.length).toBeGreaterThan(0)
  for (const { error } of results) expect(error?.name).toBe('DeterminismViolationError')
})
