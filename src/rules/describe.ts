import { z } from 'zod'
import type { JsonObject } from '../model/core/json.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { isDlpRule, isEventRule, RULE_IDS } from '../model/core/rule-ids.ts'
import { severityRank } from '../model/core/severity.ts'
import { CATALOGUE } from './catalogue/catalogue.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import { CATEGORIES } from './catalogue/entry.ts'
import { findingTypeIdOf } from './catalogue/finding-type.ts'
import { EVENT_RULES } from './event-registry.ts'
import { noParameters } from './parameters.ts'
import { RULES } from './registry.ts'

/** A rule as data: for the API, the README's table and the console. */
export interface RuleDescription extends CatalogueEntry {
  readonly findingTypeId: string
  /** JSON Schema of its settings, with defaults, units and words. */
  readonly parametersSchema: JsonObject
  readonly defaultParameters: JsonObject
}

export function describeRule(id: RuleId): RuleDescription {
  const parameters = parametersOf(id)
  return {
    ...CATALOGUE[id],
    findingTypeId: findingTypeIdOf(CATALOGUE[id]),
    parametersSchema: JSON.parse(JSON.stringify(z.toJSONSchema(parameters, { io: 'input' }))),
    defaultParameters: parameters.parse({}),
  }
}

export interface SettingDescription {
  /** Of the type that is wanted. */
  readonly example: unknown
}

/** Each setting of a rule, by name. */
export function describeSettings(id: RuleId): Readonly<Record<string, SettingDescription>> {
  const schema = z.toJSONSchema(parametersOf(id), { io: 'input' })
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, setting]) =>
      typeof setting === 'boolean' ? [] : [[name, { example: setting.examples?.[0] ?? setting.default }]],
    ),
  )
}

/** What a DLP rule looks for is in its profiles. */
function parametersOf(id: RuleId): z.ZodType<JsonObject> {
  if (isDlpRule(id)) return noParameters
  return isEventRule(id) ? EVENT_RULES[id].parameters : RULES[id].parameters
}

/** All rules in the order in which people read them everywhere: category, then severity, highest first. */
export function describeRules(): readonly RuleDescription[] {
  return RULE_IDS.map(describeRule).sort(
    (one, other) =>
      CATEGORIES.indexOf(one.category) - CATEGORIES.indexOf(other.category) ||
      severityRank(other.severity) - severityRank(one.severity),
  )
}

export type ParametersCheck =
  | { readonly ok: true; readonly parameters: JsonObject }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly message: string }[] }

/** Whether settings are usable for a rule; defaults are filled in. The API asks before it stores any. */
export function checkParameters(id: RuleId, given: JsonObject): ParametersCheck {
  const parsed = parametersOf(id).safeParse(given)
  if (parsed.success) return { ok: true, parameters: parsed.data }
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  }
}
