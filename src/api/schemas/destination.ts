import { z } from '@hono/zod-openapi'
import type { Destination } from '../../db/destinations/destinations.ts'
import {
  DEFAULT_WEBHOOK_EVENTS,
  MOST_ROTATION_OVERLAP_HOURS,
  ROTATION_OVERLAP_HOURS,
  WEBHOOK_EVENTS,
} from '../../model/core/deliveries.ts'
import { DESTINATION_KINDS } from '../../model/core/destinations.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { settingsOf } from '../../model/schema/destination-kinds.ts'
import { revision, revisionOf } from '../revision.ts'
import { ActorSchema, actorView, givenKey, IdempotencyHeader, instant, JsonSchema, uuid } from './common.ts'
import { checkTarget, settingsField, targetFields, tokenField, urlField } from './destination-target.ts'
import { matchAfter, matchFields, matchView, shownMatch } from './finding-match.ts'

/** Where notifications go. The signing secret is shown once, when it is made. */

const eventTypes = z.array(z.enum(WEBHOOK_EVENTS)).min(1)

export const ChangeDestination = z
  .strictObject({
    event_types: eventTypes.optional(),
    disabled: z.boolean().optional().openapi({
      description:
        'True: nothing is sent there any more, and what is on its way is given up. False: from now on it is told again; what failed before is sent again by replay-failed.',
    }),
    settings: settingsField.optional(),
    ...matchFields,
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change')
  .openapi('ChangeDestination')

export const DestinationIfMatch = IdempotencyHeader.extend({
  'if-match': z.string().optional().openapi({
    description: 'The ETag of GET /api/v1/destinations/{id}. Changed since, it stays as it is (412).',
  }),
})

export const testDestination = (allowedHosts: ReadonlySet<string>) =>
  z.strictObject(targetFields).superRefine(checkTarget(allowedHosts)).openapi('TestDestination')

export const RotateSecret = z
  .strictObject({
    overlap_hours: z.int().min(0).max(MOST_ROTATION_OVERLAP_HOURS).default(ROTATION_OVERLAP_HOURS).openapi({
      description:
        'Hours in which the old secret of a webhook signs beside the new one. 0 ends it at once: for one that was leaked.',
    }),
    url: urlField.optional().openapi({
      description: 'Of other kinds: the new URL, with the same scheme, host and port. It holds at once.',
    }),
    token: tokenField.optional(),
  })
  .openapi('RotateSecret')

export const TestedSchema = z
  .object({
    outcome: z.enum(['answered', 'refused', 'unreachable']).openapi({
      description: '`refused`: Casbah does not call such an address; `unreachable`: no answer came.',
    }),
    taken: z
      .boolean()
      .openapi({ description: 'An event would count as delivered: a status of 200 to 299 came.' }),
    status: z.int().nullable().openapi({ description: 'Null: no answer came, or syslog has none.' }),
    code: z.string().nullable().openapi({
      description: 'Why no answer came, or none of what is asked there.',
      example: 'ECONNREFUSED',
    }),
    refused_recipients: z
      .array(
        z.object({
          position: z.int().openapi({ description: 'Among `to` of the settings, from 1.' }),
          status: z.int().openapi({ description: 'What the mail server replied of it.', example: 550 }),
        }),
      )
      .openapi({
        description:
          'Of a mail that the server took for some and not for others: for whom not. Empty of other kinds, and where `status` is of all.',
      }),
    latency_ms: z.int(),
    webhook_id: z
      .uuid()
      .openapi({ description: 'As in the header of the ping; of other kinds, the id of its batch.' }),
  })
  .openapi('TestedDestination')

export const createDestination = (allowedHosts: ReadonlySet<string>) =>
  z
    .strictObject({
      ...targetFields,
      key: givenKey.nullish(),
      integration_id: uuid.nullish().openapi({ description: 'Only this integration; without it, all.' }),
      event_types: eventTypes.optional().openapi({
        description: `Default: ${DEFAULT_WEBHOOK_EVENTS.join(', ')}; of a digest run.failed, too. What is not of a finding is told whatever the filters say.`,
      }),
      ...matchFields,
    })
    .superRefine(checkTarget(allowedHosts))
    .openapi('CreateDestination')

export const DestinationSchema = z
  .object({
    id: z.uuid(),
    key: z.string().nullable(),
    revision,
    integration_id: z.uuid().nullable(),
    kind: z.enum(DESTINATION_KINDS),
    settings: JsonSchema.openapi({ description: 'By kind; a webhook has none.' }),
    url: z.string().openapi({
      description: 'Scheme, host and the last four characters: the rest may be a secret, and is sealed.',
      example: 'https://hooks.example.com/…k3yZ',
    }),
    has_token: z.boolean().openapi({
      description: 'Whether a token or login is kept for it; of it nothing is shown. False of a webhook.',
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
    failing_since: instant.nullable().openapi({
      description: 'The first attempt that failed since one was taken; null while all is well.',
    }),
    failed_attempts: z.int(),
    throttled_until: instant.nullable().openapi({
      description: 'Nothing is sent before: it answered 429, 502 or 504. May be over.',
    }),
    digest_due_at: instant.nullable().openapi({
      description: 'When its next digest is due; null: it has none, or is disabled.',
    }),
    previous_secret_until: instant.nullable().openapi({
      description: 'Until then the secret before the last rotation signs, too. May be over.',
    }),
  })
  .openapi('Destination')

export const CreatedDestinationSchema = DestinationSchema.extend({
  secret: z.string().nullable().openapi({
    description:
      'Standard Webhooks secret (`whsec_…`), shown this once; null when a request is repeated, and of other kinds, whose secrets come from outside.',
  }),
}).openapi('CreatedDestination')

/** Of what can be changed, and of whether anything is sent there at all. */
export const destinationRevision = (row: Destination): string => {
  const { eventTypes, filter, disabledAt } = row
  return revisionOf({
    ...{ eventTypes, filter: { ...matchAfter(filter, {}) }, disabledAt },
    settings: shownSettings(row),
  })
}

const shownSettings = ({ kind, settings }: Destination): JsonObject => ({ ...settingsOf(kind, settings) })

export const destinationView = (row: Destination): z.infer<typeof DestinationSchema> => ({
  id: row.id,
  key: row.key,
  revision: destinationRevision(row),
  integration_id: row.integrationId,
  kind: row.kind,
  settings: shownSettings(row),
  url: row.shownUrl,
  has_token: row.kind !== 'webhook' && row.hasSecret,
  event_types: row.eventTypes,
  ...matchView(row.filter),
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  disabled_at: row.disabledAt,
  disabled_reason: row.disabledReason,
  failing_since: row.failingSince,
  failed_attempts: row.failedAttempts,
  throttled_until: row.throttledUntil,
  digest_due_at: row.disabledAt === null ? row.digestDueAt : null,
  previous_secret_until: row.previousSecretUntil,
})

/** What a repeated request is answered: whom it is about is kept in one place. */
export function repeatedDestination(view: z.infer<typeof DestinationSchema>): JsonObject {
  const { owners, settings, ...rest } = view
  const known = { ...rest, settings: settings as JsonObject }
  return owners === null ? { ...known, owners } : known
}
