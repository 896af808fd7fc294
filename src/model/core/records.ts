import type { CollectedKind } from './assets.ts'
import type { JsonObject } from './json.ts'

/**
 * What a stream makes of one upstream record, before the privacy gate has seen it. A draft may
 * hold anything that upstream sent; it lives in memory only. `privacy/retain.ts` turns drafts
 * into `Retained` records, the only thing that `db` can write.
 */
export type Draft = AssetDraft | EventDraft | MessageDraft

/** Names a person. `ref` is `user:<upstream id>` or, where there is none, `email:<lower case>`. */
export interface PersonIdentity {
  readonly ref: string
  readonly email: string | null
  readonly name: string | null
}

export interface AssetDraft {
  readonly type: 'asset'
  readonly kind: CollectedKind
  /** Immutable upstream id; for things under a parent `<parent id>/<id>`. */
  readonly externalId: string
  /** The parent's external id, null for top-level things. */
  readonly parentId: string | null
  /** What is stored as it is, upstream's field names kept. No person's e-mail or name in here. */
  readonly attributes: JsonObject
  /** What is stored sealed (instructions, action schemas, descriptions …). */
  readonly sealed: JsonObject
  /** People by role: `self`, `owner`, `author` … */
  readonly people: Readonly<Record<string, PersonIdentity>>
}

export type EventActor =
  | { readonly kind: 'person'; readonly person: PersonIdentity }
  | { readonly kind: 'api_key'; readonly key: string; readonly person: PersonIdentity | null }
  | { readonly kind: 'system'; readonly id: string }
  | { readonly kind: 'unknown' }

export interface EventDraft {
  readonly type: 'event'
  readonly eventId: string
  /** As upstream wrote it (ISO, to the microsecond) or ISO made from whole unix seconds; never through a JS Date. */
  readonly occurredAt: string
  /** Upstream's type of record: `AUTH_LOG`, `login.succeeded` … */
  readonly eventType: string
  /** What was done, where the record says so: `login_success`, `GPT_CREATE` … */
  readonly action: string | null
  readonly actor: EventActor
  readonly attributes: JsonObject
  /** Set by the gate, in mode `content` alone: the fields of that class, which are stored sealed. */
  readonly content?: JsonObject
}

export interface MessageDraft {
  readonly type: 'message'
  readonly messageId: string
  readonly eventId: string
  readonly occurredAt: string
  readonly conversationId: string
  readonly actor: EventActor
  /** `user` or `assistant`, or what upstream may add. */
  readonly authorKind: string
  readonly attributes: JsonObject
  /** As of an event. */
  readonly content?: JsonObject
}

/** What ids are made of; anything else under that name could be text, and is not repeated. */
export const PLAIN_ID = /^[\w.:-]{1,128}$/

/** Where a record that could not be kept is to be found upstream: no values, only places. */
export interface QuarantineLocator {
  readonly fileId: string | null
  readonly pageCursor: string | null
  readonly index: number
  readonly recordId: string | null
  readonly sha256: string
}

export interface QuarantinedRecord {
  readonly locator: QuarantineLocator
  /** `unknown_shape`, `not_json`, `too_large`, `database_refused` … */
  readonly reason: string
  /** JSON path of what was wrong, never its value. */
  readonly path: string
}

/** An upstream field that the table of the privacy gate does not know: counted, dropped, shown. */
export interface DriftNote {
  readonly path: string
  readonly count: number
}
