import { z } from '@hono/zod-openapi'
import type { Destination } from '../../db/destinations/destinations.ts'
import type { deliveries } from '../../db/schema/access.ts'
import { DELIVERY_STATES, WEBHOOK_EVENTS } from '../../model/core/deliveries.ts'
import { workflowIds } from '../../model/core/names.ts'
import { webhookUrlProblem } from '../../model/schema/webhook-url.ts'
import type { ApiDeps } from '../deps.ts'
import { temporalLink } from '../deps.ts'
import { ActorSchema, actorView, IdempotencyHeader, instant, JsonSchema, uuid } from './common.ts'
import { matchFields, matchView, shownMatch } from './finding-match.ts'

/** Where notifications go, and what became of each. The signing secret is shown once, when it is made. */

const LONGEST_URL = 2_000

const eventTypes = z.array(z.enum(WEBHOOK_EVENTS)).min(1)

export const ChangeDestination = z
  .strictObject({ event_types: eventTypes.optional(), ...matchFields })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change')
  .openapi('ChangeDestination')

export const DestinationIfMatch = IdempotencyHeader.extend({
  'if-match': z.string().optional().openapi({
    description: 'The ETag of GET /api/v1/destinations/{id}. Changed since, it stays as it is (412).',
  }),
})

export const createDestination = (allowedHosts: ReadonlySet<string>) =>
  z
    .strictObject({
      url: z
        .string()
        .max(LONGEST_URL)
        .superRefine((url, context) => {
          const problem = webhookUrlProblem(url, allowedHosts)
          if (problem !== null) context.addIssue({ code: 'custom', message: problem })
        })
        .openapi({ format: 'uri', example: 'https://hooks.example.com/casbah' }),
      integration_id: uuid.nullish().openapi({ description: 'Only this integration; without it, all.' }),
      event_types: eventTypes.optional().openapi({ description: 'Default: all of them.' }),
      ...matchFields,
    })
    .openapi('CreateDestination')

export const DestinationSchema = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid().nullable(),
    url: z.string().openapi({
      description: 'Scheme, host and the last four characters: the rest may be a secret, and is sealed.',
      example: 'https://hooks.example.com/…k3yZ',
    }),
    event_types: z.array(z.string()),
    ...shownMatch,
    owners: shownMatch.owners
      .optional()
      .openapi({ description: 'Null: of every owner. Left out where a repeated request is answered.' }),
    created_by: ActorSchema,
    created_at: instant,
    disabled_at: instant.nullable(),
    disabled_reason: z.string().nullable(),
  })
  .openapi('Destination')

export const CreatedDestinationSchema = DestinationSchema.extend({
  secret: z.string().nullable().openapi({
    description: 'Standard Webhooks secret (`whsec_…`), shown this once; null when a request is repeated.',
  }),
}).openapi('CreatedDestination')

export const DeliverySchema = z
  .object({
    id: z.uuid(),
    destination_id: z.uuid(),
    finding_event_id: z.uuid(),
    event_type: z.string(),
    payload: JsonSchema,
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    last_status: z.int().nullable(),
    last_error: z.string().nullable(),
    created_at: instant,
    delivered_at: instant.nullable(),
    links: z.object({ temporal: z.string().nullable() }),
  })
  .openapi('Delivery')

export const destinationView = (row: Destination): z.infer<typeof DestinationSchema> => ({
  id: row.id,
  integration_id: row.integrationId,
  url: row.shownUrl,
  event_types: row.eventTypes,
  ...matchView(row.filter),
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  disabled_at: row.disabledAt,
  disabled_reason: row.disabledReason,
})

export const deliveryView = (
  deps: Pick<ApiDeps, 'temporalUiUrl' | 'temporalNamespace'>,
  row: typeof deliveries.$inferSelect,
): z.infer<typeof DeliverySchema> => ({
  id: row.id,
  destination_id: row.destinationId,
  finding_event_id: row.findingEventId,
  event_type: row.eventType,
  payload: row.payload,
  state: row.state,
  attempts: row.attempts,
  last_status: row.lastStatus,
  last_error: row.lastError,
  created_at: row.createdAt,
  delivered_at: row.deliveredAt,
  links: { temporal: temporalLink(deps, workflowIds.delivery(row.id)) },
})

/** What a repeated request is answered: whom it is about is kept in one place. */
export function repeatedDestination(view: z.infer<typeof DestinationSchema>) {
  const { owners, ...rest } = view
  return owners === null ? view : rest
}
