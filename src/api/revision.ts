import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { canonicalJson } from '../db/canonical-json.ts'
import type { JsonObject } from '../model/core/json.ts'
import { tagsRead } from './finding-tag.ts'
import { ApiProblem } from './problem.ts'
import { IdempotencyHeader } from './schemas/common.ts'

/**
 * What people set of a thing, as one short word. It stands in the answer itself, so that a list hands out all of them, and goes
 * into If-Match of a change: what somebody else has set meanwhile is not overwritten unseen. What Casbah notes of a thing by
 * itself (a phase, a result, a count) is no part of it, else every run would refuse changes that nobody contradicts.
 */

/** 96 bits: nobody gains by a collision, and a header stays short. */
const HASH_BYTES = 12

export const revisionOf = (decided: JsonObject): string =>
  createHash('sha256').update(canonicalJson(decided)).digest().subarray(0, HASH_BYTES).toString('base64url')

export const revision = z
  .string()
  .openapi({ description: 'Of what people set; in quotes it goes into If-Match of a change.' })

export const RevisionIfMatch = IdempotencyHeader.extend({
  'if-match': z.string().optional().openapi({
    description: 'The `revision` that was read, in quotes. Changed since, it stays as it is (412).',
  }),
})

/** Asked where the row is held: nobody changes it between this and what is written. */
export function refuseOther(context: Context, now: string): void {
  const read = tagsRead(context)
  if (read === null || read.includes(now)) return
  throw new ApiProblem('changed-meanwhile', 'Somebody has changed it since it was read.')
}
