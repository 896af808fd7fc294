import type { DeliveryId, DestinationId, IntegrationId } from './ids.ts'
import type { StreamName } from './streams.ts'

/** Task queues: a probe never waits behind a collection, a delivery never behind a scan. */
export const TASK_QUEUES = {
  workflows: 'casbah',
  probe: 'probe',
  collect: 'collect',
  deliver: 'deliver',
} as const

/** Workflow types, as Temporal's UI shows them. */
export const WORKFLOW_TYPES = {
  integration: 'integration',
  connectionTest: 'connectionTest',
  collection: 'collection',
  recheck: 'recheck',
  stream: 'stream',
  tick: 'tick',
  delivery: 'delivery',
  batch: 'batch',
} as const

export const workflowIds = {
  integration: (id: IntegrationId) => `integration/${id}`,
  connectionTest: (id: IntegrationId, n: number) => `integration/${id}/connection-test/${n}`,
  run: (id: IntegrationId, runNo: number) => `integration/${id}/run/${runNo}`,
  stream: (id: IntegrationId, runNo: number, stream: StreamName) =>
    `integration/${id}/run/${runNo}/${stream}`,
  /** Each time that it is sent again is a workflow of its own. */
  delivery: (id: DeliveryId, replays = 0) =>
    replays === 0 ? `delivery/${id}` : `delivery/${id}/replay/${replays}`,
  /** All that goes to one destination which is told in batches. */
  batch: (id: DestinationId) => `batch/${id}`,
} as const

export const SCHEDULE_KINDS = ['incremental', 'full', 'key-check'] as const
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number]

export const scheduleId = (id: IntegrationId, kind: ScheduleKind) => `integration/${id}/${kind}`

/** Search attributes, all Keyword, registered by `casbah migrate`. They are not encrypted: ids and states only. */
export const SEARCH_ATTRIBUTES = {
  integration: 'CasbahIntegration',
  runKind: 'CasbahRunKind',
  phase: 'CasbahPhase',
} as const
