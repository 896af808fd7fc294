import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Actor } from '../../model/core/actor.ts'
import type { Capability, CapabilityState } from '../../model/core/capabilities.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { CredentialKind, CredentialState } from '../../model/core/credentials.ts'
import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Phase } from '../../model/core/phases.ts'
import type { ResultCode } from '../../model/core/result-codes.ts'
import { bytea, createdAt, instant } from './columns.ts'

/** One connection to one OpenAI customer: a ChatGPT workspace, a Platform organization, or both. */
export const integrations = pgTable(
  'integrations',
  {
    id: uuid('id').$type<IntegrationId>().primaryKey(),
    displayName: text('display_name').notNull(),
    organizationId: text('organization_id'),
    workspaceId: uuid('workspace_id'),
    projectId: text('project_id'),
    collectionMode: text('collection_mode').$type<CollectionMode>().notNull(),
    ownDomains: text('own_domains').array().notNull().default(sql`'{}'`),
    /** Types of log file that upstream has added and no stream describes, read as `logs.OTHER`. */
    otherLogTypes: text('other_log_types').array().notNull().default(sql`'{}'`),
    severityEscalation: text('severity_escalation').$type<'on' | 'off'>().notNull().default('on'),
    phase: text('phase').$type<Phase>().notNull(),
    /** What a person should know about the phase: a result code and the next step, no data. */
    phaseNote: text('phase_note'),
    /** What the last connection test found for a person to confirm: counts, owners' domains. */
    proof: jsonb('proof').$type<JsonObject>(),
    /** True where this integration reads the organization's platform plane (an admin key was given). */
    readsPlatform: boolean('reads_platform').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    disconnectedAt: instant('disconnected_at'),
  },
  (table) => [
    uniqueIndex('integrations_name').on(table.displayName).where(sql`disconnected_at is null`),
    uniqueIndex('integrations_workspace').on(table.workspaceId).where(sql`disconnected_at is null`),
    uniqueIndex('integrations_organization')
      .on(table.organizationId)
      .where(sql`disconnected_at is null and reads_platform`),
  ],
)

/** Changes of what may be kept, each with its reason and how far it is; the newest is the one in force. */
export const modeChanges = pgTable(
  'mode_changes',
  {
    id: uuid('id').primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    fromMode: text('from_mode').$type<CollectionMode>().notNull(),
    toMode: text('to_mode').$type<CollectionMode>().notNull(),
    /** Why more may be kept; null where less may. */
    reason: text('reason'),
    actor: jsonb('actor').$type<Actor>().notNull(),
    requestedAt: instant('requested_at').notNull().defaultNow(),
    /** From here on nothing is written that the mode does not allow. */
    appliedAt: instant('applied_at'),
    /** From when on what the mode newly allows is kept; null where it allows nothing new. */
    dataFrom: instant('data_from'),
    /** When all that the mode does not allow was gone. */
    purgedAt: instant('purged_at'),
  },
  (table) => [index('mode_changes_newest').on(table.integrationId, table.requestedAt)],
)

/** A key that encrypts one purpose of one integration, itself wrapped by the master key. Shredding it purges. */
export const dataKeys = pgTable(
  'data_keys',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    /** `credential:<id>`, `configuration` or `content`. */
    purpose: text('purpose').notNull(),
    wrapped: bytea('wrapped').notNull(),
    masterKeyId: text('master_key_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.purpose] })],
)

/**
 * One row: a canary sealed by the master key that this database belongs to, so that a wrong key is
 * known at start and by `casbah doctor`, before any credential fails to open.
 */
export const masterKeyCheck = pgTable('master_key_check', {
  id: integer('id').primaryKey(),
  masterKeyId: text('master_key_id').notNull(),
  canary: bytea('canary').notNull(),
  createdAt: createdAt(),
})

export const credentials = pgTable(
  'credentials',
  {
    id: uuid('id').$type<CredentialId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    kind: text('kind').$type<CredentialKind>().notNull(),
    sealed: bytea('sealed').notNull(),
    /** All that is ever shown again: `…a1b2`. */
    lastFour: text('last_four').notNull(),
    /** What the person called the key upstream; for the access request. */
    keyName: text('key_name'),
    state: text('state').$type<CredentialState>().notNull(),
    rejectedCode: text('rejected_code').$type<ResultCode>(),
    rejectedAt: instant('rejected_at'),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    replacedAt: instant('replaced_at'),
  },
  (table) => [
    uniqueIndex('credentials_current').on(table.integrationId, table.kind).where(sql`state <> 'replaced'`),
  ],
)

/** What was probed last, for each capability: who serves it, or why nobody does. */
export const capabilities = pgTable(
  'capabilities',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    capability: text('capability').$type<Capability>().notNull(),
    state: text('state').$type<CapabilityState>().notNull(),
    resultCode: text('result_code').$type<ResultCode>().notNull(),
    credentialId: uuid('credential_id').$type<CredentialId>(),
    /** Words for people: key kind, capability, the fix and its link. */
    detail: text('detail').notNull(),
    fixUrl: text('fix_url'),
    checkedAt: instant('checked_at').notNull(),
    /** Since when it has been awaited or denied; null while granted. */
    since: instant('since'),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.capability] })],
)

/** The truth about a repeated command: written first, kept for 24 hours. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    caller: text('caller').notNull(),
    route: text('route').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of the request's body. */
    fingerprint: text('fingerprint').notNull(),
    state: text('state').$type<'running' | 'done'>().notNull(),
    responseStatus: integer('response_status'),
    response: jsonb('response').$type<JsonObject>(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.caller, table.route, table.key] }),
    index('idempotency_expiry').on(table.expiresAt),
  ],
)
