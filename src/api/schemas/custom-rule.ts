import { z } from '@hono/zod-openapi'
import type { CustomRule, CustomRuleVersion } from '../../db/custom-rules/custom-rules.ts'
import type { RuleResult } from '../../db/rule-results/rule-results.ts'
import { NOT_EVALUATED_REASONS } from '../../model/core/findings.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { TITLE_AT_MOST } from '../../rules/catalogue/entry.ts'
import type { Listening } from '../../rules/custom/event-deeds.ts'
import {
  CUSTOM_RULE_ID,
  DESCRIPTION_AT_MOST,
  EXPRESSION_AT_MOST,
  REMEDIATION_AT_MOST,
} from '../../rules/custom/limits.ts'
import { revision } from '../revision.ts'
import { ActorSchema, actorView, instant, JsonSchema, lines, orNull, plainText } from './common.ts'
import {
  isOneSubject,
  isThresholdOfEvents,
  ONE_SUBJECT,
  SUBJECT,
  THRESHOLD_OF_EVENTS,
  told,
} from './custom-subject.ts'
import { RuleResultSchema, RuleSettingSchema, resultView } from './rule.ts'

/** Rules that people write, and what would come of them. */

/** The check makes it one, whatever the type of a text says. */
const isCustomRuleId = (text: string): text is CustomRuleId => CUSTOM_RULE_ID.test(text)

export const customRuleId: z.ZodType<CustomRuleId> = z
  .string()
  .refine(
    isCustomRuleId,
    'must be custom.<name>, where the name has 2 to 40 lower-case letters, digits and _, a letter first',
  )
  .openapi({ pattern: CUSTOM_RULE_ID.source, example: 'custom.owner_without_expiry' })

const expression = lines(EXPRESSION_AT_MOST).openapi({
  description:
    'CEL, true where an asset fails or an event is an occurrence. `asset` has its attributes and `now` the time in unix seconds; over events there is `event` alone.',
  example: 'asset.role == "owner" && now - asset.added_at > days(365)',
})

const texts = {
  title: plainText(TITLE_AT_MOST),
  description: lines(DESCRIPTION_AT_MOST),
  severity: z.enum(SEVERITIES),
  remediation: lines(REMEDIATION_AT_MOST),
  expression,
}

export const CreateCustomRule = z
  .strictObject({
    id: customRuleId,
    ...SUBJECT,
    ...texts,
    description: texts.description.optional(),
    remediation: texts.remediation.optional(),
    enabled: z.boolean().default(true),
  })
  .refine(isOneSubject, ONE_SUBJECT)
  .refine(isThresholdOfEvents, THRESHOLD_OF_EVENTS)
  .openapi('CreateCustomRule')

export const ChangeCustomRule = z
  .strictObject({
    title: texts.title.optional(),
    description: texts.description.optional(),
    severity: texts.severity.optional(),
    remediation: texts.remediation.optional(),
    expression: expression.optional(),
    events: SUBJECT.events,
    at_least: SUBJECT.at_least,
    enabled: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change')
  .openapi('ChangeCustomRule')

export const BacktestCustomRule = z
  .strictObject({
    id: customRuleId.optional().openapi({
      description: 'Of the rule that would be changed; without one, a rule that is not there yet.',
    }),
    ...SUBJECT,
    expression,
    severity: z
      .enum(SEVERITIES)
      .optional()
      .openapi({ description: 'Default: of the rule that would be changed, else medium.' }),
  })
  // What a rule judges need not be said again where it is named.
  .refine((input) => isOfNamedRule(input) || isOneSubject(input), ONE_SUBJECT)
  .refine((input) => isOfNamedRule(input) || isThresholdOfEvents(input), THRESHOLD_OF_EVENTS)
  .openapi('BacktestCustomRule')

const isOfNamedRule = (input: { id?: unknown; kind?: unknown; events?: unknown }): boolean =>
  input.id !== undefined && input.kind === undefined && input.events === undefined

const JudgedSchema = z.object({
  passed: z.int(),
  failed: z.int(),
  not_evaluated: z.int(),
  reason: orNull(z.enum(NOT_EVALUATED_REASONS)).openapi({
    description: 'Set where the rule as a whole could not judge.',
  }),
  reason_detail: z.string().nullable(),
  asset_reasons: JsonSchema,
})

export const MOVES = ['open', 'reopen', 'resolve', 'severity'] as const

export const BacktestSchema = z
  .object({
    judged: JudgedSchema,
    would: z.object({ open: z.int(), reopen: z.int(), resolve: z.int(), severity: z.int() }).openapi({
      description: 'Findings that saving would open, reopen, resolve, or give another severity.',
    }),
    moves: z
      .array(
        z.object({
          move: z.enum(MOVES),
          fingerprint: z.string(),
          asset: orNull(
            z.object({
              id: z.uuid(),
              kind: z.string(),
              external_id: z.string(),
              name: z.string().nullable().openapi({ description: 'Of a person, the address.' }),
            }),
          ).openapi({ description: 'Null of one whose asset is gone.' }),
          severity: orNull(z.enum(SEVERITIES)),
          happened: orNull(
            z.object({
              day: z.string(),
              actor: z.string().nullable().openapi({ description: 'An address, or a redacted key.' }),
              occurrences: z.int(),
            }),
          ).openapi({ description: 'Of a finding over events: who, on which day (UTC), how often.' }),
        }),
      )
      .openapi({ description: 'At most 50 of each move; `would` counts them all.' }),
  })
  .openapi('Backtest')

export const EvaluationSchema = z
  .object({
    state: z.enum(['done', 'deferred']).openapi({
      description:
        '`deferred`: there was too much for one answer; the next run that reads what the rule is about goes on.',
    }),
    opened: z.int(),
    resolved: z.int(),
  })
  .openapi('EvaluationNow', { description: 'What came of saving, over what is stored.' })

export const SavedRuleSettingSchema = RuleSettingSchema.extend({
  evaluation: orNull(EvaluationSchema).openapi({ description: 'Null of a rule about events or files.' }),
}).openapi('SavedRuleSetting')

const ListenedToSchema = z
  .record(z.string(), z.array(z.string()))
  .nullable()
  .openapi({ description: 'Deeds by stream; null of a rule over assets.' })

export const CustomRuleSchema = z
  .object({
    id: z.string(),
    integration_id: z.uuid(),
    version: z.int(),
    revision,
    enabled: z.boolean(),
    kind: z.string().nullable().openapi({ description: 'Null of a rule over events.' }),
    events: ListenedToSchema,
    at_least: z.int().nullable().openapi({ description: 'Null of a rule over assets.' }),
    title: z.string(),
    description: z.string(),
    severity: z.enum(SEVERITIES),
    remediation: z.string(),
    expression: z.string(),
    created_at: instant,
    updated_at: instant,
    last_result: orNull(RuleResultSchema),
  })
  .openapi('CustomRule')

const CustomRuleVersionSchema = z
  .object({
    version: z.int(),
    events: ListenedToSchema,
    at_least: z.int().nullable(),
    title: z.string(),
    description: z.string(),
    severity: z.enum(SEVERITIES),
    remediation: z.string(),
    expression: z.string(),
    created_by: ActorSchema,
    created_at: instant,
  })
  .openapi('CustomRuleVersion')

export const CustomRuleDetailSchema = CustomRuleSchema.extend({
  versions: z.array(CustomRuleVersionSchema).openapi({ description: 'Newest first, 100 at most.' }),
}).openapi('CustomRuleDetail')

export const SavedCustomRuleSchema = CustomRuleSchema.extend({
  evaluation: orNull(EvaluationSchema).openapi({ description: 'Null where nothing was to be judged anew.' }),
}).openapi('SavedCustomRule')

/** The database has an order of its own. */
const listed = (events: CustomRule['events']): Record<string, string[]> | null =>
  events &&
  Object.fromEntries(Object.entries(told(events as Listening)).map(([stream, deeds]) => [stream, [...deeds]]))

/** Of what a person decides on: what it says, and whether it judges. Its results are no part of it. */
export const customRuleRevision = ({ version, enabled }: Pick<CustomRule, 'version' | 'enabled'>): string =>
  `${version}.${enabled ? 'on' : 'off'}`

export const customRuleView = (
  row: CustomRule,
  result: RuleResult | null,
): z.infer<typeof CustomRuleSchema> => ({
  id: row.ruleId,
  integration_id: row.integrationId,
  version: row.version,
  revision: customRuleRevision(row),
  enabled: row.enabled,
  kind: row.kind,
  events: listed(row.events),
  at_least: row.atLeast,
  title: row.title,
  description: row.description,
  severity: row.severity,
  remediation: row.remediation,
  expression: row.expression,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
  last_result: result && resultView(result),
})

export const versionView = (row: CustomRuleVersion): z.infer<typeof CustomRuleVersionSchema> => ({
  version: row.version,
  events: listed(row.events),
  at_least: row.atLeast,
  title: row.title,
  description: row.description,
  severity: row.severity,
  remediation: row.remediation,
  expression: row.expression,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
})
