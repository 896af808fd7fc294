import { describe, expect, test } from 'vitest'
import { queryString } from './api-client.ts'
import { CliError, describeFailure, exitCodeOf, usageError } from './cli-error.ts'
import { node } from './doctor/machine.ts'
import { mayColour } from './io.ts'
import { createProgram, isUsageProblem } from './program.ts'
import { parametersOf } from './rules/choice.ts'
import { describeResult } from './rules/show.ts'
import { DEMO_RATE_FACTOR, readUpOptions } from './up/options.ts'

describe('failures', () => {
  test('what, why and what to do next each have a line', () => {
    const error = new CliError('It broke.', { why: 'A reason.', next: 'A step.' })
    expect(describeFailure(error, false)).toBe('casbah: It broke.\n  why:  A reason.\n  next: A step.')
    expect(exitCodeOf(error)).toBe(1)
  })

  test('exit codes come from the error, of whatever room it is', () => {
    expect(exitCodeOf(usageError('no'))).toBe(2)
    expect(exitCodeOf(Object.assign(new Error('gone'), { exitCode: 3 }))).toBe(3)
    expect(exitCodeOf('text')).toBe(1)
  })

  test('a stack is for those who ask for it', () => {
    const error = new Error('boom')
    expect(describeFailure(error, false)).toBe('casbah: boom')
    expect(describeFailure(error, true)).toContain('at ')
  })
})

describe('colour', () => {
  test('NO_COLOR, a dumb terminal and a pipe have none', () => {
    expect(mayColour({}, true)).toBe(true)
    expect(mayColour({ NO_COLOR: '1' }, true)).toBe(false)
    expect(mayColour({ TERM: 'dumb' }, true)).toBe(false)
    expect(mayColour({}, false)).toBe(false)
  })
})

describe('casbah up', () => {
  test('without flags it is the demo with its factor', () => {
    const options = readUpOptions({}, { CASBAH_DATA: '/data' })
    expect(options).toMatchObject({ once: false, rateFactor: DEMO_RATE_FACTOR, folder: '/data' })
  })

  test('recordings live in a folder of their own, unless one is named', () => {
    const env = { CASBAH_DATA: '/data' }
    expect(readUpOptions({ recordings: 'x.json' }, env).folder).toBe('/data/recordings')
    expect(readUpOptions({ recordings: 'x.json', data: '/other' }, env).folder).toBe('/other')
  })

  test.each([
    [{ json: true }, '--json needs --once'],
    [{ users: 'many' }, '--users must be a number'],
    [{ rateFactor: '0' }, '--rate-factor'],
    [{ rateFactor: '2', documentedLimits: true }, 'either'],
    [{ port: '70000' }, '--port'],
    [{ port: '' }, '--port'],
    [{ scenario: ['gpt.unheard_of'] }, /^--scenario must be .*gpt\.unheard_of.*Known: gpt\.custom_actions/],
    [{ scenario: ['demo', 'clean'] }, '--scenario'],
  ])('%j is refused', (flags, words) => {
    expect(() => readUpOptions(flags, {})).toThrow(words)
  })

  test('what is planted is asked for in one form, however it is written', () => {
    const asked = (...scenario: string[]) => readUpOptions({ scenario }, {}).tenant.scenario
    expect(readUpOptions({}, {}).tenant.scenario).toBeUndefined()
    expect(asked('clean')).toBe('clean')
    expect(asked('user.inactive', 'gpt.public_link')).toBe('gpt.public_link,user.inactive')
    expect(asked('gpt.public_link,user.inactive')).toBe('gpt.public_link,user.inactive')
  })

  test('documented limits are a factor of one', () => {
    expect(readUpOptions({ documentedLimits: true }, {}).rateFactor).toBe(1)
  })
})

describe('rules', () => {
  test('a result is a share of what was judged, or why nothing was', () => {
    const result = {
      integration_id: 'i',
      passed: 10,
      failed: 2,
      not_evaluated: 3,
      total: 15,
      reason: null,
      reason_detail: null,
      asset_reasons: {},
      evaluated_at: '',
      run_id: 'r',
    }
    expect(describeResult(result)).toBe('2 of 12, 3 not evaluated')
    const refused = { ...result, reason: 'capability_denied' as const, reason_detail: 'may not read GPTs' }
    expect(describeResult(refused)).toBe('not evaluated: may not read GPTs')
    expect(describeResult(null)).toContain('no collection has ended yet')
  })
})

describe('settings of a rule', () => {
  test('are JSON where they can be, and texts otherwise', () => {
    expect(parametersOf(['maxAgeDays=60', 'approvedGpts=["g-1"]', 'host=a=b'])).toEqual({
      maxAgeDays: 60,
      approvedGpts: ['g-1'],
      host: 'a=b',
    })
    expect(parametersOf([])).toEqual({})
  })

  test.each([['maxAgeDays'], ['=60'], ['a=1', 'a=2']])('what is no setting is refused: %s', (...given) => {
    expect(() => parametersOf(given)).toThrow(CliError)
  })
})

describe('the command line', () => {
  const quiet = {
    env: {},
    out: () => undefined,
    err: () => undefined,
    write: async () => undefined,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 80,
    paint: (_style: string, text: string) => text,
  }
  const codeOf = (...args: string[]) =>
    createProgram(quiet)
      .parseAsync(['node', 'casbah', ...args])
      .then(() => 0, isUsageProblem)

  test('an unknown command or option is a usage error, help is none', async () => {
    expect(await codeOf('nonsense')).toBe(2)
    expect(await codeOf('findings', '--nonsense')).toBe(2)
    expect(await codeOf('findings', '--severity', 'awful')).toBe(2)
    expect(await codeOf('export', 'findings', '--format', 'xml')).toBe(2)
    expect(await codeOf('--help')).toBe(0)
    expect(await codeOf('--version')).toBe(0)
  })

  test('no command takes a secret by flag', () => {
    const flagsOf = (command: ReturnType<typeof createProgram>): string[] => [
      ...command.options.map(({ long }) => long ?? ''),
      ...command.commands.flatMap(flagsOf),
    ]
    const flags = flagsOf(createProgram(quiet))
    expect(flags.length).toBeGreaterThan(20)
    // What names a file that holds one is no secret itself.
    const isSecret = (flag: string) => /secret|token|password|(^|-)key$/.test(flag) && !flag.endsWith('-file')
    expect(flags.filter(isSecret)).toEqual([])
  })

  test('a query leaves out what is not asked for', () => {
    expect(queryString({ severity: 'high,critical', state: undefined })).toBe('severity=high%2Ccritical')
  })
})

test('doctor judges Node by its major version', () => {
  expect(node('24.21.0').state).toBe('ok')
  expect(node('20.19.2')).toMatchObject({ state: 'broken', next: expect.stringContaining('npm start') })
})
