import { z } from '@hono/zod-openapi'
import type { Actor } from '../../model/core/actor.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { holdsMarks, linesHoldMarks } from '../../model/core/text-marks.ts'
import { CUSTOM_RULE_ID } from '../../rules/custom/limits.ts'
import { redact } from '../../telemetry/logger.ts'

/** Parts that all schemas are made of. Names in answers are snake_case, as upstream's are. */

const NO_MARKS = 'must hold no control characters, and no marks that turn the writing direction'

const isAnyRuleId = (text: string): text is AnyRuleId =>
  (RULE_IDS as readonly string[]).includes(text) || CUSTOM_RULE_ID.test(text)

/** Text that Postgres can hold and a line of a log can show: no control characters, nothing that shows another text than
 * there is, no broken surrogates, and no key that somebody pasted into the wrong field. */
export const plainText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !holdsMarks(text), NO_MARKS)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .refine((text) => redact(text) === text, 'must hold no key or token')
    .transform((text) => text.trim())
    .refine((text) => text !== '', 'must not be empty')

/** Text of several lines. Line ends are as Unix writes them. */
export const lines = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => !linesHoldMarks(text), NO_MARKS)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .refine((text) => redact(text) === text, 'must hold no key or token')
    .refine((text) => text !== '', 'must not be empty')

/** What no id of ours looks like, so that one word names a thing by either. */
const KEY = /^(?![0-9a-f]{8}-)[a-z0-9][a-z0-9._-]{0,99}$/

export const givenKey = z
  .string()
  .regex(KEY, 'must have lower-case letters, digits, dots, dashes and underscores, and not look like an id')
  .openapi({
    description: 'A name of yours that stays, by which programs know it; none has the same.',
    example: 'allowed-browsing',
  })

export const uuid = z.uuid().transform((text) => text.toLowerCase())

export const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T03:45:39.123456Z' })

export const ProblemSchema = z
  .object({
    type: z.string().openapi({ example: '/docs/problems/invalid-request' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().openapi({ description: "The request's id, as in X-Request-Id and in the log." }),
    errors: z
      .array(
        z.object({
          pointer: z.string().openapi({
            description: 'JSON pointer into the body or path, or `?name` for a parameter.',
          }),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .openapi('Problem', { description: 'RFC 9457. The type leads to a page that says what to do next.' })

export const ActorSchema = z
  .object({ kind: z.enum(['token', 'schedule', 'system', 'user']), id: z.string(), label: z.string() })
  .openapi('Actor')

export const actorView = ({ kind, id, label }: Actor) => ({ kind, id, label })

/** A page of a list. The next page is asked for with `next_cursor` and the same filters. */
export const pageOf = <Item extends z.ZodType>(name: string, item: Item) =>
  z
    .object({
      data: z.array(item),
      page: z.object({ next_cursor: z.string().nullable(), limit: z.int() }),
    })
    .openapi(name)

/** JSON as it is kept: evidence, outcomes, settings. Its shape belongs to whoever wrote it. */
export const JsonSchema = z.record(z.string(), z.unknown()).openapi('JsonObject')

/** For a named schema: a plain `nullable` of one is written into the description as "never null". */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()])

/** A rule of the catalogue, or one that people wrote. */
export const anyRuleId: z.ZodType<AnyRuleId> = z
  .string()
  .refine(isAnyRuleId, 'must be the id of a rule: see GET /api/v1/rules and an integration’s custom-rules')
  .openapi({ description: 'A rule of GET /rules, or `custom.…`.', example: 'gpt.public_link' })

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
})

const PROBLEM_ANSWERS = {
  400: problem('Not valid: unknown or wrong parameters or fields'),
  401: problem('No valid bearer token'),
  403: problem('The token lacks a scope, or is limited to some integrations'),
  404: problem('Not there, or not to be seen by this token'),
  409: problem('Refused as things stand, or a request with this Idempotency-Key is running'),
  412: problem('It has changed since the ETag in If-Match was read'),
  413: problem('The body is too large'),
  422: problem('Well-formed and yet not to be done, or the Idempotency-Key was used with another body'),
  415: problem('The body is not of the type that is asked for'),
  429: problem('Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy'),
  500: problem('An error of Casbah, logged with the request id'),
  503: problem('Busy, or a needed service is away; see Retry-After'),
} as const

type ProblemStatus = keyof typeof PROBLEM_ANSWERS

/** Each route asks for a token, and most for a scope. */
const EVERYWHERE = [400, 401, 403, 429, 500, 503] as const
type Everywhere = (typeof EVERYWHERE)[number]

/** The problem answers of a route: those that every route has, and the ones named. */
export function problems<Status extends ProblemStatus>(
  ...statuses: Status[]
): Pick<typeof PROBLEM_ANSWERS, Status | Everywhere> {
  const named = [...EVERYWHERE, ...statuses].map((status) => [status, PROBLEM_ANSWERS[status]])
  return Object.fromEntries(named) as Pick<typeof PROBLEM_ANSWERS, Status | Everywhere>
}

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

/** Commands that make something take this header; see middleware/idempotency. */
export const IdempotencyHeader = z.object({
  'idempotency-key': z.string().optional().openapi({
    description:
      'Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours.',
    example: 'd7a0c9a2-6f0e-4b3a-9f7e-1f2a3b4c5d6e',
  }),
})

export const IntegrationParam = z.object({ id: uuid.openapi({ description: "The integration's id." }) })
