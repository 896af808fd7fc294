import { describe, expect, test } from 'vitest'
import { freshId, newWorld } from '../../test/support/entity-world.ts'
import type { ProbeSummary } from '../activities/contract.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { COMMANDS } from '../model/core/commands.ts'
import { asFindingId } from '../model/core/ids.ts'
import { collectNow, recheckIsFull, refusal, requestTest } from './entity-commands.ts'
import { requestRecheck, runStarted } from './entity-runs.ts'
import type { EntityState } from './entity-state.ts'

const actor = SYSTEM_ACTOR
const NOTHING: ProbeSummary = { granted: [], awaiting: [], denied: [], rejected: [] }
const fresh = () => newWorld().state
const connected: EntityState = { ...fresh(), probe: { ...NOTHING, granted: ['platform.project_read'] } }
const ids = () => ({ full: freshId(), incremental: freshId() })

describe('what is refused, with the way out in the words', () => {
  test('nothing that makes sense to an integration that is well', () => {
    const refused = COMMANDS.filter((command) => refusal(connected, command) !== null)
    expect(refused).toEqual(['resume'])
  })

  test('everything, once it is being disconnected', () => {
    for (const command of COMMANDS)
      expect(refusal({ ...connected, closing: true }, command)).toContain('as a new one')
  })

  test('Collect Now before the first test has ended, while paused, and where nothing can be read', () => {
    expect(refusal(fresh(), 'collectNow')).toContain('still being tested')
    expect(refusal({ ...connected, pausedNote: 'an audit is on' }, 'collectNow')).toContain('Resume it')
    const refusedKeys: EntityState = { ...connected, probe: NOTHING }
    expect(refusal(refusedKeys, 'collectNow')).toContain('See the connection test')
    const awaiting: EntityState = { ...refusedKeys, access: { sinceMs: 0, nextProbeAtMs: 1 } }
    expect(refusal(awaiting, 'collectNow')).toContain('starts by itself')
  })

  test('a recheck as Collect Now, and where a key was refused: who rechecks wants an answer now', () => {
    expect(refusal(fresh(), 'recheck')).toContain('still being tested')
    expect(refusal({ ...connected, pausedNote: 'an audit is on' }, 'recheck')).toContain('Resume it')
    const awaiting = { ...connected, probe: NOTHING, access: { sinceMs: 0, nextProbeAtMs: 1 } }
    expect(refusal(awaiting, 'recheck')).toContain('starts by itself')
    const attention = { code: 'invalid_key', credentialKind: 'compliance_key' }
    expect(refusal({ ...connected, attention }, 'recheck')).toContain('replace the credential')
    expect(refusal({ ...connected, attention }, 'collectNow')).toBeNull()
  })

  test('the twenty-first finding of one recheck, unless it is among the twenty', () => {
    const finding = (n: number) => asFindingId(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`)
    let state = connected
    for (let n = 0; n < 20; n += 1) {
      expect(recheckIsFull(state, finding(n))).toBeNull()
      state = requestRecheck(state, { actor, findingId: finding(n), runId: freshId() }).state
    }
    expect(recheckIsFull(state, finding(3))).toBeNull()
    expect(recheckIsFull(state, finding(20))).toContain('Collect Now')
    expect(recheckIsFull(runStarted(state, 'recheck', 1_000), finding(20))).toBeNull()
  })

  test('pause and resume, where they change nothing', () => {
    const paused = { ...connected, pausedNote: 'an audit is on' }
    expect([refusal(connected, 'pause'), refusal(paused, 'resume')]).toEqual([null, null])
    expect(refusal(paused, 'pause')).toContain('paused already')
    expect(refusal(connected, 'resume')).toContain('not paused')
  })

  test('the eleventh connection test in line, whichever command asks for it', () => {
    let state = connected
    for (let n = 0; n < 10; n += 1) {
      expect(refusal(state, 'testConnection')).toBeNull()
      state = requestTest(state, 'asked', actor, freshId())
    }
    for (const command of ['testConnection', 'connect', 'replaceCredentials'] as const)
      expect(refusal(state, command)).toContain('10 connection tests are waiting')
    expect(refusal(state, 'collectNow')).toBeNull()
  })
})

test('Collect Now asks both lanes, and whoever asks again hears which runs it joined', () => {
  const first = collectNow(connected, { actor, runIds: ids() })
  expect(first.result).toMatchObject({
    full: { runNo: 1, kind: 'full', joined: false },
    incremental: { runNo: 2, kind: 'incremental', joined: false },
  })
  const again = collectNow(first.state, { actor, runIds: ids() })
  expect(again.state).toEqual(first.state)
  expect(again.result.full).toEqual({ ...first.result.full, joined: true })
  const started = runStarted(first.state, 'full', 0)
  expect(collectNow(started, { actor, runIds: ids() }).result.full).toEqual({
    ...first.result.full,
    joined: true,
  })
})

test('a connection test has a number in line, and one of a run only where it has a row', () => {
  const runId = freshId()
  const asked = requestTest(connected, 'asked', actor, runId)
  const probed = requestTest(asked, 'access', actor, null)
  expect(probed.tests).toEqual([
    { testNo: 1, reason: 'asked', actor, run: { runId, runNo: 1 } },
    { testNo: 2, reason: 'access', actor, run: null },
  ])
  expect([probed.nextRunNo, probed.nextTestNo]).toEqual([2, 3])
})
