import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FindingReplay } from '../../src/cli/finding-view.ts'
import { replayFinding } from '../../src/evaluation/replay/replay-finding.ts'
import type { FindingId, IntegrationId } from '../../src/model/core/ids.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import { EvaluationBench, plantTrouble } from '../support/evaluation.ts'
import { plantAsset, plantIntegration } from '../support/plant.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** Judging again, by the API and the command line. */

const bench = new EvaluationBench()
let api: TestApi
let served: ServedApi
let env: NodeJS.ProcessEnv
let integrationId: IntegrationId

beforeAll(async () => {
  api = await startTestApi(bench.database)
  integrationId = await plantIntegration(bench.database.sql)
  await plantTrouble(bench.database, integrationId)
  await bench.evaluate(integrationId)
  served = await serveApi(api)
  env = served.env
})
afterAll(async () => {
  await served?.close()
  await api?.close()
})

async function findingOf(ruleId: RuleId): Promise<FindingId> {
  const [finding] = await bench.findingsOf(integrationId, ruleId)
  if (finding === undefined) throw new Error(`${ruleId} found nothing`)
  return finding.id
}
const path = (id: string): string => `/api/v1/findings/${id}/replay`

test('the answer holds both verdicts, the inputs with their hashes, and changes nothing', async () => {
  const id = await findingOf('key.owner_lost_access')
  const before = await api.call('GET', `/api/v1/findings/${id}`)
  const { status, json } = await api.call('POST', path(id))
  expect(status).toBe(200)
  expect(json).toMatchObject({
    finding_id: id,
    rule_id: 'key.owner_lost_access',
    agrees: true,
    rule_version: { recorded: 1, now: 1 },
    verdict: { result: 'fail', evidence: before.json.evidence },
    recorded_verdict: { result: 'fail', evidence: before.json.evidence },
    differences: [],
  })
  const { inputs } = json as unknown as FindingReplay
  expect(inputs.map(({ kind }) => kind)).toContain('beside')
  for (const { hash_then, hash_now, same } of inputs) {
    expect([hash_then, same]).toEqual([hash_now, true])
    expect(hash_then).toMatch(/^[0-9a-f]{32,64}$/)
  }
  expect((await api.call('GET', `/api/v1/findings/${id}`)).json).toEqual(before.json)
})

test('a finding of another integration is not there, nor is one of no id; what is no id is said so', async () => {
  const token = await narrowToken(bench.database, [
    asIntegrationId((await seededTenant(bench.database)).integrationId),
  ])
  const id = await findingOf('invite.stale')
  const foreign = await api.call('POST', path(id), { token })
  expect([foreign.status, foreign.json.type]).toEqual([404, '/docs/problems/not-found'])
  const nobody = await api.call('POST', path('019a0000-0000-7000-8000-000000000000'))
  expect(nobody.status).toBe(404)
  const { status, json } = await api.call('POST', path('none'))
  expect([status, json.type]).toEqual([400, '/docs/problems/invalid-request'])
})

test('each request is judged anew, also with a key that was used before', async () => {
  const id = await findingOf('gpt.public_store')
  const headers = { 'Idempotency-Key': 'once' }
  expect((await api.call('POST', path(id), { headers })).json.agrees).toBe(true)
  await plantAsset(bench.database.sql, integrationId, {
    kind: 'chatgpt.gpt',
    externalId: 'g-store',
    attributes: { name: 'Expert', sharing: { visibility: 'invite-only' }, latest_config: { id: 'c2' } },
  })
  expect((await api.call('POST', path(id), { headers })).json).toMatchObject({
    agrees: false,
    verdict: { result: 'pass' },
    differences: [{ kind: 'inputs_changed' }, { kind: 'result' }],
  })
})

test('a finding whose rule judges no such asset is answered, too', async () => {
  const { findingIds } = await seededTenant(bench.database)
  for (const id of findingIds) {
    const { status, json } = await api.call('POST', path(id))
    expect([status, json.agrees], String(json.rule_id)).toEqual([200, false])
  }
})

test('the command says it in words, and by its exit code', async () => {
  const casbah = (...args: string[]) => runCli(['findings', 'replay', ...args], env)
  const id = await findingOf('nhi.admin')
  const same = await casbah(id)
  expect([same.code, same.stdout]).toEqual([0, `${id}: same inputs, same verdict.\n`])
  const json = await casbah(id, '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ finding_id: id, agrees: true })
  await plantAsset(bench.database.sql, integrationId, {
    kind: 'platform.service_account',
    externalId: 'proj_1/svc_1',
    attributes: { name: 'deploy', role: 'member' },
  })
  const changed = await casbah(id)
  expect(changed.code).toBe(1)
  expect(changed.stdout.split('\n').slice(0, 2)).toEqual([
    `${id}: cannot be reproduced from what is stored.`,
    '  the asset changed since: Service account proj_1/svc_1',
  ])
  expect((await casbah(id, '--json')).code).toBe(1)
  const bad = await casbah('none')
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('A finding is named by its id.')])
  expect((await casbah('019a0000-0000-7000-8000-000000000000')).code).toBe(1)
})

test.each(['invite.stale', 'control.sso_changed'] as const)(
  'a replay of %s ends when its time is over',
  async (ruleId) => {
    const [finding] = await bench.findingsOf(integrationId, 'invite.stale')
    if (finding === undefined) throw new Error('nothing was found')
    const { sql, drizzle } = bench.database
    const signal = AbortSignal.abort(new DOMException('', 'TimeoutError'))
    const late = replayFinding({ sql, drizzle, signal }, { ...finding, ruleId })
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' })
  },
)

test('replays of one caller are judged one after the other, and only a few wait', async () => {
  const id = await findingOf('invite.stale')
  const [until, holding] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = bench.database.sql.begin(async (tx) => {
    await tx`lock table assets in access exclusive mode`
    holding.resolve()
    await until.promise
  })
  await holding.promise
  const statuses: number[] = []
  const asked = Array.from({ length: 8 }, async () =>
    statuses.push((await api.call('POST', path(id))).status),
  )
  await expect.poll(() => statuses, { timeout: 60_000 }).toEqual([503, 503])
  until.resolve()
  await held
  await Promise.all(asked)
  expect(statuses.filter((status) => status === 200)).toHaveLength(6)
})
