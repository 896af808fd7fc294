import type { TestProject } from 'vitest/node'
import { startTestPostgres } from './test-postgres.ts'
import { startTestTemporal } from './test-temporal.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    temporalAddress: string
    workflowBundlePath: string
  }
}

/** Servers that all tests of a run share; each test file makes its own database (or namespace) on them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await Promise.allSettled([startTestPostgres(), startTestTemporal()])
  const stop = async () => {
    for (const server of servers) if (server.status === 'fulfilled') await server.value.stop()
  }
  const [postgres, temporal] = servers
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    await stop()
    const reasons = servers.flatMap((server) => (server.status === 'rejected' ? [server.reason] : []))
    throw new AggregateError(reasons, 'The servers that tests need did not start.')
  }
  project.provide('postgresUrl', postgres.value.url)
  project.provide('temporalAddress', temporal.value.address)
  project.provide('workflowBundlePath', temporal.value.bundlePath)
  return stop
}
