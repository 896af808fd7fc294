import { z } from '@hono/zod-openapi'
import { ActorSchema, instant } from './common.ts'

/** OpenAI grants compliance access by hand, on a request that names the key without showing it. */
export const AccessRequestSchema = z
  .object({
    organization_id: z.string().nullable(),
    workspace_id: z.string().nullable(),
    key_last_four: z.string(),
    key_name: z.string().nullable(),
    key_added_by: ActorSchema.openapi({ description: 'Who gave the key to Casbah.' }),
    key_added_at: instant,
    scope: z.literal('read'),
    missing: z
      .array(z.string())
      .openapi({ description: 'What OpenAI will ask for and Casbah does not know.' }),
    text: z.string().openapi({ description: 'Ready to send; what is missing stands in angle brackets.' }),
  })
  .openapi('AccessRequest')
