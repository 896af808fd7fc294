import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'
import type { Tally } from './tally.ts'

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
    const broken = modules.filter((module) => module.errors().length > 0).length
    const brokenSuites = modules
      .flatMap((module) => [...module.children.allSuites()])
      .filter((suite) => suite.errors().length > 0).length
    const skipped = tests.filter((test) => state(test) === 'skipped' || state(test) === 'pending')
    const tally: Tally = {
      passed: tests.filter((test) => state(test) === 'passed').length,
      failed:
        tests.filter((test) => state(test) === 'failed').length + broken + brokenSuites + unhandled.length,
      skipped: skipped.length,
      reasons: skipped.map((test) => ({
        test: `${test.module.relativeModuleId} › ${test.fullName}`,
        reason: reason(test),
      })),
    }
    const file = process.env[FILE_VARIABLE]
    if (file === undefined) throw new Error(`${FILE_VARIABLE} says where the tally goes, and it is not set.`)
    writeFileSync(file, JSON.stringify(tally))
  }
}

const state = (test: TestCase): string => test.result().state

function reason(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' && result.note) || 'no reason given'
}
