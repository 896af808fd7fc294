/**
 * "Who may import whom" as data. Every room names what it may import by value and what only as types; all
 * else is refused. A type-only import vanishes when the program runs, so it cannot drag code across a border;
 * it is still listed, because types tie rooms together too.
 */

export type Room =
  | 'model/core'
  | 'model/schema'
  | 'privacy'
  | 'openai'
  | 'db'
  | 'rules'
  | 'dlp'
  | 'evaluation'
  | 'webhooks'
  | 'syslog'
  | 'destinations'
  | 'activities'
  | 'workflows'
  | 'temporal'
  | 'api'
  | 'console'
  | 'cli'
  | 'simulator'
  | 'embedded'
  | 'temporal'
  | 'telemetry'
  | 'config'

export interface Border {
  /** Rooms whose code this room may use. Its own is always allowed. */
  readonly values: readonly Room[]
  /** Rooms whose types this room may name, beyond `values`. */
  readonly types: readonly Room[]
  /** What a person reads when the rule is broken: the reason, and where the code belongs instead. */
  readonly why: string
  /** Packages allowed by value; absent means any declared dependency and Node's own modules. */
  readonly packages?: readonly string[]
}

const MODEL = ['model/core', 'model/schema'] as const
const SHARED = [...MODEL, 'config', 'telemetry'] as const
const MIDDLE = ['privacy', 'openai', 'db', 'rules', 'dlp'] as const

export const BORDERS = {
  'model/core': {
    values: [],
    types: [],
    packages: [],
    why: 'model/core imports nothing: workflows bundle it, and every room stands on it',
  },
  'model/schema': {
    values: ['model/core'],
    types: [],
    why: 'model is the vocabulary; it knows model/core and no room above it',
  },
  privacy: {
    values: SHARED,
    types: [],
    why: 'the gate stands on model alone, so that nobody can widen it from outside',
  },
  openai: {
    values: SHARED,
    types: [],
    why: 'upstream clients know model alone; activities join them to the gate, the database and the budget',
  },
  db: {
    values: SHARED,
    types: ['privacy'],
    why: 'db knows model, and of privacy only types (`Retained`); it neither fetches nor judges',
  },
  rules: {
    values: [...SHARED, 'privacy'],
    types: [],
    why: 'rules are pure functions of model, and know of the gate what it keeps; activities feed them',
  },
  dlp: { values: SHARED, types: [], why: 'detectors and extractors know model alone; activities feed them' },
  evaluation: {
    values: [...SHARED, 'db', 'rules'],
    types: [],
    why: 'evaluation feeds rules with what is stored and writes what they say; it reads nothing upstream and no Temporal',
  },
  webhooks: {
    values: MODEL,
    types: [],
    why: 'webhooks signs and sends one request to a place that a person named; what is sent, when and again is decided elsewhere',
  },
  syslog: {
    values: MODEL,
    types: [],
    why: 'syslog frames messages and hands them to a collector; what they say, and which collector, is decided elsewhere',
  },
  destinations: {
    values: [...MODEL, 'webhooks', 'syslog'],
    types: [],
    why: 'destinations turn events into one message of their kind and send it once; which events, when and again is decided elsewhere',
  },
  activities: {
    values: [...SHARED, ...MIDDLE, 'evaluation', 'temporal', 'webhooks', 'destinations'],
    types: [],
    why: 'activities join the middle rooms; workflows, api and cli are above them',
  },
  workflows: {
    values: ['model/core'],
    types: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
    why: 'workflow code is replayed and bundled: the workflow SDK, model/core and types of activities, nothing else',
  },
  temporal: {
    values: SHARED,
    types: [],
    why: 'temporal knows how to reach, encrypt and name things in Temporal, and nothing of what runs there',
  },
  api: {
    values: [...SHARED, 'db', 'rules', 'evaluation', 'temporal', 'webhooks', 'destinations', 'syslog'],
    types: ['workflows'],
    why: 'the API reads db and rules, judges what is stored when a rule is saved, sends a ping where a person asks for one, and commands workflows by the names in model/core; other side effects belong to activities',
  },
  console: { values: [], types: ['api'], why: "the console speaks HTTP and knows only the API's types" },
  cli: {
    values: [...SHARED, 'syslog'],
    types: ['api'],
    why: 'a command speaks to the API over HTTP, and hands an export to a collector; only up, worker, api, migrate, simulate, doctor and probe start things',
  },
  simulator: {
    values: [],
    types: [],
    why: 'the simulator is a second opinion of OpenAI: sharing code with our clients would make both wrong together',
  },
  embedded: { values: [], types: [], why: 'embedded services know nothing of what runs on them' },
  telemetry: {
    values: [...MODEL, 'config'],
    types: [],
    why: 'telemetry is used by all and uses only config',
  },
  config: { values: [], types: [], why: 'config is read by all and stands on nothing' },
} as const satisfies Record<Room, Border>

/** Commands that start things, each a file, a folder or a `-role`: they may import every room but the console. */
const STARTERS = ['up', 'worker', 'api', 'migrate', 'simulate', 'doctor', 'probe'] as const

const STARTER_FILE = new RegExp(`^src/cli/(${STARTERS.join('|')})(/|[.]ts$|-role[.]ts$|-run[.]ts$)`)

const UNIT_TEST = /[.]test[.]tsx?$/

export interface Import {
  /** Path of a file from the root of the project, or the name of a package. */
  readonly target: string
  readonly kind: 'file' | 'package'
  readonly typeOnly: boolean
}

/** Why `file` may not import this; undefined when it may. `devPackages` are those that production lacks. */
export function whyForbidden(
  file: string,
  imported: Import,
  devPackages: ReadonlySet<string>,
): string | undefined {
  const room = roomOf(file)
  if (room === undefined) return NO_SUCH_ROOM
  return imported.kind === 'package'
    ? forbiddenPackage(file, room, imported, devPackages)
    : forbiddenFile(file, room, imported)
}

const NO_SUCH_ROOM =
  'src: no such room: every file of src lives in a room of ARCHITECTURE.md; a new room needs its border here'

function forbiddenFile(file: string, room: Room, { target, typeOnly }: Import): string | undefined {
  if (/^(test|bench|scripts)\//.test(target)) {
    return UNIT_TEST.test(file) ? undefined : 'src: outside: src ships; test, bench and scripts do not'
  }
  if (!target.startsWith('src/')) return undefined
  const other = roomOf(target)
  if (other === undefined) return NO_SUCH_ROOM
  if (other === room) return undefined
  if (STARTER_FILE.test(file)) return other === 'console' ? `cli: ${BORDERS.cli.why}` : undefined
  const border: Border = BORDERS[room]
  const allowed = typeOnly ? [...border.values, ...border.types] : border.values
  if (allowed.includes(other)) return undefined
  return `${room}: ${typeOnly ? 'types' : 'code'} of another room: ${border.why}`
}

function forbiddenPackage(
  file: string,
  room: Room,
  { target, typeOnly }: Import,
  devPackages: ReadonlySet<string>,
): string | undefined {
  if (typeOnly || UNIT_TEST.test(file)) return undefined
  const { packages, why }: Border = BORDERS[room]
  if (packages !== undefined && !packages.includes(target)) return `${room}: package: ${why}`
  if (!devPackages.has(target)) return undefined
  return 'src: development package: production installs `dependencies` only; move it there, or the code to test'
}

/** `src/model/core/ids.ts` is of the room `model/core`, `src/config.ts` of `config`. */
function roomOf(path: string): Room | undefined {
  const [, first = '', second = ''] = path.split('/')
  const names = [first.replace(/^config([.]test)?[.]ts$/, 'config'), `${first}/${second}`]
  return names.find((name): name is Room => Object.hasOwn(BORDERS, name))
}
