import { z } from '@hono/zod-openapi'
import type { Delivery, DeliveryAttempt } from '../../db/deliveries/list-deliveries.ts'
import { DELIVERY_STATES } from '../../model/core/deliveries.ts'
import { isBatched } from '../../model/core/destinations.ts'
import { workflowIds } from '../../model/core/names.ts'
import type { ApiDeps } from '../deps.ts'
import { temporalLink } from '../deps.ts'
import { instant, JsonSchema } from './common.ts'

/** What became of each event at each destination. */

export const DeliverySchema = z
  .object({
    id: z
      .uuid()
      .openapi({ description: 'The `webhook-id` of all its attempts, also when it is sent again.' }),
    destination_id: z.uuid(),
    finding_event_id: z.uuid().nullable().openapi({ description: 'Null where it tells of no finding.' }),
    event_type: z.string(),
    payload: JsonSchema,
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    batch_id: z.uuid().nullable().openapi({
      description: 'With which others it is sent in one message, or was last; null of a webhook.',
    }),
    replays: z.int().openapi({ description: 'How often somebody had it sent again.' }),
    last_status: z.int().nullable(),
    last_error: z.string().nullable(),
    next_attempt_at: instant.nullable().openapi({
      description:
        'When its batch is sent next, once that was tried or is due, and not before `throttled_until` of its destination. Null of a webhook, whose workflow waits by itself.',
    }),
    created_at: instant,
    delivered_at: instant.nullable(),
    links: z.object({ temporal: z.string().nullable() }),
  })
  .openapi('Delivery')

export const DeliveryDetailSchema = DeliverySchema.extend({
  attempt_log: z.array(
    z.object({
      no: z.int(),
      at: instant,
      status: z.int().nullable().openapi({ description: 'Null: no answer came.' }),
      error: z.string().nullable().openapi({ description: 'A code; null where it was taken.' }),
      latency_ms: z.int(),
    }),
  ),
}).openapi('DeliveryDetail')

export const ReplayFailed = z
  .strictObject({
    since: z.iso
      .datetime({ offset: true })
      .openapi({ description: 'Deliveries made then or later.', example: '2026-11-22T03:00:00Z' }),
  })
  .openapi('ReplayFailed')

export const ReplayedFailedSchema = z
  .object({
    replayed: z.int(),
    left: z.int().openapi({ description: 'Failed in that time and not sent again yet: ask once more.' }),
  })
  .openapi('ReplayedFailed')

export const deliveryView = (
  deps: Pick<ApiDeps, 'temporalUiUrl' | 'temporalNamespace'>,
  row: Delivery,
): z.infer<typeof DeliverySchema> => ({
  id: row.id,
  destination_id: row.destinationId,
  finding_event_id: row.findingEventId,
  event_type: row.eventType,
  payload: row.payload,
  state: row.state,
  attempts: row.attempts,
  batch_id: row.batchId,
  replays: row.replays,
  last_status: row.lastStatus,
  last_error: row.lastError,
  next_attempt_at: row.nextAttemptAt,
  created_at: row.createdAt,
  delivered_at: row.deliveredAt,
  links: { temporal: temporalLink(deps, workflowOf(row)) },
})

const workflowOf = ({ kind, destinationId, id, replays }: Delivery): string =>
  isBatched(kind) ? workflowIds.batch(destinationId) : workflowIds.delivery(id, replays)

export const attemptView = ({ no, at, status, error, latencyMs }: DeliveryAttempt) => ({
  ...{ no, at, status, error, latency_ms: latencyMs },
})
