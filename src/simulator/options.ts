import type { ScenarioPatch } from './scenario.ts'
import type { Planted } from './tenant/conditions.ts'
import { readPlanted, UnknownCondition } from './tenant/conditions.ts'
import { parseIsoMicros } from './tenant/time.ts'

export type Profile = 'strict' | 'asPublished'

export interface SimulatorOptions {
  /** The same seed and epoch give the same tenant, byte for byte. */
  readonly seed: number
  /** ISO instant at which the tenant's past ends and its live time begins. */
  readonly epoch: string
  readonly users: number
  readonly gpts: number
  /** Platform projects, and as many ChatGPT projects. */
  readonly projects: number
  /** Days of log history before the epoch. */
  readonly days: number
  readonly messagesPerDay: number
  /** What is wrong in the tenant: the demo's mixture, or these conditions in a tenant that is clean but for them. */
  readonly planted: Planted
  /** 1 is the documented limits; 10 is ten times faster. */
  readonly rateFactor: number
  readonly profile: Profile
  readonly windowMinutes: number
  readonly maxLogFileBytes: number
  readonly scenario?: ScenarioPatch
  readonly recordingsFile?: string
  /** Where compliance calls are remembered, so that a restart sees the same audit history. */
  readonly callsFile?: string
  readonly host: string
  readonly port: number
  readonly downloadPort: number
  readonly clock?: () => Date
}

export const DEFAULT_OPTIONS = {
  seed: 1,
  users: 40,
  gpts: 16,
  projects: 5,
  days: 1,
  messagesPerDay: 400,
  planted: 'demo',
  rateFactor: 1,
  profile: 'asPublished',
  // OpenAI writes log files in windows of about ten minutes, 15 MB at most.
  windowMinutes: 10,
  maxLogFileBytes: 15_000_000,
  host: '127.0.0.1',
  port: 0,
  downloadPort: 0,
} as const satisfies Partial<SimulatorOptions>

// Below these the planted cases of the twelve posture rules would not all fit.
const MINIMUM = { users: 12, gpts: 8, projects: 3 } as const
const MAX_DAYS = 400
const MAX_PORT = 65_535

export class InvalidSimulatorOption extends Error {
  override readonly name = 'InvalidSimulatorOption'
}

type NumberName =
  | 'seed'
  | 'users'
  | 'gpts'
  | 'projects'
  | 'days'
  | 'messagesPerDay'
  | 'rateFactor'
  | 'windowMinutes'
  | 'maxLogFileBytes'
  | 'port'
  | 'downloadPort'

interface Range {
  readonly min: number
  readonly max: number
  readonly whole: boolean
}

const RANGES: { readonly [K in NumberName]: Range } = {
  seed: { min: 0, max: 0xffffffff, whole: true },
  users: { min: MINIMUM.users, max: 1_000_000, whole: true },
  gpts: { min: MINIMUM.gpts, max: 1_000_000, whole: true },
  projects: { min: MINIMUM.projects, max: 100_000, whole: true },
  days: { min: 0, max: MAX_DAYS, whole: false },
  messagesPerDay: { min: 0, max: 100_000_000, whole: true },
  rateFactor: { min: 0.001, max: 1_000_000, whole: false },
  windowMinutes: { min: 0.05, max: 60, whole: false },
  maxLogFileBytes: { min: 10_000, max: 15_000_000, whole: true },
  port: { min: 0, max: MAX_PORT, whole: true },
  downloadPort: { min: 0, max: MAX_PORT, whole: true },
}

function readNumber(name: NumberName, raw: unknown, fallback: number): number {
  const value = raw === undefined ? fallback : Number(raw)
  const { min, max, whole } = RANGES[name]
  if (!Number.isFinite(value) || value < min || value > max || (whole && !Number.isInteger(value))) {
    throw new InvalidSimulatorOption(
      `${name} must be ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}, not "${String(raw)}".`,
    )
  }
  return value
}

function readCondition(raw: Planted | string | undefined): Planted {
  if (raw === undefined) return DEFAULT_OPTIONS.planted
  try {
    return readPlanted(raw)
  } catch (error) {
    if (!(error instanceof UnknownCondition)) throw error
    throw new InvalidSimulatorOption(`planted ${error.message}`)
  }
}

/** Each planted GPT takes the place of another. */
function refuseTooMany(planted: Planted, gpts: number): void {
  const wanted = planted === 'demo' ? [] : planted.filter((condition) => condition.startsWith('gpt.'))
  if (wanted.length <= gpts) return
  throw new InvalidSimulatorOption(
    `gpts must be at least ${wanted.length}, for as many planted conditions of a GPT.`,
  )
}

/** Fills in defaults and refuses what the simulator cannot serve; `raw` may hold strings from a command line. */
export function resolveOptions(
  raw: { readonly [K in keyof SimulatorOptions]?: SimulatorOptions[K] | string | undefined },
): SimulatorOptions {
  const epoch = String(raw.epoch ?? new Date().toISOString())
  if (parseIsoMicros(epoch) === undefined) {
    throw new InvalidSimulatorOption(`epoch must be an ISO instant with a time zone, not "${epoch}".`)
  }
  const profile = raw.profile ?? DEFAULT_OPTIONS.profile
  if (profile !== 'strict' && profile !== 'asPublished') {
    throw new InvalidSimulatorOption(`profile must be "strict" or "asPublished", not "${profile}".`)
  }
  const number = (name: NumberName, fallback: number) => readNumber(name, raw[name], fallback)
  const planted = readCondition(raw.planted)
  const gpts = number('gpts', DEFAULT_OPTIONS.gpts)
  refuseTooMany(planted, gpts)
  return {
    seed: number('seed', DEFAULT_OPTIONS.seed),
    epoch,
    users: number('users', DEFAULT_OPTIONS.users),
    gpts,
    projects: number('projects', DEFAULT_OPTIONS.projects),
    days: number('days', DEFAULT_OPTIONS.days),
    messagesPerDay: number('messagesPerDay', DEFAULT_OPTIONS.messagesPerDay),
    planted,
    rateFactor: number('rateFactor', DEFAULT_OPTIONS.rateFactor),
    profile,
    windowMinutes: number('windowMinutes', DEFAULT_OPTIONS.windowMinutes),
    maxLogFileBytes: number('maxLogFileBytes', DEFAULT_OPTIONS.maxLogFileBytes),
    host: raw.host ?? DEFAULT_OPTIONS.host,
    port: number('port', DEFAULT_OPTIONS.port),
    downloadPort: number('downloadPort', DEFAULT_OPTIONS.downloadPort),
    ...(typeof raw.scenario === 'object' ? { scenario: raw.scenario } : {}),
    ...(raw.recordingsFile ? { recordingsFile: raw.recordingsFile } : {}),
    ...(raw.callsFile ? { callsFile: raw.callsFile } : {}),
    ...(typeof raw.clock === 'function' ? { clock: raw.clock } : {}),
  }
}

function describeConditions(planted: Planted): string[] {
  if (planted === 'demo') return []
  return [planted.length === 0 ? 'clean' : `clean but for ${planted.join(' and ')}`]
}

/** One line for people: what tenant this is and how fast its limits are. */
export function describeOptions(options: SimulatorOptions): string {
  if (options.recordingsFile)
    return 'simulated tenant: published sample bodies (recordings), platform plane only'
  const limits =
    options.rateFactor === 1
      ? 'rate limits as documented'
      : `rate limits ${options.rateFactor} times the documented ones`
  return [
    `simulated tenant: seed ${options.seed}, epoch ${options.epoch}`,
    `${options.users} users, ${options.gpts} GPTs, ${options.projects} projects`,
    `${options.days} days of ${options.messagesPerDay} messages`,
    ...describeConditions(options.planted),
    `profile ${options.profile}`,
    limits,
  ].join(', ')
}
