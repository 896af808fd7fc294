// What a test may switch while the simulator runs. Everything here changes answers, never the tenant itself, except
// for `canary` and `poison`, which change the text and shape of records as they are written.

export type FaultKind =
  | 'status5xx'
  | 'reset'
  | 'slow'
  | 'truncate'
  | 'badChecksum'
  | '429'
  | 'emptyPageNullCursor'
  | 'hasMoreForever'
  | 'boundaryRelist'
  | 'concatenatedLines'
  | 'duplicateLines'
  | 'expiredLink'

export const FAULT_KINDS = [
  'status5xx',
  'reset',
  'slow',
  'truncate',
  'badChecksum',
  '429',
  'emptyPageNullCursor',
  'hasMoreForever',
  'boundaryRelist',
  'concatenatedLines',
  'duplicateLines',
  'expiredLink',
] as const satisfies readonly FaultKind[]

export interface Fault {
  /** Method and route template, `*` standing for anything: `GET /v1/compliance/*\/logs`, `*`. Downloads are `GET download`. */
  readonly route: string
  readonly kind: FaultKind
  /** Chance that a matching request is hit; drawn from the seed and the request's number. Default 1. */
  readonly probability?: number
  /** Hit every Nth matching request in place of by chance. For faults of file contents: every Nth window. */
  readonly every?: number
  /** Stop after this many hits. */
  readonly count?: number
  readonly status?: number
  readonly retryAfter?: number | 'date' | 'none'
  readonly delayMs?: number
}

export type KeyKind = 'admin' | 'compliance' | 'project'

export interface ScenarioKey {
  readonly token: string
  readonly kind: KeyKind
  readonly scopes: readonly string[]
  readonly organizationId?: string
  readonly workspaceId?: string
  readonly revoked?: boolean
  readonly expiresAt?: string
}

export interface Poison {
  readonly nul: boolean
  readonly loneSurrogates: boolean
  readonly equalKeysInPage: boolean
  /** Streams that carry one extra record of a shape nobody has described. */
  readonly unknownShape: readonly string[]
}

export interface Scenario {
  readonly auditLoggingOff: boolean
  /** Until this instant the compliance key is valid but has no scopes; null: granted from the start. */
  readonly complianceGrantedAt: string | null
  readonly ipAllowListBlocks: boolean
  readonly revokedTokens: readonly string[]
  readonly legacyConversations: boolean
  readonly adminKeysIncludeProjectKeys: boolean
  /** Marker planted in every text of content class, so that a leak can be searched for. */
  readonly canary: string | null
  readonly keys: readonly ScenarioKey[]
  readonly poison: Poison
  readonly faults: readonly Fault[]
  readonly latencyMs: number
  /** Limits count by the strictest way there is, in place of a bucket. */
  readonly strictMinute: boolean
}

export type ScenarioPatch = { readonly [K in keyof Omit<Scenario, 'poison'>]?: Scenario[K] } & {
  readonly poison?: Partial<Poison>
}

export const CALM: Scenario = {
  auditLoggingOff: false,
  complianceGrantedAt: null,
  ipAllowListBlocks: false,
  revokedTokens: [],
  legacyConversations: false,
  adminKeysIncludeProjectKeys: false,
  canary: null,
  keys: [],
  poison: { nul: false, loneSurrogates: false, equalKeysInPage: false, unknownShape: [] },
  faults: [],
  latencyMs: 0,
  strictMinute: false,
}

/** Merges switches one level deep; an unknown switch is a mistake in the test, and said so. */
export function mergeScenario(base: Scenario, patch: ScenarioPatch): Scenario {
  for (const name of Object.keys(patch)) {
    if (!(name in CALM))
      throw new Error(`Unknown scenario switch "${name}". Known: ${Object.keys(CALM).join(', ')}.`)
  }
  for (const fault of patch.faults ?? []) {
    if (!FAULT_KINDS.includes(fault.kind)) {
      throw new Error(`Unknown fault "${String(fault.kind)}". Known: ${FAULT_KINDS.join(', ')}.`)
    }
  }
  const granted = patch.complianceGrantedAt
  if (typeof granted === 'string' && Number.isNaN(Date.parse(granted))) {
    throw new Error(`complianceGrantedAt must be an ISO instant or null, not "${granted}".`)
  }
  return { ...base, ...patch, poison: { ...base.poison, ...patch.poison } }
}

/** The switches in force now. `contentRevision` grows when what a log file says would change. */
export class ScenarioState {
  #current: Scenario
  #contentRevision = 0

  constructor(initial: ScenarioPatch = {}) {
    this.#current = mergeScenario(CALM, initial)
  }

  get current(): Scenario {
    return this.#current
  }

  get contentRevision(): number {
    return this.#contentRevision
  }

  merge(patch: ScenarioPatch): Scenario {
    this.#current = mergeScenario(this.#current, patch)
    if ('canary' in patch || 'poison' in patch || 'faults' in patch) this.#contentRevision += 1
    return this.#current
  }
}
