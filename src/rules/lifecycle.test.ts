import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FindingState } from '../model/core/findings.ts'
import { FINDING_TRANSITIONS } from '../model/core/findings.ts'
import { asFindingId } from '../model/core/ids.ts'
import { SEVERITIES } from '../model/core/severity.ts'
import type { Failing, FindingChange, NewsItem, ResolvedBecause, StoredFinding } from './lifecycle.ts'
import { dueAt, onFailure, onRelief, reliefOf } from './lifecycle.ts'

const T0 = '2026-11-22T00:00:00.000Z'
const hoursOn = (hours: number): string => new Date(Date.parse(T0) + hours * 3_600_000).toISOString()

const failing = (more: Partial<Failing> = {}): Failing => ({
  ruleVersion: 1,
  severity: { severity: 'high', reason: null },
  evidence: { host: 'a.example' },
  moving: { age_days: 1 },
  ...more,
})

const stored = (more: Partial<StoredFinding> = {}): StoredFinding => ({
  id: asFindingId('finding'),
  state: 'open',
  triage: 'new',
  effectiveSeverity: 'high',
  severityReason: null,
  evidence: { host: 'a.example', age_days: 1 },
  ruleVersion: 1,
  lastEvaluatedAt: T0,
  dueAt: dueAt('high', T0),
  ...more,
})

const kinds = (change: FindingChange): string[] =>
  change.change === 'none' ? [] : change.news.map(({ kind }) => kind)

describe('a failing verdict', () => {
  test('opens, due by its effective severity', () => {
    expect(onFailure(null, failing(), T0)).toEqual({
      change: 'open',
      dueAt: '2026-11-29T00:00:00.000Z',
      news: [{ kind: 'opened', detail: { severity: 'high', reason: null } }],
    })
  })

  test('is no news where only time has passed', () => {
    const change = onFailure(stored(), failing({ moving: { age_days: 2 } }), hoursOn(24))
    expect(change).toMatchObject({ change: 'keep', state: 'open', dueAt: stored().dueAt, news: [] })
  })

  test('is news where evidence differs, naming what but no value', () => {
    const change = onFailure(stored(), failing({ evidence: { host: 'b.example', auth: 'none' } }), hoursOn(1))
    expect(change).toMatchObject({
      news: [{ kind: 'updated', detail: { changed: ['auth', 'host'], rule_version: 1 } }],
    })
  })

  test('moves the due date with the severity', () => {
    const change = onFailure(
      stored(),
      failing({ severity: { severity: 'critical', reason: 'public' } }),
      hoursOn(2),
    )
    expect(change).toMatchObject({ dueAt: dueAt('critical', hoursOn(2)) })
    expect(change).toMatchObject({
      news: [{ kind: 'severity_changed', detail: { from: 'high', to: 'critical', reason: 'public' } }],
    })
  })

  test('reopens what was resolved', () => {
    expect(onFailure(stored({ state: 'resolved' }), failing(), hoursOn(3))).toMatchObject({
      change: 'reopen',
      state: 'reopened',
      dueAt: dueAt('high', hoursOn(3)),
    })
  })

  test('older than the last evaluation says nothing', () => {
    expect(onFailure(stored({ lastEvaluatedAt: hoursOn(1) }), failing(), T0)).toEqual({ change: 'none' })
    expect(onRelief(stored({ lastEvaluatedAt: hoursOn(1) }), { because: 'passes' }, T0)).toEqual({
      change: 'none',
    })
  })
})

test('what resolves and what does not', () => {
  expect(reliefOf({ result: 'pass' })).toEqual({ because: 'passes' })
  expect(reliefOf({ result: 'skipped', reason: 'deactivated' })).toEqual({
    because: 'out_of_scope',
    reason: 'deactivated',
  })
  expect(reliefOf({ result: 'not_evaluated', reason: 'value_absent_upstream', detail: '' })).toBeNull()
  expect(kinds(onRelief(stored(), null, hoursOn(1)))).toEqual([])
  expect(kinds(onRelief(null, { because: 'passes' }, hoursOn(1)))).toEqual([])
  expect(kinds(onRelief(stored({ state: 'resolved' }), { because: 'passes' }, hoursOn(1)))).toEqual([])
  expect(kinds(onRelief(stored({ state: 'reopened' }), { because: 'asset_gone' }, hoursOn(1)))).toEqual([
    'resolved',
  ])
})

// --- Any sequence of verdicts ----------------------------------------------------------------------

type Step =
  | { readonly kind: 'fail'; readonly failing: Failing }
  | { readonly kind: 'relief'; readonly because: ResolvedBecause }
  | { readonly kind: 'not_evaluated' }

interface World {
  readonly finding: StoredFinding | null
  readonly reopened: number
  readonly news: readonly NewsItem[]
}

const EMPTY: World = { finding: null, reopened: 0, news: [] }

/** What the database does with a change. */
function apply(world: World, step: Step, now: string): World {
  if (step.kind === 'not_evaluated') {
    return applied(world, onRelief(world.finding, null, now), null, now)
  }
  if (step.kind === 'relief') return applied(world, onRelief(world.finding, step.because, now), null, now)
  return applied(world, onFailure(world.finding, step.failing, now), step.failing, now)
}

function applied(world: World, change: FindingChange, failed: Failing | null, now: string): World {
  if (change.change === 'none') return world
  const news = [...world.news, ...change.news]
  if (change.change === 'resolve') {
    const finding = world.finding && { ...world.finding, state: 'resolved' as const, lastEvaluatedAt: now }
    return { ...world, finding, news }
  }
  if (!failed) throw new Error('only a failure opens, keeps and reopens')
  const finding = stored({
    state: change.change === 'open' ? 'open' : change.state,
    effectiveSeverity: failed.severity.severity,
    severityReason: failed.severity.reason,
    evidence: { ...failed.evidence, ...failed.moving },
    ruleVersion: failed.ruleVersion,
    lastEvaluatedAt: now,
    dueAt: change.dueAt,
  })
  return { finding, reopened: world.reopened + (change.change === 'reopen' ? 1 : 0), news }
}

const failures = fc.record({
  kind: fc.constant('fail' as const),
  failing: fc.record({
    ruleVersion: fc.integer({ min: 1, max: 2 }),
    severity: fc.record({
      severity: fc.constantFrom(...SEVERITIES),
      reason: fc.constantFrom(null, 'because'),
    }),
    evidence: fc.record({ host: fc.constantFrom('a.example', 'b.example') }),
    moving: fc.record({ age_days: fc.nat(400) }),
  }),
})

const steps = fc.array(
  fc.oneof(
    failures,
    fc.record({ kind: fc.constant('relief' as const), because: fc.constant({ because: 'passes' as const }) }),
    fc.record({ kind: fc.constant('not_evaluated' as const) }),
  ),
  { maxLength: 30 },
)

const count = (world: World, kind: NewsItem['kind']): number =>
  world.news.filter((item) => item.kind === kind).length

describe('whatever verdicts follow each other', () => {
  test('states only move as they may, and the history tells the state', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let world = EMPTY
        sequence.forEach((step, index) => {
          const before: FindingState | undefined = world.finding?.state
          world = apply(world, step, hoursOn(index))
          const now = world.finding?.state
          if (before && now && before !== now) {
            expect(FINDING_TRANSITIONS[before] as readonly FindingState[]).toContain(now)
          }
          if (step.kind === 'not_evaluated') expect(now).toBe(before)
          if (step.kind === 'fail') expect(['open', 'reopened']).toContain(now)
          if (step.kind === 'relief' && now) expect(now).toBe('resolved')
        })
        expect(count(world, 'opened')).toBe(world.finding ? 1 : 0)
        expect(count(world, 'reopened')).toBe(world.reopened)
        const closed = count(world, 'resolved') - count(world, 'reopened')
        expect(closed).toBe(world.finding?.state === 'resolved' ? 1 : 0)
      }),
    )
  })

  test('a replay of the last step changes nothing and is no news', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let world = EMPTY
        sequence.forEach((step, index) => {
          world = apply(world, step, hoursOn(index))
          expect(apply(world, step, hoursOn(index))).toEqual(world)
        })
      }),
    )
  })

  test('verdicts that arrive late are dropped', () => {
    fc.assert(
      fc.property(steps, failures, (sequence, late) => {
        fc.pre(sequence.some(({ kind }) => kind === 'fail'))
        let world = EMPTY
        sequence.forEach((step, index) => {
          world = apply(world, step, hoursOn(index + 1))
        })
        expect(apply(world, late, T0)).toEqual(world)
      }),
    )
  })
})
