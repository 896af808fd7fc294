import { describe, expect, test } from 'vitest'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import { EvaluationBench, listedAfterwards } from '../support/evaluation.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'

const bench = new EvaluationBench()
const ORPHANED = { ruleIds: ['nhi.orphaned'] as const }

/** A key, a GPT with an action and an agent of people whom no listing of users names. */
async function plantOwned(integrationId: IntegrationId): Promise<PersonId> {
  const { sql } = bench.database
  const owner = await plantPerson(sql, integrationId, 'user:u-new', 'new@example.com')
  await plantAsset(sql, integrationId, { kind: 'platform.project', externalId: 'proj_1', attributes: {} })
  for (const [kind, externalId] of [
    ['platform.project_key', 'proj_1/key_1'],
    ['platform.admin_key', 'key_2'],
  ] as const) {
    await plantAsset(sql, integrationId, {
      kind,
      externalId,
      attributes: { owner_type: 'user', owner_id: 'u-new' },
    })
  }
  const people = { owner }
  await plantAsset(sql, integrationId, { kind: 'chatgpt.gpt', externalId: 'g-1', attributes: {}, people })
  await plantAsset(sql, integrationId, {
    kind: 'chatgpt.gpt_config',
    externalId: 'g-1/c1',
    attributes: { tools: [{ type: 'custom_action' }] },
  })
  await plantAsset(sql, integrationId, { kind: 'chatgpt.agent', externalId: 'a-1', attributes: {}, people })
  return owner
}

const OWNED = ['a-1', 'g-1', 'key_2', 'proj_1/key_1']

const orphans = async (integrationId: IntegrationId): Promise<string[]> => {
  const findings = await bench.findingsOf(integrationId)
  return findings.map(({ assetExternalId }) => assetExternalId).sort()
}

describe('an owner whom no listing of users names', () => {
  test('may have come with what is newer than the listing: nothing is said of them', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantOwned(integrationId)
    await bench.evaluate(integrationId, ORPHANED)
    expect(await orphans(integrationId)).toEqual([])
    expect((await bench.resultsOf(integrationId)).get('nhi.orphaned')).toMatchObject({
      passed: 0,
      failed: 0,
      notEvaluated: OWNED.length,
      assetReasons: { value_absent_upstream: OWNED.length },
    })
  })

  test('is gone where the listing is newer', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantOwned(integrationId)
    await listedAfterwards(bench.database, integrationId)
    await bench.evaluate(integrationId, ORPHANED)
    expect(await orphans(integrationId)).toEqual(OWNED)
  })
})

test('an owner who was listed and is no more is gone, however new the thing is', async () => {
  const { sql } = bench.database
  const integrationId = await plantIntegration(sql)
  const self = await plantOwned(integrationId)
  for (const kind of ['platform.user', 'chatgpt.user'] as const) {
    await plantAsset(sql, integrationId, { kind, externalId: 'u-new', attributes: {}, people: { self } })
  }
  await bench.evaluate(integrationId, ORPHANED)
  expect(await orphans(integrationId)).toEqual([])
  await sql`update assets set deleted_at = now()
    where integration_id = ${integrationId} and external_id = 'u-new'`
  await bench.evaluate(integrationId, ORPHANED)
  expect(await orphans(integrationId)).toEqual(OWNED)
})
