import { z } from '@hono/zod-openapi'
import { DIRECTORY_STATUSES } from '../../model/core/directory.ts'
import { IDENTITY_COUNTS, IDENTITY_NOTE_CODES } from '../../model/core/identities.ts'
import { PLANES } from '../../model/core/planes.ts'
import { ACTIVITY_SIGNALS } from '../../model/core/signals.ts'
import { LastUseSchema } from './activity-days.ts'
import { instant, orNull } from './common.ts'

/** One human across both planes. */

const SIGNALS = [...ACTIVITY_SIGNALS, 'api_key_last_used_at'] as const

const LastSeenSchema = z
  .array(z.object({ signal: z.enum(SIGNALS), at: instant }))
  .openapi({ description: 'The newest sign of life by signal, the newest first.' })

const AccountSchema = z
  .object({
    asset_id: z.uuid(),
    person_id: z.uuid(),
    kind: z.enum(['platform.user', 'chatgpt.user']),
    external_id: z.string(),
    plane: z.enum(PLANES),
    role: z.string().nullable(),
    enabled: z.boolean().openapi({ description: 'Whether it lets anybody in.' }),
    gone_at: instant.nullable().openapi({ description: 'Since when upstream lists it no more.' }),
    last_seen: LastSeenSchema,
  })
  .openapi('IdentityAccount')

const DirectoryEntrySchema = z
  .object({
    status: z.enum(DIRECTORY_STATUSES),
    left_at: instant.nullable(),
    department: z.string().nullable(),
    manager_known: z.boolean(),
  })
  .openapi('IdentityDirectoryEntry')

const NoteSchema = z
  .object({
    code: z.enum(IDENTITY_NOTE_CODES),
    counts: z.partialRecord(z.enum(IDENTITY_COUNTS), z.int()),
    text: z.string().openapi({ example: 'left the workspace but owns 3 live keys and 2 shared GPTs' }),
  })
  .openapi('IdentityNote')

export const IdentitySchema = z
  .object({
    id: z.uuid().openapi({ description: 'The first of their person ids.' }),
    person_ids: z.array(z.uuid()).openapi({
      description: 'All rows of people with the same e-mail address. Never joined by name.',
    }),
    integration_id: z.uuid(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    erased: z.boolean(),
    accounts: z.array(AccountSchema),
    last_seen: LastSeenSchema,
    owns: z.object({ keys: z.int(), gpts: z.int(), shared_gpts: z.int(), agents: z.int() }).openapi({
      description:
        'Live keys: not expired, and of no archived project. A GPT is shared where others may use it.',
    }),
    directory_loaded: z.boolean(),
    directory: orNull(DirectoryEntrySchema),
    notes: z.array(NoteSchema),
  })
  .openapi('Identity')

const owned = { asset_id: z.uuid(), external_id: z.string(), name: z.string().nullable() }
const used = { last_use: LastUseSchema }

export const IdentityDetailSchema = IdentitySchema.extend({
  keys: z.array(
    z.object({
      ...owned,
      ...used,
      kind: z.enum(['platform.project_key', 'platform.admin_key']),
      redacted_value: z.string().nullable(),
      last_used_at: instant.nullable(),
      expires_at: instant.nullable(),
    }),
  ),
  gpts: z.array(z.object({ ...owned, ...used, visibility: z.string().nullable(), shared: z.boolean() })),
  agents: z.array(z.object({ ...owned, status: z.string().nullable() })),
}).openapi('IdentityDetail', { description: 'Of keys, GPTs and agents the first 200; `owns` counts all.' })

export type IdentityView = z.infer<typeof IdentitySchema>
export type IdentityDetailView = z.infer<typeof IdentityDetailSchema>
