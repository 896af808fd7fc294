import { z } from 'zod'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import { DESTINATION_KINDS } from '../../model/core/destinations.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { parseUntil } from '../exceptions/add.ts'

/**
 * What `casbah apply` takes: integrations with their rules, exceptions and destinations, as they are to be. A section that is
 * not there is not looked at. What an entry leaves out is left as it is, but for the settings of a rule and the filters of a
 * destination: these are written whole, and go back to their defaults. What a field may hold the API says; here is what the
 * document looks like.
 *
 * `version` is of the form of the document. A form that says something else by the same words gets another number.
 */

export const DOCUMENT_VERSION = 1

/** Where a secret is. The file itself never holds one. */
export const Reference = z
  .strictObject({
    from_env: z.string().min(1).optional().describe('The name of an environment variable.'),
    from_file: z.string().min(1).optional().describe('A path, from where this document is.'),
  })
  .refine(
    ({ from_env, from_file }) => (from_env === undefined) !== (from_file === undefined),
    'must say either from_env or from_file',
  )
export type Reference = z.infer<typeof Reference>

const text = z.string().trim().min(1)

const RuleEntry = z
  .strictObject({
    enabled: z.boolean().default(true),
    severity: z.enum(SEVERITIES).nullable().default(null),
    parameters: z.record(z.string(), z.json()).default({}),
  })
  .describe('Whole: what is left out goes back to its default.')

const CustomRuleEntry = z.strictObject({
  id: text,
  enabled: z.boolean().default(true),
  kind: text.optional(),
  events: z.record(z.string(), z.array(text)).optional(),
  at_least: z.int().optional(),
  title: text,
  description: text.optional(),
  severity: z.enum(SEVERITIES),
  remediation: text.optional(),
  expression: text,
})

const IntegrationEntry = z.strictObject({
  name: text,
  organization_id: text.optional(),
  workspace_id: text.toLowerCase().optional(),
  project_id: text.optional(),
  collection_mode: z.enum(COLLECTION_MODES).optional(),
  collection_mode_reason: text.optional().describe('Needed where the mode becomes wider.'),
  own_domains: z.array(text).optional(),
  other_log_types: z.array(text).optional(),
  severity_escalation: z.enum(['on', 'off']).optional(),
  credentials: z
    .strictObject({
      compliance_key: Reference.optional(),
      admin_key: Reference.optional(),
      project_key: Reference.optional(),
    })
    .optional(),
  rules: z.partialRecord(z.enum(RULE_IDS), RuleEntry).optional(),
  custom_rules: uniqueBy('id', z.array(CustomRuleEntry)).optional(),
})

const key = text.describe('A name that stays. What was made without one is named by its id.')

const ExceptionEntry = z
  .strictObject({
    key,
    integration: text.optional().describe('Where it holds, by name.'),
    everywhere: z.literal(true).optional(),
    fingerprint: text.optional(),
    rule: text.optional(),
    asset: z.strictObject({ kind: z.enum(ASSET_KINDS), external_id: text }).optional(),
    reason: text,
    owner: text,
    until: text
      .refine(isUntil, 'must be a day like 2027-02-20, or a time like 2027-02-20T12:00:00Z')
      .optional()
      .describe('The last day, or a time. Left out: for ever, where the installation allows it.'),
  })
  .refine(
    ({ fingerprint, rule, asset }) =>
      fingerprint === undefined ? rule !== undefined || asset !== undefined : !rule && !asset,
    'must say what it is about: a fingerprint, a rule, an asset, or a rule and an asset',
  )
  .refine(
    ({ integration, everywhere, fingerprint }) =>
      fingerprint !== undefined || (integration === undefined) !== (everywhere === undefined),
    'must say where it holds: an integration, or everywhere: true',
  )

const DestinationEntry = z.strictObject({
  key,
  integration: text.optional().describe('Of one integration, by name. Left out: of all.'),
  kind: z.enum(DESTINATION_KINDS).default('webhook'),
  url: z.union([text, Reference]).describe('Many receivers know a sender by a secret in it.'),
  token: Reference.optional().describe(
    'Of splunk_hec, s3, email, jira and servicenow: where the token is. Read when it is made.',
  ),
  settings: z
    .record(z.string(), z.json())
    .optional()
    .describe('By kind, see docs/how-to/destinations.md; what is left out is left as it is.'),
  secret_to_file: text
    .optional()
    .describe('Where the signing secret of a webhook is written when it is made; the API shows it once.'),
  disabled: z.boolean().optional(),
  event_types: z.array(text).optional(),
  categories: z.array(text).optional(),
  rules: z.array(text).optional(),
  least_severity: z.enum(SEVERITIES).optional(),
  departments: z.array(text).optional(),
  owners: z.array(text).optional(),
})

export const Document = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  integrations: uniqueBy('name', z.array(IntegrationEntry)).optional(),
  exceptions: uniqueBy('key', z.array(ExceptionEntry)).optional(),
  destinations: uniqueBy('key', z.array(DestinationEntry)).optional(),
})

export type Document = z.output<typeof Document>
export type DocumentInput = z.input<typeof Document>
export type IntegrationEntry = z.output<typeof IntegrationEntry>
export type CustomRuleEntry = z.output<typeof CustomRuleEntry>
export type RuleEntry = z.output<typeof RuleEntry>
export type ExceptionEntry = z.output<typeof ExceptionEntry>
export type DestinationEntry = z.output<typeof DestinationEntry>

function isUntil(given: string): boolean {
  try {
    return parseUntil(given) !== ''
  } catch {
    return false
  }
}

/** Two entries of one name would each undo the other. */
function uniqueBy<Name extends string, Entry extends z.ZodType<Readonly<Record<Name, string>>>>(
  name: Name,
  list: z.ZodArray<Entry>,
): z.ZodArray<Entry> {
  return list.superRefine((entries, context) => {
    const seen = new Set<string>()
    for (const [index, entry] of entries.entries()) {
      if (seen.has(entry[name]))
        context.addIssue({ code: 'custom', path: [index, name], message: 'is there twice' })
      seen.add(entry[name])
    }
  })
}
