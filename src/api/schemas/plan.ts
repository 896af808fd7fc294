import { z } from '@hono/zod-openapi'
import type { CollectionPlan, Range } from '../../model/core/collection-plan.ts'
import { BASES } from '../../model/core/collection-plan.ts'
import { STREAM_NAMES } from '../../model/core/streams.ts'
import { instant } from './common.ts'

/** What a full collection costs, as people are shown it. */

const RangeSchema = z
  .object({
    from: z.int(),
    to: z.int().nullable().openapi({ description: 'Null: nothing that would bound it is known yet.' }),
  })
  .openapi('Range')

export const CollectionPlanSchema = z
  .object({
    requests: RangeSchema,
    seconds: RangeSchema.openapi({ description: 'At the rate limits that are known.' }),
    streams: z.array(
      z.object({
        stream: z.enum(STREAM_NAMES),
        requests: RangeSchema,
        seconds: RangeSchema,
        basis: z.enum(BASES).openapi({
          description:
            'Whether the figure is of the last collection, of the parents that are known, or a least.',
        }),
      }),
    ),
  })
  .openapi('CollectionPlan')

export const RemainingSchema = z
  .object({
    requests: RangeSchema,
    earliest: instant,
    latest: instant.nullable().openapi({ description: 'Null: nothing that would bound it is known yet.' }),
  })
  .openapi('Remaining')

const wholeRange = ({ from, to }: Range): z.infer<typeof RangeSchema> => ({
  from: Math.floor(from),
  to: to === null ? null : Math.ceil(to),
})

export const collectionPlanView = (plan: CollectionPlan): z.infer<typeof CollectionPlanSchema> => ({
  requests: wholeRange(plan.requests),
  seconds: wholeRange(plan.seconds),
  streams: plan.streams.map(({ stream, requests, seconds, basis }) => ({
    stream,
    requests: wholeRange(requests),
    seconds: wholeRange(seconds),
    basis,
  })),
})

const MS_A_SECOND = 1_000

export function remainingView(plan: CollectionPlan, now: Date): z.infer<typeof RemainingSchema> {
  const after = (seconds: number) => new Date(now.getTime() + seconds * MS_A_SECOND).toISOString()
  const { from, to } = plan.seconds
  return {
    requests: wholeRange(plan.requests),
    earliest: after(from),
    latest: to === null ? null : after(to),
  }
}
