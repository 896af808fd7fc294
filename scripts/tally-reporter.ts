import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'
import type { Reason, Tally } from './tally.ts'

/** Where the tally goes; set by run-tests.ts. */
const FILE_VARIABLE = 'CASBAH_TALLY_FILE'

/**
 * Counts what a Vitest run did, with the reason of each skip (which Vitest's JSON report leaves out). A file
 * that could not be loaded and an error outside any test are failures as well.
 */
// Vitest loads a reporter by its default export.
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => state(test) === 'skipped' || state(test) === 'pending')
    const failures = [
      ...tests.filter((test) => state(test) === 'failed').map(failure),
      ...modules.flatMap(brokenParts),
      ...unhandled.map((error) => ({ test: 'outside of any test', reason: firstLine(error) })),
    ]
    const tally: Tally = {
      passed: tests.filter((test) => state(test) === 'passed').length,
      failed: failures.length,
      skipped: skipped.length,
      reasons: skipped.map((test) => ({ test: nameOf(test), reason: reason(test) })),
      failures,
    }
    const file = process.env[FILE_VARIABLE]
    if (file === undefined) throw new Error(`${FILE_VARIABLE} says where the tally goes, and it is not set.`)
    writeFileSync(file, JSON.stringify(tally))
  }
}

const state = (test: TestCase): string => test.result().state

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} › ${test.fullName}`

function reason(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' && result.note) || 'no reason given'
}

const failure = (test: TestCase): Reason => ({
  test: nameOf(test),
  reason: firstLine(test.result().errors?.[0]),
})

/** A file, or a group of tests in it, that could not be set up. */
function brokenParts(module: TestModule): Reason[] {
  const parts = [
    { test: module.relativeModuleId, errors: module.errors() },
    ...[...module.children.allSuites()].map((suite) => ({
      test: `${module.relativeModuleId} › ${suite.fullName}`,
      errors: suite.errors(),
    })),
  ]
  return parts
    .filter(({ errors }) => errors.length > 0)
    .map(({ test, errors }) => ({ test, reason: firstLine(errors[0]) }))
}

const firstLine = (error: { readonly message?: string } | undefined): string =>
  error?.message?.split('\n', 1)[0] || 'no message'
