import { randomUUIDv7 } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { WalkPlace } from '../../src/evaluation/walk-place.ts'
import type { AssetKind } from '../../src/model/core/assets.ts'
import type { IntegrationId, RunId } from '../../src/model/core/ids.ts'
import { asRunId } from '../../src/model/core/ids.ts'
import { LOG_FED_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { EvaluationBench, later, NOW, plantTrouble } from '../support/evaluation.ts'
import { plantIntegration } from '../support/plant.ts'

const bench = new EvaluationBench()
const TENANTS: readonly AssetKind[] = ['platform.organization', 'chatgpt.workspace']

async function plantTenant(): Promise<IntegrationId> {
  const integrationId = await plantIntegration(bench.database.sql)
  await plantTrouble(bench.database, integrationId)
  return integrationId
}

class Killed extends Error {}

/** Attempts of one activity, one asset at a time; each lives for so many chunks of a rule, and the next one is told what was kept. */
class Attempts {
  readonly #integrationId: IntegrationId
  readonly runId: RunId
  /** As it comes back from Temporal. */
  left: unknown = null
  chunks = 0

  constructor(integrationId: IntegrationId, runId = asRunId(randomUUIDv7())) {
    this.#integrationId = integrationId
    this.runId = runId
  }

  async attempt(lifetime: number, now = NOW): Promise<'killed' | 'ended'> {
    let lived = 0
    const heartbeat = () => {
      this.chunks += 1
      if (++lived > lifetime) throw new Killed()
    }
    const keep = (place: WalkPlace) => {
      this.left = JSON.parse(JSON.stringify(place))
    }
    const options = { now, runId: this.runId, chunk: 1, heartbeat, keeper: { left: this.left, keep } }
    try {
      await bench.evaluate(this.#integrationId, options)
      return 'ended'
    } catch (error) {
      if (error instanceof Killed) return 'killed'
      throw error
    }
  }
}

/** What came of it, without what differs between two tenants. */
async function outcomeOf(integrationId: IntegrationId) {
  const results = [...(await bench.resultsOf(integrationId)).values()].map(
    ({ ruleId, passed, failed, notEvaluated, reason, assetReasons }) => ({
      ...{ ruleId, passed, failed, notEvaluated, reason, assetReasons },
    }),
  )
  const findings = (await bench.findingsOf(integrationId)).map(
    ({ ruleId, assetKind, assetExternalId, effectiveSeverity }) =>
      `${ruleId} ${TENANTS.includes(assetKind) ? assetKind : assetExternalId} ${effectiveSeverity}`,
  )
  const [row] = await bench.database.sql<{ own: unknown }[]>`
    select proof -> 'own_credentials' as own from integrations where id = ${integrationId}`
  return { results, findings: findings.sort(), own: row?.own }
}

describe('an evaluation whose workers die', () => {
  test('goes on where it was, and tells what one that lives tells', async () => {
    const [whole, broken] = [await plantTenant(), await plantTenant()]
    const one = new Attempts(whole)
    expect(await one.attempt(Number.POSITIVE_INFINITY)).toBe('ended')
    const many = new Attempts(broken)
    // Longer than any one asset takes, and far shorter than the walk.
    const lifetime = 40
    let kills = 0
    while ((await many.attempt(lifetime)) === 'killed') {
      kills += 1
      expect(kills).toBeLessThan(one.chunks)
    }
    expect(kills).toBeGreaterThan(2)
    expect(await outcomeOf(broken)).toEqual(await outcomeOf(whole))
    // Only what an attempt did after its last kept place is done twice: at most one asset by each rule.
    expect(many.chunks).toBeLessThan(one.chunks + kills * lifetime)
    const history = await bench.database.sql`
      select finding_id from finding_events where integration_id = ${broken} and kind = 'opened'
      group by 1 having count(*) > 1`
    expect(history).toEqual([])
  })

  test('is right with an older place, or with none', async () => {
    const [whole, broken] = [await plantTenant(), await plantTenant()]
    await bench.evaluate(whole)
    const attempts = new Attempts(broken)
    await attempts.attempt(30)
    const old = attempts.left
    expect(old).not.toBeNull()
    await attempts.attempt(30)
    attempts.left = old
    await attempts.attempt(30)
    attempts.left = null
    expect(await attempts.attempt(Number.POSITIVE_INFINITY)).toBe('ended')
    expect(await outcomeOf(broken)).toEqual(await outcomeOf(whole))
  })

  test('begins anew where the settings are others by then, an hour has passed, or it was another’s', async () => {
    const integrationId = await plantTenant()
    // Events are judged once, so the first evaluation of all has more to do.
    await bench.evaluate(integrationId)
    const fresh = new Attempts(integrationId)
    await fresh.attempt(Number.POSITIVE_INFINITY)
    const total = fresh.chunks
    const attempts = new Attempts(integrationId)
    await attempts.attempt(60)
    const { left } = attempts
    const chunksOfNext = async (now?: Date) => {
      const next = new Attempts(integrationId, attempts.runId)
      next.left = left
      await next.attempt(Number.POSITIVE_INFINITY, now)
      return next.chunks
    }
    expect(await chunksOfNext()).toBeLessThan(total)
    expect(await chunksOfNext(later(1))).toBe(total)
    const another = new Attempts(integrationId)
    another.left = left
    await another.attempt(Number.POSITIVE_INFINITY)
    expect(another.chunks).toBe(total)
    await bench.database.sql`
      insert into rule_settings (integration_id, rule_id, enabled, severity, parameters)
      values (${integrationId}, 'user.inactive', true, 'low', '{}')`
    expect(await chunksOfNext()).toBe(total)
  })
})

describe('an incremental evaluation', () => {
  test('looks at everybody once an hour, and at what happened each time', async () => {
    const integrationId = await plantTenant()
    const judgedAt = async (ruleId: 'user.inactive' | 'collection.gap') =>
      Date.parse((await bench.resultsOf(integrationId)).get(ruleId)?.evaluatedAt ?? '')
    const evaluateAt = (now: Date) => bench.evaluate(integrationId, { now, ruleIds: LOG_FED_RULE_IDS })
    await bench.evaluate(integrationId)
    const half = later(0.5)
    await evaluateAt(half)
    expect(await judgedAt('user.inactive')).toBe(NOW.getTime())
    expect(await judgedAt('collection.gap')).toBe(half.getTime())
    expect(await bench.findingsOf(integrationId, 'user.inactive')).toMatchObject([{ state: 'open' }])
    await evaluateAt(later(1))
    expect(await judgedAt('user.inactive')).toBe(later(1).getTime())
  })
})
