import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { World } from '../../test/support/entity-world.ts'
import {
  dead,
  doDuty,
  dutyOf,
  ended,
  freshId,
  newWorld,
  openIn,
  stranger,
} from '../../test/support/entity-world.ts'
import type { ProbeSummary } from '../activities/contract.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { CAPABILITIES } from '../model/core/capabilities.ts'
import type { Command } from '../model/core/commands.ts'
import { COMMANDS } from '../model/core/commands.ts'
import { asFindingId } from '../model/core/ids.ts'
import { SCHEDULE_KINDS } from '../model/core/names.ts'
import { canMovePhase, PHASES } from '../model/core/phases.ts'
import type { Lane, LaneKind } from '../model/core/runs.ts'
import { LANES } from '../model/core/runs.ts'
import { collectNow, refusal, requestTest } from './entity-commands.ts'
import { entityDetails } from './entity-details.ts'
import { wakeAt } from './entity-duties.ts'
import { credentialRejected, testEnded, testLost, tick } from './entity-events.ts'
import { phaseNote, phaseOf } from './entity-phase.ts'
import { checkRunAt, requestRecheck, runEnded } from './entity-runs.ts'
import type { EntityState } from './entity-state.ts'

/**
 * The laws of the state machine, over random sequences in which commands and news come between any
 * two duties of the main loop, as they do in a workflow.
 */
type Step = readonly [name: string, take: (world: World) => World]

const ids = () => ({ full: freshId(), incremental: freshId() })
const actor = SYSTEM_ACTOR
const FINDING = asFindingId('01890000-0000-7000-8000-00000000f1d0')

const NOTHING: ProbeSummary = { granted: [], awaiting: [], denied: [], rejected: [] }
const PROBES: readonly ProbeSummary[] = [
  { ...NOTHING, granted: CAPABILITIES },
  { ...NOTHING, awaiting: CAPABILITIES },
  { ...NOTHING, granted: ['platform.project_read'], awaiting: ['chatgpt.gpts_read'] },
  { ...NOTHING, rejected: [{ kind: 'compliance_key', code: 'invalid_key' }] },
]

const onState =
  (change: (state: EntityState, nowMs: number) => EntityState): Step[1] =>
  (world) => ({ ...world, state: change(world.state, world.nowMs) })

/** A command as the handlers take it: refused, it changes nothing. */
const COMMAND_STEPS: Readonly<Record<Command, (state: EntityState) => EntityState>> = {
  connect: (state) => requestTest(state, 'connect', actor, freshId()),
  testConnection: (state) => requestTest(state, 'asked', actor, freshId()),
  replaceCredentials: (state) => requestTest(state, 'credentials', actor, freshId()),
  collectNow: (state) => collectNow(state, { actor, runIds: ids() }).state,
  recheck: (state) => requestRecheck(state, { actor, findingId: FINDING, runId: freshId() }).state,
  setMode: (state) => ({ ...state, modeWanted: 'none' }),
  pause: (state) => ({ ...state, pausedNote: 'a reason' }),
  resume: (state) => ({ ...state, pausedNote: null }),
  disconnect: (state) => ({ ...state, closing: true }),
}

const command = (name: Command): Step => [
  name,
  onState((state) => (refusal(state, name) === null ? COMMAND_STEPS[name](state) : state)),
]

/** The test under way ends so, if there is one. */
const endTest =
  (end: (state: EntityState, nowMs: number) => EntityState): Step[1] =>
  (world) =>
    world.testUnderWay ? { ...world, testUnderWay: false, state: end(world.state, world.nowMs) } : world

/** The lane's run ends: it closes its row and tells, or its news is lost, or it is terminated and does neither. */
const ENDS = ['told', 'untold', 'terminated'] as const
const endRun =
  (lane: Lane, how: (typeof ENDS)[number]): Step[1] =>
  (world) => {
    const row = openIn(world, lane)
    if (row === null || !world.alive.has(row.runId)) return world
    if (how === 'terminated') return dead(world, row.runId)
    const next = ended(world, row.runId)
    return how === 'untold' ? next : { ...next, state: runEnded(next.state, lane, row.runNo) }
  }

const KIND_IN: Readonly<Record<Lane, readonly LaneKind[]>> = {
  full: ['full'],
  incremental: ['incremental', 'key_check'],
  recheck: ['recheck'],
}

const LANE_STEPS: fc.Arbitrary<Step> = fc.constantFrom(...LANES).chain((lane) =>
  fc.oneof(
    fc.constantFrom(...ENDS).map<Step>((how) => [`run of ${lane} ends, ${how}`, endRun(lane, how)]),
    fc.constant<Step>([`late news of ${lane}`, onState((state) => runEnded(state, lane, 1))]),
    fc.constant<Step>([`${lane} carried over`, onState((state) => checkRunAt(state, lane, 0))]),
    fc
      .tuple(fc.constantFrom(...KIND_IN[lane]), fc.boolean())
      .map<Step>(([kind, lives]) => [
        `stranger ${kind}, lives: ${lives}`,
        (world) => stranger(world, lane, kind, lives),
      ]),
  ),
)

const STEPS: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Step>(['duty', doDuty]) },
  { weight: 4, arbitrary: fc.constantFrom(...COMMANDS.filter((name) => name !== 'disconnect')).map(command) },
  { weight: 2, arbitrary: fc.constant<Step>(command('collectNow')) },
  { weight: 3, arbitrary: LANE_STEPS },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...PROBES)
      .map<Step>((probe) => ['test ends', endTest((state, nowMs) => testEnded(state, probe, nowMs, ids()))]),
  },
  { weight: 1, arbitrary: fc.constant<Step>(['test lost', endTest(testLost)]) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...SCHEDULE_KINDS)
      .map<Step>((kind) => [`tick ${kind}`, onState((state) => tick(state, { kind, runId: freshId() }))]),
  },
  {
    weight: 1,
    arbitrary: fc.nat(2).map<Step>((behind) => [
      'credential rejected',
      onState((state) => {
        const epoch = state.credentialsEpoch - behind
        const code = 'invalid_key'
        return credentialRejected(state, { runNo: null, credentialKind: 'admin_key', code, epoch })
      }),
    ]),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1_000, 3_700_000, 40 * 86_400_000)
      .map<Step>((ms) => [`${ms} ms pass`, (world) => ({ ...world, nowMs: world.nowMs + ms })]),
  },
)

type Check = (after: World, before: World, name: string) => void

/** So that a counterexample reads as what happened. */
const named = ([name, take]: Step) => ({ name, take, [fc.toStringMethod]: () => name })

/** Walks, and checks each step; `settle` then lets the loop come to rest. */
function laws(check: Check, atRest: (world: World) => void = () => undefined): void {
  const property = fc.property(
    fc.array(STEPS.map(named), { minLength: 30, maxLength: 150, size: 'max' }),
    (steps) => {
      let world: World = doDuty({ ...newWorld(), state: COMMAND_STEPS.connect(newWorld().state) })
      for (const { name, take } of steps) {
        const next = take(world)
        check(next, world, name)
        world = next
      }
      atRest(settled(world, check))
    },
  )
  fc.assert(property, { numRuns: 200 })
}

function settled(world: World, check: Check): World {
  let now = world
  for (let duties = 0; duties < 100; duties += 1) {
    if (dutyOf(now) === null) return now
    const next = doDuty(now)
    check(next, now, 'duty')
    now = next
  }
  throw new Error('the loop does not come to rest')
}

test('a lane has at most one run that lives, and is held for none without looking at it', () => {
  laws(({ rows, alive, state, nowMs }) => {
    for (const lane of LANES) {
      const living = rows.filter((row) => row.lane === lane && alive.has(row.runId))
      expect(living.length).toBeLessThanOrEqual(1)
      const { open } = state.lanes[lane]
      if (open === null) continue
      expect(open.checkAtMs, 'one that died unheard is missed').toBeLessThanOrEqual(
        nowMs + state.timings.runCheckEveryMs,
      )
    }
  })
})

test('of each kind at most one run waits, and what waits leaves the line only to be started', () => {
  laws((after, before) => {
    for (const lane of LANES) {
      const { waiting, open } = after.state.lanes[lane]
      expect(new Set(waiting.map(({ kind }) => kind)).size).toBe(waiting.length)
      const known = [...waiting, ...(open === null ? [] : [open])].map(({ runId }) => runId)
      for (const { runId } of before.state.lanes[lane].waiting) expect(known).toContain(runId)
    }
  })
})

test('run numbers strictly increase, and so order the fences of a lane', () => {
  laws(({ rows, state }, before) => {
    expect(state.nextRunNo).toBeGreaterThanOrEqual(before.state.nextRunNo)
    for (const lane of LANES) {
      const numbers = rows.filter((row) => row.lane === lane).map(({ runNo }) => runNo)
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
      const waiting = state.lanes[lane].waiting.map(({ runNo }) => runNo)
      expect(waiting).toEqual([...new Set(waiting)].toSorted((a, b) => a - b))
      for (const runNo of waiting) expect(runNo).toBeLessThan(state.nextRunNo)
    }
  })
})

test('there is always one phase with its words, and it moves as the table says', () => {
  laws(({ state }, before) => {
    const phase = phaseOf(state)
    expect(PHASES).toContain(phase)
    expect(() => [phaseNote(state), entityDetails(state)]).not.toThrow()
    const last = phaseOf(before.state)
    expect(phase === last || canMovePhase(last, phase), `${last} to ${phase}`).toBe(true)
  })
})

test('an entity that closes refuses every command, whatever comes', () => {
  laws(({ state }) => {
    const closing = { ...state, closing: true }
    for (const name of COMMANDS) expect(refusal(closing, name)).not.toBeNull()
    expect(phaseOf(closing)).toBe('disconnecting')
    for (const kind of SCHEDULE_KINDS) expect(tick(closing, { kind, runId: freshId() })).toBe(closing)
  })
})

/** What the entity owes, each by a name. */
const owed = ({ state }: World): readonly string[] => [
  ...state.tests.map(({ testNo }) => `test ${testNo}`),
  ...(state.modeWanted === null ? [] : ['mode']),
  ...(state.toldEpoch < state.credentialsEpoch ? ['tell'] : []),
]

test('what is owed is owed until it is done: no news and no other duty makes it forgotten', () => {
  laws((after, before, name) => {
    const still = owed(after)
    const gone = owed(before).filter((one) => !still.includes(one))
    const duty = name === 'duty' ? dutyOf(before)?.do : null
    for (const one of gone) {
      if (one === 'mode') expect(duty).toBe('applyMode')
      if (one === 'tell') expect(duty).toBe('tellRuns')
      if (!one.startsWith('test ')) continue
      expect(name).toMatch(/^test (ends|lost)$/)
      expect(one, 'the one that ended').toBe(`test ${before.state.tests[0]?.testNo}`)
    }
  })
})

test('left alone, the loop comes to rest with nothing left to do, and wakes for whatever falls due', () => {
  laws(
    () => undefined,
    (world) => {
      const { state, nowMs } = world
      expect(state.applied.phase).toBe(phaseOf(state))
      expect([state.modeWanted, state.toldEpoch]).toEqual([null, state.credentialsEpoch])
      for (const lane of LANES) {
        const { open, waiting } = state.lanes[lane]
        if (open === null && state.pausedNote === null && state.probe !== null) expect(waiting).toEqual([])
      }
      const wakeAtMs = wakeAt(state) ?? Number.POSITIVE_INFINITY
      for (const later of [1, 3_599_999, 3_600_000, 29 * 86_400_000, 31 * 86_400_000]) {
        if (nowMs + later < wakeAtMs) expect(dutyOf(world, nowMs + later)).toBeNull()
      }
      if (Number.isFinite(wakeAtMs)) expect(dutyOf(world, wakeAtMs)).not.toBeNull()
    },
  )
})
