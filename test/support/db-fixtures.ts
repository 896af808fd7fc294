import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type { Batch } from '../../src/db/batches/batch.ts'
import type { Claim } from '../../src/db/checkpoints/claim-checkpoint.ts'
import { claimCheckpoint } from '../../src/db/checkpoints/claim-checkpoint.ts'
import type { Database } from '../../src/db/client.ts'
import { createIntegration } from '../../src/db/integrations/create-integration.ts'
import type { DataKey } from '../../src/db/seal/data-key.ts'
import { dataKey } from '../../src/db/seal/data-key.ts'
import type { MasterKey } from '../../src/db/seal/master-key.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import type { IntegrationId, RunId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { AssetDraft, EventDraft, MessageDraft, PersonIdentity } from '../../src/model/core/records.ts'
import type { Fence } from '../../src/model/core/slices.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAMS } from '../../src/model/core/streams.ts'
import type { Retained, StreamRecord } from '../../src/privacy/retained.ts'

export const newMasterKey = (): MasterKey => openMasterKey(randomBytes(32).toString('base64'))

/** What `privacy/retain.ts` does, without its judgement: these tests are of what happens afterwards. */
export const retained = (records: readonly StreamRecord[]) => records as readonly Retained<StreamRecord>[]

export interface Tenant {
  readonly database: Database
  readonly master: MasterKey
  readonly integrationId: IntegrationId
  readonly key: DataKey
}

export async function newTenant(database: Database, master = newMasterKey()): Promise<Tenant> {
  const integration = await createIntegration(database.drizzle, master, {
    displayName: `Tenant ${randomUUIDv7()}`,
    organizationId: `org-${randomBytes(6).toString('hex')}`,
    workspaceId: randomUUIDv7(),
    projectId: null,
    collectionMode: 'metadata',
    credentials: [{ kind: 'admin_key', secret: `sk-admin-${randomBytes(16).toString('hex')}` }],
    createdBy: SYSTEM_ACTOR,
  })
  const key = await dataKey(database.drizzle, master, integration.id, 'configuration')
  return { database, master, integrationId: integration.id, key }
}

/** One stream of one tenant, driven as an activity drives it. */
export class Collector {
  readonly runId: RunId = asRunId(randomUUIDv7())
  readonly #tenant: Tenant
  readonly #stream: StreamName
  readonly #lane: 'full' | 'incremental'

  constructor(tenant: Tenant, stream: StreamName, lane: 'full' | 'incremental' = STREAMS[stream].lane) {
    this.#tenant = tenant
    this.#stream = stream
    this.#lane = lane
  }

  claim(fence: Fence): Promise<Claim | null> {
    return claimCheckpoint(this.#tenant.database.sql, {
      integrationId: this.#tenant.integrationId,
      lane: this.#lane,
      stream: this.#stream,
      runNo: asRunNo(fence[0]),
      fence,
      keepsCursor: STREAMS[this.#stream].records.type !== 'asset',
    })
  }

  batch(fence: Fence, records: readonly StreamRecord[], more: Partial<Batch> = {}): Batch {
    return {
      integrationId: this.#tenant.integrationId,
      runId: this.runId,
      runNo: asRunNo(fence[0]),
      lane: this.#lane,
      stream: this.#stream,
      fence,
      records: retained(records),
      cursor: { after: records.length },
      completed: [],
      done: false,
      cursorTime: null,
      pages: 1,
      quarantined: [],
      drift: [],
      dataKey: this.#tenant.key,
      ...more,
    }
  }
}

export const person = (name: string): PersonIdentity => ({
  ref: `user:${name}`,
  email: `${name}@example.com`,
  name,
})

export const user = (id: string, attributes: AssetDraft['attributes'] = { role: 'reader' }): AssetDraft => ({
  type: 'asset',
  kind: 'platform.user',
  externalId: id,
  parentId: null,
  attributes,
  sealed: {},
  people: { self: person(id) },
})

export const login = (id: string, who: string, occurredAt: string): EventDraft => ({
  type: 'event',
  eventId: id,
  occurredAt,
  eventType: 'AUTH_LOG',
  action: 'login_success',
  actor: { kind: 'person', person: person(who) },
  attributes: { provider: 'password' },
})

export const message = (
  eventId: string,
  messageId: string,
  who: string,
  occurredAt: string,
  authorKind = 'user',
): MessageDraft => ({
  type: 'message',
  messageId,
  eventId,
  occurredAt,
  conversationId: 'c1',
  actor: { kind: 'person', person: person(who) },
  authorKind,
  attributes: { model: 'm', version: eventId },
})
