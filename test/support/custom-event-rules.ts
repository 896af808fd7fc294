import { afterAll, beforeAll } from 'vitest'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import type { Answer, TestApi } from './api.ts'
import { startTestApi } from './api.ts'
import { EvaluationBench } from './evaluation.ts'
import { plantIntegration, plantPerson } from './plant.ts'
import type { PlantedEvent } from './plant-events.ts'
import { plantEvents } from './plant-events.ts'

/** A custom rule over events as tests write, try out and run it. */

export const RULE = 'custom.features_at_night'
export const AUDIT = 'logs.AUDIT_LOG'
export const DEED = 'WORKSPACE_TOGGLE_FEATURE'
export const EVENTS = { [AUDIT]: [DEED] }
export const EXPRESSION = 'event.data.action_data.feature == "memory" && event.actor.domain == "example.com"'
export const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Once for a file, which may run over midnight. */
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS

/** Noon of some days ago: what is planted around it is of one day. */
export const noon = (daysAgo: number, minutes = 0): Date =>
  new Date(TODAY - daysAgo * DAY_MS + DAY_MS / 2 + minutes * MINUTE_MS)

export const toggled = (
  eventId: string,
  when: Date,
  actor: PlantedEvent['actor'],
  data: JsonObject = { feature: 'memory' },
): PlantedEvent => ({
  ...{ eventId, at: when, deed: DEED, ...(actor !== undefined && { actor }) },
  attributes: { action_result: 'SUCCESS', action_data: data },
})

export const fingerprints = ({ json }: Answer, ...moves: string[]): string[] =>
  (json.moves ?? [])
    .filter(({ move }) => moves.includes(String(move)))
    .map(({ fingerprint }) => String(fingerprint))
    .sort()

/** A database and an API of a test file's own. */
export function eventRuleBench() {
  const bench = new EvaluationBench()
  let started: TestApi | null = null
  beforeAll(async () => {
    started = await startTestApi(bench.database)
  })
  afterAll(() => started?.close())
  const api = (): TestApi => {
    if (started === null) throw new Error('the API is there within tests only')
    return started
  }
  const at = (id: IntegrationId, path = ''): string => `/api/v1/integrations/${id}/custom-rules${path}`
  const create = (id: IntegrationId, more: object = {}): Promise<Answer> =>
    api().call('POST', at(id), {
      body: {
        ...{ id: RULE, events: EVENTS, title: 'A feature was switched', severity: 'high' },
        ...{ expression: EXPRESSION, ...more },
      },
    })
  const change = (id: IntegrationId, body: object): Promise<Answer> =>
    api().call('PATCH', at(id, `/${RULE}`), { body })
  const tryOut = (id: IntegrationId, body: object = {}): Promise<Answer> =>
    api().call('POST', at(id, '/backtest'), {
      body: { events: EVENTS, severity: 'high', expression: EXPRESSION, ...body },
    })
  /** As at the end of an incremental collection, by one rule of the catalogue, which finds nothing here. */
  const evaluate = (id: IntegrationId, more: Parameters<typeof bench.evaluate>[1] = {}) =>
    bench.evaluate(id, { ruleIds: ['access.login_burst'], now: new Date(), ...more })

  async function tenant(): Promise<{ id: IntegrationId; ada: PersonId; eve: PersonId }> {
    const { sql } = bench.database
    const id = await plantIntegration(sql)
    const ada = await plantPerson(sql, id, 'user:u-ada', 'Ada@Example.com')
    const eve = await plantPerson(sql, id, 'user:u-eve', 'eve@evil.example')
    return { id, ada, eve }
  }

  const plant = (id: IntegrationId, ...events: readonly PlantedEvent[]) =>
    plantEvents(bench.database.sql, id, AUDIT, events)

  const findings = (id: IntegrationId) => bench.findingsOf(id, RULE)
  const standing = async (id: IntegrationId): Promise<string[]> =>
    (await findings(id))
      .filter(({ state }) => state !== 'resolved')
      .map((finding) => finding.fingerprint)
      .sort()
  const counts = async (id: IntegrationId) =>
    (await findings(id))
      .map(({ state, evidence }) => `${evidence.day} ${state} ${evidence.observations}`)
      .sort()
  return { bench, api, at, create, change, tryOut, evaluate, tenant, plant, findings, standing, counts }
}
