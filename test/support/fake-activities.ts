import type { Activities, ProbeSummary, RunPlan } from '../../src/activities/contract.ts'
import type { Lane } from '../../src/model/core/runs.ts'
import type { SliceInput, SliceResult } from '../../src/model/core/slices.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'

/** Everything granted on both planes. */
export const ALL_GRANTED: ProbeSummary = {
  granted: [...new Set(STREAM_NAMES.map((name) => STREAMS[name].capability))],
  awaiting: [],
  denied: [],
  rejected: [],
}

export interface Call {
  readonly name: keyof Activities
  readonly input: unknown
}

/** Activities that remember who called them; each can be replaced by a test. */
export interface Fakes {
  readonly activities: Activities
  readonly calls: readonly Call[]
  named<Name extends keyof Activities>(name: Name): readonly Parameters<Activities[Name]>[0][]
}

export function fakeActivities(overrides: Partial<Activities> = {}): Fakes {
  const calls: Call[] = []
  const nothing = async () => undefined
  const base: Activities = {
    openRun: async () => ({ opened: true }),
    planRun: async ({ lane }): Promise<RunPlan> => ({
      streams: SOME_STREAMS[lane].map((stream) => ({ stream, verdict: 'read' })),
    }),
    planRereads: async () => ({ streams: [], ruleIds: [] }),
    setRunStage: nothing,
    setStreamState: nothing,
    finishRun: nothing,
    describeRun: async () => ({ open: true, state: 'running' }),
    terminateRun: nothing,
    probeCapabilities: async () => ALL_GRANTED,
    setPhase: nothing,
    syncSchedules: nothing,
    deleteSchedules: nothing,
    applyMode: nothing,
    shredIntegration: nothing,
    sendTick: nothing,
    planRecheck: async ({ findingIds }) => ({
      streams: [{ stream: 'chatgpt.gpts', targets: ['g-1'] }],
      findings: findingIds.map((findingId) => ({ findingId, streams: ['chatgpt.gpts'], hindered: null })),
    }),
    judgeRecheck: async ({ findings }) =>
      findings.map(({ findingId, hindered }) => ({
        findingId,
        result: hindered === null ? 'resolved' : 'not_evaluated',
        obstacle: hindered?.obstacle ?? null,
        cause: hindered?.cause ?? null,
      })),
    collectSlice: async (_: SliceInput): Promise<SliceResult> => DONE,
    evaluateRules: async () => ({ evaluated: 0, opened: 0, resolved: 0 }),
    dispatchOutbox: async () => ({ events: 0, deliveries: 0 }),
  }
  const made = { ...base, ...overrides }
  const activities = Object.fromEntries(
    Object.entries(made).map(([name, work]) => [
      name,
      async (input: never) => {
        calls.push({ name: name as keyof Activities, input })
        return await work(input)
      },
    ]),
  ) as unknown as Activities
  return {
    activities,
    calls,
    named: (name) => calls.filter((call) => call.name === name).map(({ input }) => input) as never,
  }
}

export const DONE: SliceResult = { state: 'done', pages: 1, records: 1, quarantined: 0 }
export const MORE: SliceResult = { state: 'more', pages: 1, records: 1, quarantined: 0 }

/** Enough streams for both planes, parents and children, and every stage; not all, since each costs a workflow. */
const SOME_STREAMS: Readonly<Record<Lane, readonly StreamName[]>> = {
  full: [
    'platform.users',
    'platform.invites',
    'platform.projects',
    'platform.project_keys',
    'chatgpt.users',
    'chatgpt.gpts',
    'chatgpt.gpt_configs',
  ],
  incremental: ['platform.audit_logs', 'logs.AUTH_LOG'],
  recheck: [],
}

/** A gate that slices wait at until the test opens it. */
export function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const pass = async (): Promise<SliceResult> => {
    await promise
    return DONE
  }
  return { pass, open: resolve }
}
