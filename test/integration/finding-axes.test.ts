import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { appendFindingEvents } from '../../src/db/findings/write-findings.ts'
import type { FindingEventKind, FindingState, TriageState } from '../../src/model/core/findings.ts'
import { MACHINE_EVENT_KINDS, TRIAGE_STATES } from '../../src/model/core/findings.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId } from '../../src/model/core/ids.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { daysAgo, EvaluationBench, later } from '../support/evaluation.ts'
import { listFindingEvents } from '../support/finding-events.ts'
import { plantAsset, plantIntegration } from '../support/plant.ts'

/** Both axes of findings at once: evaluations as runs do them, and people through the API, in any order. */

const bench = new EvaluationBench()
let api: TestApi
beforeAll(async () => {
  api = await startTestApi(bench.database)
})
afterAll(() => api?.close())

const RULE = 'key.admin_unused'
const KEY = { kind: 'platform.admin_key', externalId: 'key_A1' } as const
const HISTORY = 200

const run = (integrationId: IntegrationId, hours: number, runId = asRunId(randomUUIDv7())) =>
  bench.evaluate(integrationId, { now: later(hours), ruleIds: [RULE], runId })

type Verdict = 'fail' | 'pass' | 'unseen'
/** When the key was used last, each time another day; a key of which nobody says when is not judged. */
const attributesOf = (verdict: Verdict, at: number) => ({
  created_at: daysAgo(400),
  ...(verdict !== 'unseen' && { last_used_at: daysAgo(verdict === 'fail' ? 300 - at : -30) }),
})
const plantKey = (integrationId: IntegrationId, verdict: Verdict, at = 0) =>
  plantAsset(bench.database.sql, integrationId, { ...KEY, attributes: attributesOf(verdict, at) })

async function found(integrationId: IntegrationId): Promise<Finding> {
  const [finding] = await bench.findingsOf(integrationId, RULE)
  if (finding === undefined) throw new Error('there is no finding')
  return finding
}

const kindsOf = async ({ id }: Finding): Promise<FindingEventKind[]> =>
  (await listFindingEvents(bench.database.drizzle, id, { limit: HISTORY })).map(({ kind }) => kind).reverse()

async function send(method: string, path: string, body: object): Promise<string> {
  const answer = await api.call(method, `/api/v1${path}`, { body })
  expect(answer.status, answer.text).toBeLessThan(300)
  return String(answer.json.id)
}

// --- A model of it ----------------------------------------------------------------------------------

type About = 'finding' | 'rule' | 'asset' | 'rule_and_asset' | 'other_asset'
type Step =
  | { readonly do: 'run'; readonly verdict: Verdict; readonly twice: boolean }
  | { readonly do: 'triage'; readonly triage: TriageState; readonly bulk: boolean }
  | { readonly do: 'comment' }
  | { readonly do: 'except'; readonly about: About; readonly everywhere: boolean }
  | { readonly do: 'disable' | 'expire'; readonly which: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      verdict: fc.constantFrom('fail' as const, 'pass' as const, 'unseen' as const),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('triage' as const),
      triage: fc.constantFrom(...TRIAGE_STATES),
      bulk: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('comment' as const) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('except' as const),
      about: fc.constantFrom<About>('finding', 'finding', 'rule', 'asset', 'rule_and_asset', 'other_asset'),
      everywhere: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('disable' as const, 'expire' as const), which: fc.nat(5) }),
  },
)

interface Model {
  state: FindingState
  triage: TriageState
  reopened: number
  readonly history: FindingEventKind[]
  readonly exceptions: {
    readonly id: string
    readonly matches: boolean
    readonly own: boolean
    live: boolean
  }[]
}

const bodyOf = (about: About, everywhere: boolean, finding: Finding): object => {
  const asset = { kind: KEY.kind, external_id: KEY.externalId }
  const place = { integration_id: everywhere ? null : finding.integrationId }
  switch (about) {
    case 'finding':
      return { fingerprint: finding.fingerprint }
    case 'rule':
      return { ...place, rule_id: RULE }
    case 'asset':
      return { ...place, asset }
    case 'rule_and_asset':
      return { ...place, asset, rule_id: RULE }
    case 'other_asset':
      return { ...place, asset: { ...asset, external_id: 'key_A2' }, rule_id: RULE }
    default:
      return about satisfies never
  }
}

function expectedOfRun(model: Model, verdict: Verdict): void {
  if (verdict === 'fail' && model.state === 'resolved') {
    model.state = 'reopened'
    model.reopened += 1
    if (model.triage !== 'false_positive') model.triage = 'new'
    model.history.push('reopened')
  }
  if (verdict === 'pass' && model.state !== 'resolved') {
    model.state = 'resolved'
    model.history.push('resolved')
  }
}

async function take(model: Model, taken: Step, finding: Finding, at: number): Promise<void> {
  const { id, integrationId } = finding
  switch (taken.do) {
    case 'run': {
      await plantKey(integrationId, taken.verdict, at)
      const runId = asRunId(randomUUIDv7())
      await run(integrationId, at, runId)
      if (taken.twice) await run(integrationId, at, runId)
      return expectedOfRun(model, taken.verdict)
    }
    case 'triage': {
      const { triage } = taken
      if (taken.bulk) await send('POST', '/findings/bulk', { ids: [id], action: 'triage', triage })
      else await send('PATCH', `/findings/${id}`, { triage })
      if (model.triage !== triage) model.history.push('triaged')
      model.triage = triage
      return
    }
    case 'comment':
      await send('POST', `/findings/${id}/comments`, { text: 'The same each time.' })
      model.history.push('commented')
      return
    case 'except': {
      const texts = { reason: 'r', owner: 'o', expires_at: new Date(Date.now() + 86_400_000).toISOString() }
      const about = bodyOf(taken.about, taken.everywhere, finding)
      const made = await send('POST', '/exceptions', { ...texts, ...about })
      const own = taken.about === 'finding'
      model.exceptions.push({ id: made, matches: taken.about !== 'other_asset', own, live: true })
      if (own) model.history.push('excepted')
      return
    }
    case 'disable':
    case 'expire':
      return endOne(model, taken.do, taken.which)
    default:
      return taken satisfies never
  }
}

async function endOne(model: Model, how: 'disable' | 'expire', which: number): Promise<void> {
  const living = model.exceptions.filter(({ live }) => live)
  const one = living[which % Math.max(living.length, 1)]
  if (one === undefined) return
  one.live = false
  if (how === 'disable') {
    await send('POST', `/exceptions/${one.id}/disable`, {})
    if (one.own) model.history.push('unexcepted')
  } else {
    await bench.database.sql`update exceptions set expires_at = now() where id = ${one.id}`
  }
}

describe('whatever runs and people do, and in whatever order', () => {
  test('each axis is moved by its own, and exceptions move none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (sequence) => {
        const integrationId = await plantIntegration(bench.database.sql)
        await plantKey(integrationId, 'fail')
        await run(integrationId, 0)
        const history: FindingEventKind[] = ['opened']
        const model: Model = { state: 'open', triage: 'new', reopened: 0, history, exceptions: [] }
        let finding = await found(integrationId)
        for (const [at, taken] of sequence.entries()) {
          await take(model, taken, finding, at + 1)
          finding = await found(integrationId)
          const { state, triage, reopenedCount } = finding
          const expected = { state: model.state, triage: model.triage, reopenedCount: model.reopened }
          expect({ state, triage, reopenedCount }, `after ${JSON.stringify(taken)}`).toEqual(expected)
          const tolerating = model.exceptions.filter(({ live, matches }) => live && matches)
          expect(finding.excepted !== null, `after ${JSON.stringify(taken)}`).toBe(tolerating.length > 0)
        }
        // `updated` comes and goes with what the evidence says; all else is told once and in order.
        expect((await kindsOf(finding)).filter((kind) => kind !== 'updated')).toEqual(model.history)
        for (const { id, live } of model.exceptions) {
          if (live) await send('POST', `/exceptions/${id}/disable`, {})
        }
      }),
      { numRuns: 40 },
    )
  }, 240_000)

  test('people and runs at once: nobody waits in a circle, and nothing is lost', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    const many = 300
    let hours = 0
    const plantAll = async (verdict: Verdict) => {
      for (let n = 0; n < many; n += 1) {
        const attributes = attributesOf(verdict, hours)
        await plantAsset(bench.database.sql, integrationId, { ...KEY, externalId: `key_${n}`, attributes })
      }
    }
    await plantAll('fail')
    await run(integrationId, 0)
    const filter = { integration: [integrationId] }
    for (const verdict of ['pass', 'fail', 'pass', 'fail'] as const) {
      await plantAll(verdict)
      hours += 1
      const bulk = (assignee: string) =>
        send('POST', '/findings/bulk', { filter, expected_count: many, action: 'assign', assignee })
      await Promise.all([
        run(integrationId, hours),
        bulk(`A${hours}`),
        bulk(`B${hours}`),
        run(integrationId, hours),
      ])
    }
    const findings = await bench.findingsOf(integrationId, RULE)
    expect(
      findings.filter(({ state, reopenedCount }) => state === 'reopened' && reopenedCount === 2),
    ).toHaveLength(many)
    const events = await bench.database.sql<{ kind: string; n: number }[]>`
      select kind, count(*)::int as n from finding_events where integration_id = ${integrationId} group by 1`
    const counted = Object.fromEntries(events.map(({ kind, n }) => [kind, n]))
    expect(counted).toEqual({ opened: many, resolved: 2 * many, reopened: 2 * many, assigned: 8 * many })
  }, 240_000)
})

describe('a history', () => {
  test('says what a run found once a run, and who says what as often as they do', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantKey(integrationId, 'fail')
    await run(integrationId, 0)
    const { id: findingId } = await found(integrationId)
    const evaluation = {
      integrationId,
      runId: asRunId(randomUUIDv7()),
      ruleId: RULE,
      mode: 'metadata',
      now: later(1).toISOString(),
    } as const
    const news = MACHINE_EVENT_KINDS.map((kind) => ({ findingId, kind, detail: {} }))
    const append = () => bench.database.sql.begin((tx) => appendFindingEvents(tx, evaluation, news))
    expect(await append()).toHaveLength(MACHINE_EVENT_KINDS.length)
    expect(await append()).toEqual([])
  })

  test('has either a run or a person behind each event', async () => {
    const { sql } = bench.database
    const insert = (runId: string | null, actor: string | null) => sql`
      insert into finding_events (id, integration_id, finding_id, kind, run_id, actor, at, detail)
      values (${randomUUIDv7()}, ${randomUUIDv7()}, ${randomUUIDv7()}, 'commented', ${runId}, ${actor}::text::jsonb,
        now(), '{}')`
    await expect(insert(null, null)).rejects.toThrow('finding_events_whose')
    await expect(insert(randomUUIDv7(), '{}')).rejects.toThrow('finding_events_whose')
  })
})
