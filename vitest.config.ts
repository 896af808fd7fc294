import { defineConfig } from 'vitest/config'

// The machines that run this are small (two cores) and shared: these bound a hang, they do not judge speed.
const UNIT_TIMEOUT_MS = 60_000
const SERVICE_TIMEOUT_MS = 600_000
const CHAOS_TIMEOUT_MS = 900_000

/**
 * Tests that need Postgres, Temporal, the simulator or a browser. They run in processes, since Temporal's native bridge
 * crashes in threads, and few at a time, since each of them drives servers of its own.
 */
const services = {
  globalSetup: ['test/support/global-setup.ts'],
  testTimeout: SERVICE_TIMEOUT_MS,
  hookTimeout: SERVICE_TIMEOUT_MS,
  teardownTimeout: SERVICE_TIMEOUT_MS,
}

/**
 * Files share the process, one after the other: loading our packages anew takes three seconds of a processor for each of
 * them, more than most of the tests. What a file changes beyond its own modules (the environment, timers, globals) it puts
 * back in `afterEach` or `afterAll`.
 */
const sharing = { isolate: false }

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          ...sharing,
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: UNIT_TIMEOUT_MS,
          hookTimeout: UNIT_TIMEOUT_MS,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...services,
          ...sharing,
        },
      },
      { test: { name: 'replay', include: ['test/replay/**/*.test.ts'], ...services } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...services } },
      {
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          ...services,
          testTimeout: CHAOS_TIMEOUT_MS,
          hookTimeout: CHAOS_TIMEOUT_MS,
        },
      },
    ],
  },
})
