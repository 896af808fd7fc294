import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedTemporal } from '../../src/embedded/temporal.ts'
import { resolveTemporalBinary } from '../../src/embedded/temporal-binary.ts'
import { bundleWorkflows } from '../../src/temporal/workflow-bundle.ts'

export interface TestTemporal {
  readonly address: string
  /** File with the workflow bundle: made once, it is what costs seconds in each test file otherwise. */
  readonly bundlePath: string
  stop(): Promise<void>
}

/** Temporal's dev server for one test run, in a folder of its own; test files take a namespace each. */
export async function startTestTemporal(): Promise<TestTemporal> {
  const folder = await mkdtemp(join(tmpdir(), 'casbah-test-temporal-'))
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  try {
    const cacheDir = new URL('../../.casbah/bin', import.meta.url).pathname
    const { path } = await resolveTemporalBinary({ cacheDir, env: process.env, log: () => undefined })
    const { code } = await bundleWorkflows()
    const bundlePath = join(folder, 'workflows.cjs')
    await writeFile(bundlePath, code)
    const server = await startEmbeddedTemporal({
      binary: path,
      dataDir: join(folder, 'server'),
      namespace: 'default',
      searchAttributes: {},
      throwaway: true,
      log: () => undefined,
    })
    return {
      address: server.address,
      bundlePath,
      stop: async () => {
        await server.stop()
        await removeFolder()
      },
    }
  } catch (error) {
    await removeFolder()
    throw error
  }
}
