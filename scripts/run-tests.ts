import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE } from '../src/cli/place.ts'
import type { Reason, Tally } from './tally.ts'
import { EMPTY, sum } from './tally.ts'

/**
 * `npm test`: every check and every test, to the end even when some fail, so that one run shows all that is
 * wrong. A check counts as one test; Vitest's tests are counted one by one. The last line is
 * `N passed, N failed, N skipped`.
 *
 * Arguments name steps to run (`npm test -- types unit`); without any, all run.
 */

interface Check {
  readonly name: string
  readonly what: string
  readonly command: readonly [string, ...string[]]
}

interface Suite {
  readonly name: string
  readonly what: string
  readonly project: string
}

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const BIN = join(ROOT, 'node_modules', '.bin')

const CHECKS: readonly Check[] = [
  { name: 'lint', what: 'formatter and linter', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', what: 'type check', command: ['tsc', '-p', '.'] },
  { name: 'dead', what: 'dead code and unused dependencies', command: ['knip'] },
  { name: 'imports', what: 'import rules', command: [process.execPath, 'scripts/check-imports.ts'] },
  { name: 'bundle', what: 'workflow bundle', command: [process.execPath, 'scripts/check-bundle.ts'] },
  {
    name: 'docs',
    what: 'documents made from the code',
    command: [process.execPath, 'scripts/write-readme.ts', '--check'],
  },
]

const SUITES: readonly Suite[] = [
  { name: 'unit', what: 'unit and property tests', project: 'unit' },
  { name: 'integration', what: 'integration tests', project: 'integration' },
  { name: 'replay', what: 'replay tests', project: 'replay' },
  { name: 'chaos', what: 'chaos tests', project: 'chaos' },
  { name: 'browser', what: 'browser tests', project: 'browser' },
]

const MS_PER_SECOND = 1000

/** Runs a command with this terminal; resolves to its exit code, 1 if it could not start or a signal ended it. */
function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      // As the command line does for itself: each file of tests is a process that loads the same packages.
      env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, ...env },
    })
    child.on('error', (error) => {
      console.error(`cannot start ${file}: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

async function runCheck({ what, command: [file, ...args] }: Check): Promise<Tally> {
  const path = file.includes('/') ? file : join(BIN, file)
  const code = await run(path, args)
  return code === 0 ? { ...EMPTY, passed: 1 } : failedOnce(what, `ended with ${code}`)
}

const failedOnce = (test: string, reason: string): Tally => ({
  ...EMPTY,
  failed: 1,
  failures: [{ test, reason }],
})

async function runSuite({ what, project }: Suite): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'casbah-test-'))
  const file = join(folder, 'tally.json')
  try {
    const args = [
      join(BIN, 'vitest'),
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=./scripts/tally-reporter.ts',
    ]
    const code = await run(process.execPath, args, { CASBAH_TALLY_FILE: file })
    const tally = await readTally(file)
    // A suite that ends badly without a failing test (a broken set-up, a crash) is one failure.
    return code !== 0 && tally.failed === 0
      ? sum([tally, failedOnce(what, `ended with ${code}, though no test failed`)])
      : tally
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readTally(file: string): Promise<Tally> {
  if (!existsSync(file)) return EMPTY
  return JSON.parse(await readFile(file, 'utf8')) as Tally
}

async function step(title: string, work: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n── ${title}`)
  const started = performance.now()
  const tally = await work()
  const seconds = ((performance.now() - started) / MS_PER_SECOND).toFixed(1)
  console.log(`── ${title}: ${tally.failed === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
  return tally
}

/** Where the end of a long log is all that somebody sees, it says what to look for. */
function printReasons(title: string, reasons: readonly Reason[]): void {
  if (reasons.length === 0) return
  console.log(`\n${title}:`)
  for (const { test, reason } of reasons) console.log(`  ${test}: ${reason}`)
}

async function main(names: readonly string[]): Promise<void> {
  const all = [...CHECKS, ...SUITES].map(({ name }) => name)
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Error(`No such step: ${unknown.join(', ')}. Steps: ${all.join(', ')}.`)
  const wanted = (name: string): boolean => names.length === 0 || names.includes(name)

  const tallies: Tally[] = []
  for (const check of CHECKS.filter(({ name }) => wanted(name))) {
    tallies.push(await step(check.what, () => runCheck(check)))
  }
  for (const suite of SUITES.filter(({ name }) => wanted(name))) {
    tallies.push(await step(suite.what, () => runSuite(suite)))
  }
  const total = sum(tallies)
  printReasons('Skipped', total.reasons)
  printReasons('Failed', total.failures)
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = total.failed === 0 ? 0 : 1
}

await main(process.argv.slice(2))
