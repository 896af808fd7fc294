import { join } from 'node:path'
import { InvalidSimulatorOption, resolveOptions } from '../../simulator/options.ts'
import { describePlanted } from '../../simulator/tenant/conditions.ts'
import { usageError } from '../cli-error.ts'
import { dataFolder, PROJECT_ROOT } from '../place.ts'
import type { AskedTenant } from './kept-files.ts'
import { DEMO_SIZES } from './kept-files.ts'

/** Flags of `up` as commander hands them over: text, checked here and nowhere else. */
export interface UpFlags {
  readonly once?: boolean
  readonly json?: boolean
  readonly recordings?: string
  readonly users?: string
  readonly gpts?: string
  readonly projects?: string
  readonly days?: string
  readonly messages?: string
  readonly seed?: string
  readonly scenario?: readonly string[]
  readonly rateFactor?: string
  readonly documentedLimits?: boolean
  readonly data?: string
  readonly port?: string
  readonly temporalPort?: string
  readonly temporalUiPort?: string
}

export interface UpOptions {
  readonly once: boolean
  readonly json: boolean
  readonly tenant: AskedTenant
  /** How many times faster than documented the simulated tenant's limits are. */
  readonly rateFactor: number
  readonly folder: string
  readonly ports: AskedPorts
}

/** Undefined: the usual port if it is free, else any. A number: that one, or an error that names who holds it. */
export interface AskedPorts {
  readonly api: number | undefined
  readonly temporal: number | undefined
  readonly temporalUi: number | undefined
}

/**
 * Under OpenAI's documented limits the demo tenant would take most of an hour, nearly all of it waiting. This many
 * times faster the limits still bind now and then, and the whole fits in a minute on two cores.
 */
export const DEMO_RATE_FACTOR = 60

const MAX_PORT = 65_535
const MAX_RATE_FACTOR = 1_000_000

export function readUpOptions(flags: UpFlags, env: Readonly<Record<string, string | undefined>>): UpOptions {
  if (flags.json && !flags.once)
    throw usageError('--json needs --once: a start that stays up has no end to report.')
  const count = (name: keyof UpFlags & string) => readNumber(name, flags[name])
  const sizes = {
    users: count('users'),
    gpts: count('gpts'),
    projects: count('projects'),
    days: count('days'),
    messages: count('messages'),
    seed: count('seed'),
  }
  const scenario = readScenario(sizes, flags.scenario)
  const data = flags.data ?? (flags.recordings === undefined ? undefined : recordingsFolder(env))
  return {
    once: flags.once ?? false,
    json: flags.json ?? false,
    tenant: {
      sizes,
      scenario,
      recordings: flags.recordings,
    },
    rateFactor: readRateFactor(flags),
    folder: dataFolder(env, data),
    ports: {
      api: readPort('port', flags.port),
      temporal: readPort('temporal-port', flags.temporalPort),
      temporalUi: readPort('temporal-ui-port', flags.temporalUiPort),
    },
  }
}

/** Recordings are another tenant, so they live in a folder of their own and the demo's data stays as it is. */
const recordingsFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  join(env.CASBAH_DATA || join(PROJECT_ROOT, '.casbah'), 'recordings')

function readRateFactor(flags: UpFlags): number {
  if (flags.documentedLimits) {
    if (flags.rateFactor !== undefined) throw usageError('Give either --rate-factor or --documented-limits.')
    return 1
  }
  if (flags.rateFactor === undefined) return DEMO_RATE_FACTOR
  const factor = Number(flags.rateFactor)
  if (!(factor > 0 && factor <= MAX_RATE_FACTOR)) {
    throw usageError(
      `--rate-factor must be a number above 0, up to ${MAX_RATE_FACTOR}, not "${flags.rateFactor}".`,
    )
  }
  return factor
}

/**
 * Ranges and conditions belong to the simulator, which names them. It is asked before anything is written: a folder
 * keeps its tenant for good. Returns what is planted in the words in which it is kept, if anybody asked.
 */
function readScenario(
  { messages, ...sizes }: AskedTenant['sizes'],
  scenario: UpFlags['scenario'],
): string | undefined {
  // What a folder holds already is not known here, so a size that was left out is what a new one would have.
  const gpts = sizes.gpts ?? DEMO_SIZES.gpts
  try {
    const { planted } = resolveOptions({
      ...sizes,
      gpts,
      messagesPerDay: messages,
      planted: scenario?.join(' '),
    })
    return scenario === undefined ? undefined : describePlanted(planted)
  } catch (error) {
    if (!(error instanceof InvalidSimulatorOption)) throw error
    const message = error.message.replace(/^messagesPerDay/, 'messages').replace(/^planted/, 'scenario')
    throw usageError(`--${message}`)
  }
}

/** What is no number at all. */
function readNumber(name: string, text: unknown): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw usageError(`--${name} must be a number, not "${String(text)}".`)
  }
  return value
}

function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT || text === '') {
    throw usageError(`--${name} must be a port from 0 (any free one) to ${MAX_PORT}, not "${text}".`)
  }
  return port
}
