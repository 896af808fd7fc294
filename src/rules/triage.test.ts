import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TriageState } from '../model/core/findings.ts'
import { TRIAGE_STATES } from '../model/core/findings.ts'
import { asFindingId } from '../model/core/ids.ts'
import type { Failing, FindingChange, StoredFinding } from './lifecycle.ts'
import { onFailure, onRelief, triageWhenReopened } from './lifecycle.ts'
import type { Said, SaidNews, Wish } from './triage.ts'
import { newsOfText, newsOfWish } from './triage.ts'

test('a wish is news where it changes something, and says from what to what', () => {
  const stored: Said = { triage: 'new', assignee: 'Ada' }
  expect(newsOfWish(stored, {})).toEqual([])
  expect(newsOfWish(stored, { triage: 'new', assignee: 'Ada' })).toEqual([])
  expect(newsOfWish(stored, { triage: 'false_positive' })).toEqual([
    { kind: 'triaged', detail: { from: 'new', to: 'false_positive' } },
  ])
  expect(newsOfWish(stored, { assignee: null })).toEqual([
    { kind: 'assigned', detail: { from: 'Ada', to: null } },
  ])
  expect(newsOfText('Why?')).toEqual({ kind: 'commented', detail: { text: 'Why?' } })
})

test('what comes back is new again, but for what people have judged to be no finding at all', () => {
  expect(TRIAGE_STATES.map((triage) => [triage, triageWhenReopened(triage)])).toEqual([
    ['new', 'new'],
    ['in_review', 'new'],
    ['remediating', 'new'],
    ['false_positive', 'false_positive'],
  ])
})

// --- Any interleaving of both axes ----------------------------------------------------------------

type Step =
  | { readonly by: 'machine'; readonly verdict: 'fail' | 'pass' | 'unseen' }
  | ({ by: 'people' } & Wish)

const FAILING: Failing = {
  ruleVersion: 1,
  severity: { severity: 'high', reason: null },
  evidence: {},
  moving: {},
}
const hour = (n: number): string => new Date(Date.UTC(2026, 10, 22, n)).toISOString()

interface World {
  readonly finding: StoredFinding & Said
  readonly reopened: number
}

const FIRST: World = {
  finding: {
    id: asFindingId('finding'),
    state: 'open',
    triage: 'new',
    assignee: null,
    effectiveSeverity: 'high',
    severityReason: null,
    evidence: {},
    ruleVersion: 1,
    lastEvaluatedAt: hour(0),
    dueAt: hour(24 * 7),
  },
  reopened: 0,
}

function judged({ finding, reopened }: World, change: FindingChange, now: string): World {
  switch (change.change) {
    case 'none':
    case 'open':
      return { finding, reopened }
    case 'resolve':
      return { finding: { ...finding, state: 'resolved', lastEvaluatedAt: now }, reopened }
    case 'keep':
    case 'reopen': {
      const { state, triage } = change
      const more = change.change === 'reopen' ? 1 : 0
      return { finding: { ...finding, state, triage, lastEvaluatedAt: now }, reopened: reopened + more }
    }
    default:
      return change satisfies never
  }
}

const ofVerdict = (
  finding: StoredFinding,
  verdict: 'fail' | 'pass' | 'unseen',
  now: string,
): FindingChange =>
  verdict === 'fail'
    ? onFailure(finding, FAILING, now)
    : onRelief(finding, verdict === 'pass' ? { because: 'passes' } : null, now)

const steps = fc.array(
  fc.oneof(
    fc.record({
      by: fc.constant('machine' as const),
      verdict: fc.constantFrom('fail' as const, 'pass' as const, 'unseen' as const),
    }),
    fc.record(
      {
        by: fc.constant('people' as const),
        triage: fc.constantFrom(...TRIAGE_STATES),
        assignee: fc.constantFrom(null, 'Ada', 'Blue Team'),
      },
      { requiredKeys: ['by'] },
    ),
  ),
  { maxLength: 40 },
)

/** What a history says that the triage is. */
const told = (news: readonly SaidNews[]): TriageState =>
  news.reduce<TriageState>((before, { kind, detail }) => {
    return kind === 'triaged' ? (detail.to as TriageState) : before
  }, 'new')

test('whoever goes first: people move triage alone, the machine moves all else, and triage when it reopens', () => {
  fc.assert(
    fc.property(steps, (sequence: readonly Step[]) => {
      let world = FIRST
      let news: SaidNews[] = []
      let returns = 0
      sequence.forEach((step, at) => {
        const before = world
        const now = hour(at + 1)
        if (step.by === 'people') {
          news = [...news, ...newsOfWish(before.finding, step)]
          const { triage = before.finding.triage, assignee = before.finding.assignee } = step
          world = { ...before, finding: { ...before.finding, triage, assignee } }
          expect(world.finding.state).toBe(before.finding.state)
        } else {
          const change = ofVerdict(before.finding, step.verdict, now)
          world = judged(before, change, now)
          const returned = before.finding.state === 'resolved' && step.verdict === 'fail'
          if (returned) returns += 1
          const { triage } = before.finding
          expect(world.finding.triage).toBe(returned ? triageWhenReopened(triage) : triage)
          expect(world.finding.assignee).toBe(before.finding.assignee)
          if (world.finding.triage !== triage) {
            news = [...news, { kind: 'triaged', detail: { to: world.finding.triage } }]
            expect(change).toMatchObject({ news: [{ detail: { triage: { from: triage, to: 'new' } } }] })
          }
        }
      })
      expect(world.reopened).toBe(returns)
      expect(told(news)).toBe(world.finding.triage)
    }),
  )
})
