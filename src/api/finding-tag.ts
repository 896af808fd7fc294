import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { HeldFinding } from '../db/findings/hold-findings.ts'
import { ApiProblem } from './problem.ts'

/**
 * The ETag of a finding has two parts, `"<said>.<shown>"`.
 *
 * `shown` is a hash of the whole answer, so that a reader who asks with If-None-Match misses nothing. `said` is a hash of
 * what a person decides on: how the finding stands, how severe it is, and what people have said of it so far. If-Match
 * goes by `said` alone: every evaluation changes when a finding was judged last, and a decision that took a quarter of
 * an hour would be refused for nothing. Weak tags count as well, since proxies that compress make tags weak.
 */
type Decided = Pick<
  HeldFinding,
  'id' | 'state' | 'effectiveSeverity' | 'reopenedCount' | 'triage' | 'assignee'
>

/** 96 bits: nobody gains by a collision, and a header stays short. */
const HASH_BYTES = 12

const hash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, HASH_BYTES).toString('base64url')

/** `events`: how many of its events are people's. */
export function saidTag(finding: Decided, events: number): string {
  const { id, state, effectiveSeverity, reopenedCount, triage, assignee } = finding
  return hash(JSON.stringify([id, state, effectiveSeverity, reopenedCount, triage, assignee, events]))
}

export const findingTag = (said: string, shown: object): string => `"${said}.${hash(JSON.stringify(shown))}"`

const TAGS = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/

/** Tags that the caller has read; null where it does not matter what it read. */
export function tagsRead(context: Context): readonly string[] | null {
  const header = context.req.header('If-Match')
  if (header === undefined || header.trim() === '*') return null
  if (!TAGS.test(header)) {
    throw new ApiProblem('invalid-request', 'If-Match must be an ETag as it was sent, in its quotes.', {
      errors: [{ pointer: '/if-match', detail: 'must be a tag like "abc.def"' }],
    })
  }
  return [...header.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)
}

/** Throws where what people decide on has changed since a tag of `read` was sent. */
export function refuseStale(read: readonly string[] | null, said: string): void {
  if (read === null || read.some((tag) => tag.split('.')[0] === said)) return
  throw new ApiProblem(
    'finding-changed',
    'It has been triaged, assigned, commented on, or has come to stand otherwise since it was read.',
  )
}
