import { z } from '@hono/zod-openapi'
import type { HeldFinding } from '../../db/findings/hold-findings.ts'
import { FINDING_STATES, TRIAGE_STATES } from '../../model/core/findings.ts'
import { findingFilters, LONGEST_ASSIGNEE } from '../finding-filters.ts'
import { IdempotencyHeader, instant, lines, plainText, uuid } from './common.ts'
import { exceptionTexts } from './exception.ts'

/** What people say of findings, one by one and many at once. */

const LONGEST_COMMENT = 4_000
/** Named one by one; a filter reaches further. */
const MOST_IDS = 1_000

const triage = z.enum(TRIAGE_STATES)
const assignee = plainText(LONGEST_ASSIGNEE)
  .nullable()
  .openapi({ description: 'An e-mail address or the name of a team; null: nobody.' })
const note = lines(LONGEST_COMMENT).optional().openapi({ description: 'Goes into the history as a comment.' })

export const ChangeFinding = z
  .strictObject({ triage: triage.optional(), assignee: assignee.optional(), note })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change')
  .openapi('ChangeFinding')

export const IfMatchHeader = IdempotencyHeader.extend({
  'if-match': z.string().optional().openapi({
    description:
      'The ETag of GET /api/v1/findings/{id}. Where people have said something since, or the finding has come to stand otherwise, nothing is changed (412).',
  }),
})

/** Short on purpose, and shorter when repeated: what is kept for repetitions names no people, who are kept in one place. */
export const TriagedSchema = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid(),
    state: z.enum(FINDING_STATES),
    triage,
    assignee: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'Left out where a repeated request is answered: GET has it.' }),
  })
  .openapi('TriagedFinding')

export const triagedView = (
  row: Pick<HeldFinding, 'id' | 'integrationId' | 'state' | 'triage' | 'assignee'>,
): z.infer<typeof TriagedSchema> => ({
  id: row.id,
  integration_id: row.integrationId,
  state: row.state,
  triage: row.triage,
  assignee: row.assignee,
})

export const CommentInput = z.strictObject({ text: lines(LONGEST_COMMENT) }).openapi('CommentInput')

export const CommentedSchema = z
  .object({
    id: z.uuid().openapi({ description: 'Of the event in the history.' }),
    finding_id: z.uuid(),
    at: instant,
  })
  .openapi('CommentedFinding', { description: 'The text itself is in the history of the finding.' })

const target = {
  ids: z.array(uuid).min(1).max(MOST_IDS).optional(),
  filter: z.strictObject(findingFilters).optional().openapi({ description: 'As in GET /api/v1/findings.' }),
  expected_count: z.int().min(0).optional().openapi({
    description:
      'Needed with a filter: how many findings it was seen to match. Where it matches another number, nothing is changed.',
  }),
}

export const BulkChange = z
  .discriminatedUnion('action', [
    z.strictObject({ ...target, action: z.literal('triage'), triage, note }),
    z.strictObject({ ...target, action: z.literal('assign'), assignee, note }),
    z.strictObject({ ...target, action: z.literal('except'), ...exceptionTexts }),
  ])
  .superRefine(({ ids, filter, expected_count }, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if ((ids === undefined) === (filter === undefined)) say('ids', 'give either ids or a filter')
    if (filter !== undefined && expected_count === undefined) {
      say('expected_count', 'is needed with a filter: how many findings it was seen to match')
    }
    if (filter === undefined && expected_count !== undefined) say('expected_count', 'belongs to a filter')
  })
  .openapi('BulkChange')

export type BulkChangeInput = z.output<typeof BulkChange>

export const BulkChangedSchema = z
  .object({
    matched: z.int(),
    changed: z.int().openapi({ description: 'Of them; the others were so already.' }),
  })
  .openapi('BulkChanged')
