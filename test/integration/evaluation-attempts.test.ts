import { randomUUIDv7 } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createActivities } from '../../src/activities/create-activities.ts'
import type { WalkPlace } from '../../src/evaluation/walk-place.ts'
import type { EvaluationCounts } from '../../src/model/core/evaluations.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { plantTrouble } from '../support/evaluation.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'
import { plantIntegration } from '../support/plant.ts'

/** An evaluation as Temporal runs it, attempt after attempt: what is said with heartbeats is what the next one is told. */

let house: House
let integrationId: IntegrationId
let activities: ReturnType<typeof createActivities>
beforeAll(async () => {
  house = await openHouse()
  integrationId = await plantIntegration(house.database.sql)
  await plantTrouble(house.database, integrationId)
  activities = createActivities({ ...house.activityDeps(), stopping: new AbortController().signal })
})
afterAll(() => house?.close())

const runId = asRunId(randomUUIDv7())

/** Heartbeats come a few milliseconds apart, so that there are some of a walk this short. */
async function attempt(no: number, heartbeatDetails: unknown) {
  const said: (WalkPlace | null)[] = []
  const environment = new MockActivityEnvironment({ attempt: no, heartbeatDetails, heartbeatTimeoutMs: 8 })
  environment.on('heartbeat', (details) => void said.push(structuredClone(details)))
  const input = { integrationId, runId, runNo: asRunNo(1), ruleIds: RULE_IDS }
  const counts: EvaluationCounts = await environment.run(activities.evaluateRules, input)
  return { said, counts }
}

test('an attempt says from its first heartbeat on where the one before had come to, and goes on there', async () => {
  const first = await attempt(1, undefined)
  const place = first.said.findLast((details) => details !== null && details.doneKinds.length > 0)
  expect(place).toBeDefined()
  const [ruleId = ''] = Object.keys(place?.tallies ?? {})
  const tally = place?.tallies[ruleId]
  // As no walk of this tenant could have counted: whoever begins anew does not tell it.
  const left = { ...place, tallies: { ...place?.tallies, [ruleId]: { ...tally, passed: 10_000 } } }
  const second = await attempt(2, left)
  expect(second.said[0]).toEqual(left)
  expect(second.counts.evaluated).toBeGreaterThanOrEqual(10_000)
})
