import type { IForbiddenRuleType } from 'dependency-cruiser'

/**
 * "Who may import whom" as data. Every room names what it may import by value and what only as types; all
 * else is refused. A type-only import vanishes when the program runs, so it cannot drag code across a border;
 * it is still listed, because types tie rooms together too.
 */

type Target = Room | 'workflow-names'

type Room =
  | 'model/core'
  | 'model/schema'
  | 'privacy'
  | 'openai'
  | 'db'
  | 'rules'
  | 'dlp'
  | 'activities'
  | 'workflows'
  | 'temporal'
  | 'api'
  | 'console'
  | 'cli'
  | 'simulator'
  | 'embedded'
  | 'telemetry'
  | 'config'

interface Border {
  /** Rooms whose code this room may use. Its own is always allowed. */
  readonly values: readonly Target[]
  /** Rooms whose types this room may name, beyond `values`. */
  readonly types: readonly Target[]
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
  rules: { values: SHARED, types: [], why: 'rules are pure functions of model; activities feed them' },
  dlp: { values: SHARED, types: [], why: 'detectors and extractors know model alone; activities feed them' },
  activities: {
    values: [...SHARED, ...MIDDLE, 'temporal'],
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
    values: [...SHARED, 'db', 'rules', 'temporal', 'workflow-names'],
    types: ['workflows'],
    why: 'the API reads db and rules and commands workflows by name; side effects belong to activities',
  },
  console: { values: [], types: ['api'], why: "the console speaks HTTP and knows only the API's types" },
  cli: {
    values: SHARED,
    types: ['api'],
    why: 'a command speaks to the API over HTTP; only up, worker, api, migrate, simulate, doctor and probe start things',
  },
  simulator: {
    values: SHARED,
    types: [],
    why: 'the simulator is a second opinion of OpenAI: sharing code with our clients would make both wrong together',
  },
  embedded: { values: SHARED, types: [], why: 'embedded services know nothing of what runs on them' },
  telemetry: {
    values: [...MODEL, 'config'],
    types: [],
    why: 'telemetry is used by all and uses only config',
  },
  config: { values: MODEL, types: [], why: 'config is read by all and stands on model alone' },
} as const satisfies Record<Room, Border>

/** Commands that start things, each a file or a folder of `src/cli`: they may import every room but the console. */
const STARTERS = ['up', 'worker', 'api', 'migrate', 'simulate', 'doctor', 'probe'] as const

const STARTER_FILES = `^src/cli/(${STARTERS.join('|')})(/|[.]|-)`

const ROOM_FILES: Record<Target, string> = {
  'model/core': '^src/model/core/',
  'model/schema': '^src/model/schema/',
  privacy: '^src/privacy/',
  openai: '^src/openai/',
  db: '^src/db/',
  rules: '^src/rules/',
  dlp: '^src/dlp/',
  activities: '^src/activities/',
  workflows: '^src/workflows/',
  temporal: '^src/temporal/',
  'workflow-names': '^src/workflows/names[.]ts$',
  api: '^src/api/',
  console: '^src/console/',
  cli: '^src/cli/',
  simulator: '^src/simulator/',
  embedded: '^src/embedded/',
  telemetry: '^src/telemetry/',
  config: '^src/config[.]ts$',
}

const UNIT_TESTS = '[.]test[.]ts$'
const NOT_TYPES = { dependencyTypesNot: ['type-only' as const] }

function roomRules([room, border]: [string, Border]): IForbiddenRuleType[] {
  const own = ROOM_FILES[room as Room]
  const from = { path: own, ...(room === 'cli' ? { pathNot: STARTER_FILES } : {}) }
  const values = [own, ...border.values.map((target) => ROOM_FILES[target])]
  const types = [...values, ...border.types.map((target) => ROOM_FILES[target])]
  return [
    {
      name: `${room}: code of another room`,
      severity: 'error',
      comment: border.why,
      from,
      to: { path: '^src/', pathNot: values, ...NOT_TYPES },
    },
    {
      name: `${room}: types of another room`,
      severity: 'error',
      comment: border.why,
      from,
      to: { path: '^src/', pathNot: types, dependencyTypes: ['type-only'] },
    },
    ...(border.packages === undefined ? [] : [packageRule(room as Room, border.why, border.packages)]),
  ]
}

function packageRule(room: Room, why: string, packages: readonly string[]): IForbiddenRuleType {
  return {
    name: `${room}: package`,
    severity: 'error',
    comment: `${why}; by value it may use ${packages.length === 0 ? 'no package' : packages.join(' and ')}`,
    from: { path: ROOM_FILES[room], pathNot: UNIT_TESTS },
    to: {
      pathNot: ['^src/', ...packages.map((name) => `(^|node_modules/)${name}(/|$)`)],
      ...NOT_TYPES,
    },
  }
}

const EVERYWHERE: IForbiddenRuleType[] = [
  {
    name: 'src: outside',
    severity: 'error',
    comment: 'src ships; test, bench and scripts do not',
    from: { path: '^src/', pathNot: UNIT_TESTS },
    to: { path: '^(test|bench|scripts)/' },
  },
  {
    name: 'src: development package',
    severity: 'error',
    comment: 'the production image installs `dependencies` only; move the package there, or the code to test',
    from: { path: '^src/', pathNot: UNIT_TESTS },
    to: { dependencyTypes: ['npm-dev'], ...NOT_TYPES },
  },
  {
    name: 'src: no such room',
    severity: 'error',
    comment:
      'every file of src lives in a room of ARCHITECTURE.md (or is config.ts); a new room needs its border here',
    from: {},
    to: { path: '^src/', pathNot: Object.values(ROOM_FILES) },
  },
]

export const FORBIDDEN: IForbiddenRuleType[] = [...Object.entries(BORDERS).flatMap(roomRules), ...EVERYWHERE]
