import { z } from '@hono/zod-openapi'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import type { CredentialKind } from '../../model/core/credentials.ts'
import { isDescribedLogType, LOG_TYPE_NAME, MOST_OTHER_LOG_TYPES } from '../../model/core/log-types.ts'
import { plainText, uuid } from './common.ts'

/**
 * What people send to make or change an integration. A secret is taken as it was pasted (spaces around it
 * trimmed) and judged by no pattern: OpenAI may call a compliance key an admin key, and which key goes where is
 * found out by the connection test, which names it back.
 */

const LONGEST_NAME = 120
const LONGEST_SECRET = 512
/** Nothing that OpenAI hands out is shorter, and the last four characters are shown. */
const SHORTEST_SECRET = 16
const MOST_DOMAINS = 200

const secret = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => text.length >= SHORTEST_SECRET, 'is too short to be a key')
  .refine((text) => text.length <= LONGEST_SECRET, 'is too long to be a key')
  .refine((text) => /^[\x21-\x7e]*$/.test(text), 'must be one line of printable ASCII characters')
  .openapi({ format: 'password', description: 'Sealed at once; never shown again.' })

const keyName = plainText(LONGEST_NAME)
  .nullish()
  .openapi({ description: 'What you called the key at OpenAI; it appears in the access request.' })

export const CredentialInput = z.strictObject({ secret, key_name: keyName }).openapi('CredentialInput')

/** A bare string is short for `{secret}`. */
const credentialInput = z
  .preprocess((given) => (typeof given === 'string' ? { secret: given } : given), CredentialInput.optional())
  .optional()
  .openapi({
    anyOf: [{ type: 'string', format: 'password' }, { $ref: '#/components/schemas/CredentialInput' }],
  })

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/

const domain = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .refine((text) => DOMAIN.test(text), 'must be a domain like example.com')

export const ownDomains = z
  .array(domain)
  .max(MOST_DOMAINS)
  .transform((domains) => [...new Set(domains)].sort())
  .openapi({ description: 'E-mail domains that are yours; invites to others weigh more.' })

const otherLogType = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .refine((text) => LOG_TYPE_NAME.test(text), 'must be a type of log file like CHATGPT_SOMETHING_LOG')
  .refine((text) => !isDescribedLogType(text), 'is a type that is read anyway, by a stream of its own')

const otherLogTypes = z
  .array(otherLogType)
  .max(MOST_OTHER_LOG_TYPES)
  .transform((types) => [...new Set(types)].sort())
  .openapi({
    description:
      'Types of log file that OpenAI has added and this version does not describe. Who, when and which type is kept of their records, nothing else; `logs.OTHER` reads them.',
    example: ['CHATGPT_BROWSER_LOG'],
  })

export const organizationId = z
  .string()
  .regex(/^org-[A-Za-z0-9_-]{1,64}$/, 'must look like org-…')
  .openapi({ example: 'org-AbC123' })

const projectId = z
  .string()
  .regex(/^proj_[A-Za-z0-9_-]{1,64}$/, 'must look like proj_…')
  .openapi({ example: 'proj_AbC123' })

/** Characters. */
const LONGEST_REASON = 500

export const collectionMode = z.enum(COLLECTION_MODES).openapi({
  description:
    'What conversation data may be kept, from strictest to widest. "analyze" keeps what "metadata" keeps and no text; "content" keeps text, sealed.',
})

export const CreateIntegration = z
  .strictObject({
    display_name: plainText(LONGEST_NAME),
    organization_id: organizationId
      .nullish()
      .openapi({ description: 'Needed with an admin key: the platform organization.' }),
    workspace_id: uuid.nullish().openapi({ description: 'Needed with a compliance key.' }),
    project_id: projectId.nullish().openapi({ description: 'Only together with a project key.' }),
    collection_mode: collectionMode.optional(),
    own_domains: ownDomains.optional(),
    other_log_types: otherLogTypes.optional(),
    credentials: z.strictObject({
      compliance_key: credentialInput,
      admin_key: credentialInput,
      project_key: credentialInput,
    }),
  })
  .superRefine((input, context) => {
    for (const [path, message] of planeProblems(input)) {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
  })
  .openapi('CreateIntegration')

export type CreateIntegrationInput = z.output<typeof CreateIntegration>

interface Planes {
  readonly organization_id?: string | null | undefined
  readonly workspace_id?: string | null | undefined
  readonly project_id?: string | null | undefined
  readonly credentials: Readonly<Partial<Record<CredentialKind, object | undefined>>>
}

/** At least one plane must be whole: its key and its id together. */
export function planeProblems(input: Planes): (readonly [readonly string[], string])[] {
  const { compliance_key, admin_key, project_key } = input.credentials
  const found: (readonly [readonly string[], string])[] = []
  const say = (path: readonly string[], message: string) => found.push([path, message])
  if (!compliance_key && !admin_key) {
    say(
      ['credentials'],
      'give a compliance_key (with workspace_id), an admin_key (with organization_id), or both',
    )
  }
  if (compliance_key && !input.workspace_id) say(['workspace_id'], 'is needed with a compliance_key')
  if (admin_key && !input.organization_id) say(['organization_id'], 'is needed with an admin_key')
  if (input.project_id && !project_key) say(['project_id'], 'is allowed only together with a project_key')
  if (project_key && !input.project_id) say(['project_id'], 'is needed with a project_key')
  return found
}

export const ChangeIntegration = z
  .strictObject({
    display_name: plainText(LONGEST_NAME).optional(),
    own_domains: ownDomains.optional(),
    other_log_types: otherLogTypes.optional(),
    severity_escalation: z.enum(['on', 'off']).optional(),
    collection_mode: collectionMode.optional(),
    collection_mode_reason: plainText(LONGEST_REASON)
      .optional()
      .openapi({ description: 'Why more may be kept; needed where the mode becomes wider.' }),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change')
  .openapi('ChangeIntegration')
