import { createHash } from 'node:crypto'
import stringify from 'safe-stable-stringify'
import type { Actor } from '../../model/core/actor.ts'
import type { JsonObject } from '../../model/core/json.ts'

export interface AuditFacts {
  readonly actor: Actor
  /** `integration.create`, `integration.collect` … */
  readonly action: string
  /** `integration/<id>`, `destination/<id>` … */
  readonly target: string
  /** Ids, names of changed fields and choices; never a secret, never a person's identifier. */
  readonly detail: JsonObject
  readonly requestId: string | null
}

/** What the first row is chained to. */
export const CHAIN_START = '0'.repeat(64)

/** One row's hash: over the row before and everything in this one, in an order that does not depend on storage. */
export function auditHash(previousHash: string, seq: number, atMs: number, facts: AuditFacts): string {
  const { actor, action, target, detail, requestId } = facts
  const text = stringify([previousHash, seq, atMs, actor, action, target, detail, requestId])
  return createHash('sha256').update(text).digest('hex')
}
