import { z } from '@hono/zod-openapi'
import type { ServiceAccount } from '../../db/service-accounts/service-accounts.ts'
import { ActorSchema, actorView, instant, orNull, plainText } from './common.ts'
import { access, isOneOf, ONE_OF } from './token.ts'

const LONGEST_NAME = 100
const LONGEST_DESCRIPTION = 500

const description = plainText(LONGEST_DESCRIPTION).openapi({
  description: 'What it does, and whom to ask about it.',
  example: 'Nightly export to the SIEM; security-platform@example.com',
})

export const CreateServiceAccount = z
  .strictObject({
    name: plainText(LONGEST_NAME).openapi({ description: 'No other has it.', example: 'siem-export' }),
    description: description.optional(),
    ...access,
  })
  .refine(isOneOf, ONE_OF)
  .openapi('CreateServiceAccount')

export const ChangeServiceAccount = z
  .strictObject({
    disabled: z.boolean().optional().openapi({ description: 'True ends its tokens, at once and for good.' }),
    description: description.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'changes something')
  .openapi('ChangeServiceAccount')

export const ServiceAccountSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    scopes: access.scopes.unwrap().openapi({ description: 'The most that its tokens may do.' }),
    created_by: ActorSchema,
    created_at: instant,
    disabled_at: instant.nullable(),
    disabled_by: orNull(ActorSchema),
  })
  .openapi('ServiceAccount')

export const serviceAccountView = (row: ServiceAccount): z.infer<typeof ServiceAccountSchema> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  scopes: row.scopes,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  disabled_at: row.disabledAt,
  disabled_by: row.disabledBy === null ? null : actorView(row.disabledBy),
})
