import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import type { NoticeEvent } from '../model/core/deliveries.ts'
import { FINDING_WEBHOOK_EVENTS, NOTICE_EVENTS, PING_EVENT } from '../model/core/deliveries.ts'
import { PHASES } from '../model/core/phases.ts'
import { RUN_KINDS, RUN_STATES } from '../model/core/runs.ts'
import { SEVERITIES } from '../model/core/severity.ts'
import type { ApiEnv } from './context.ts'
import { instant } from './schemas/common.ts'

/**
 * What webhooks send, as the `webhooks` of the API's description: a schema for each event, which tests hold against what is
 * really sent. They are open: a receiver must not mind fields that come in addition.
 */

const sequence = z.int().openapi({
  description:
    'Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing.',
})
const integrationId = z.uuid()
const href = z.string().openapi({ description: 'Where the API tells more.' })

const findingData = z.object({
  finding_id: z.uuid(),
  sequence,
  integration_id: integrationId,
  rule_id: z.string(),
  rule_version: z.int(),
  finding_type_id: z.uuid(),
  category: z.string(),
  severity: z.enum(SEVERITIES),
  effective_severity: z.enum(SEVERITIES),
  href,
})

const runData = z.object({
  run_id: z.uuid(),
  sequence,
  integration_id: integrationId,
  run_no: z.int(),
  kind: z.enum(RUN_KINDS),
  state: z.enum(RUN_STATES),
  href,
})

const integrationData = z.object({ integration_id: integrationId, sequence, phase: z.enum(PHASES), href })

const destinationData = z.object({
  destination_id: z.uuid(),
  sequence,
  integration_id: integrationId.nullable().openapi({ description: 'Null: it hears of all integrations.' }),
  reason: z.enum(['gone', 'failing']).openapi({
    description: '`gone`: it answered 410; `failing`: it took nothing for days.',
  }),
  failed_attempts: z.int(),
})

const NOTICE_DATA = {
  'run.started': runData,
  'run.stalled': runData,
  'run.completed': runData,
  'run.failed': runData,
  'integration.degraded': integrationData,
  'integration.recovered': integrationData,
  'destination.disabled': destinationData,
} as const satisfies Record<NoticeEvent, z.ZodObject>

const event = (type: string, data: z.ZodObject) =>
  z.object({ type: z.literal(type), timestamp: instant, data })

/** The body of each event, by its type. */
export const WEBHOOK_BODIES: Readonly<Record<string, z.ZodObject>> = Object.fromEntries([
  ...FINDING_WEBHOOK_EVENTS.map((type) => [type, event(type, findingData)] as const),
  ...NOTICE_EVENTS.map((type) => [type, event(type, NOTICE_DATA[type])] as const),
  [PING_EVENT, event(PING_EVENT, z.object({ destination_id: z.uuid().nullable() }))],
])

const headers = z.object({
  'webhook-id': z.string().openapi({
    description:
      'The same over all attempts and replays of one event: what you have taken once, you can skip.',
  }),
  'webhook-timestamp': z.string().openapi({ description: 'Seconds since 1970, of this attempt.' }),
  'webhook-signature': z.string().openapi({
    description:
      'Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated.',
  }),
})

export function describeWebhooks({ openAPIRegistry }: OpenAPIHono<ApiEnv>): void {
  for (const [type, body] of Object.entries(WEBHOOK_BODIES)) {
    openAPIRegistry.registerWebhook({
      method: 'post',
      path: type,
      summary: type,
      tags: ['notifications'],
      request: { headers, body: { required: true, content: { 'application/json': { schema: body } } } },
      responses: {
        '2XX': { description: 'Taken' },
        '410': { description: 'Gone: the webhook is disabled' },
        default: { description: 'Not taken: tried again later; Retry-After is honoured' },
      },
    })
  }
}
