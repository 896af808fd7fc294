import { stringify } from 'yaml'
import { CREDENTIAL_KINDS } from '../../model/core/credentials.ts'
import type { CustomRuleView, ExceptionView, RuleView } from '../finding-view.ts'
import type { Current, CurrentIntegration, DestinationView } from './current.ts'
import { keyOf } from './current.ts'
import type { DocumentInput } from './document.ts'
import { DOCUMENT_VERSION } from './document.ts'
import { isSet } from './plan-rules.ts'

/** The document of what exists: applied, it changes nothing. Secrets are not known, so names stand where they would be. */
export function documentOf(current: Current): DocumentInput {
  const nameOf = new Map(current.integrations.map(({ detail }) => [detail.id, detail.display_name]))
  const isAlone = current.integrations.length === 1
  return {
    version: DOCUMENT_VERSION,
    integrations: current.integrations.map((one) => integrationOf(one, isAlone)),
    exceptions: current.exceptions
      .filter(({ state }) => state === 'live')
      .map((one) => exceptionOf(one, nameOf)),
    destinations: current.destinations.map((one) => destinationOf(one, nameOf)),
  }
}

export const documentText = (document: DocumentInput): string =>
  `# Written by "casbah export config". "casbah plan -f" says what applying it would change.\n${stringify(document)}`

type Entry<Section extends 'integrations' | 'exceptions' | 'destinations'> = NonNullable<
  DocumentInput[Section]
>[number]

function integrationOf(
  { detail, rules, customRules }: CurrentIntegration,
  isAlone: boolean,
): Entry<'integrations'> {
  const { organization_id, workspace_id, project_id, mode_change } = detail
  const kinds = CREDENTIAL_KINDS.filter((kind) => detail.credentials.some((one) => one.kind === kind))
  const tail = isAlone ? '' : `_${variable(detail.display_name)}`
  return {
    name: detail.display_name,
    ...(organization_id !== null && { organization_id }),
    ...(workspace_id !== null && { workspace_id }),
    ...(project_id !== null && { project_id }),
    collection_mode: mode_change?.applied_at === null ? mode_change.to : detail.collection_mode,
    own_domains: detail.own_domains,
    other_log_types: detail.other_log_types,
    severity_escalation: detail.severity_escalation,
    credentials: Object.fromEntries(
      kinds.map((kind) => [kind, { from_env: `OPENAI_${kind.toUpperCase()}${tail}` }]),
    ),
    rules: Object.fromEntries(rules.filter(isSet).map((rule) => [rule.id, settingOf(rule)])),
    custom_rules: customRules.map(customRuleOf),
  }
}

/** Only what is not the default: a newer version may have better ones. */
function settingOf({ setting, default_parameters: defaults }: RuleView) {
  const { enabled = true, severity = null, parameters = {} } = setting ?? {}
  const own = Object.entries(parameters).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  )
  return {
    ...(enabled ? {} : { enabled }),
    ...(severity === null ? {} : { severity }),
    ...(own.length === 0 ? {} : { parameters: Object.fromEntries(own) as Record<string, never> }),
  }
}

const customRuleOf = (rule: CustomRuleView) => ({
  id: rule.id,
  ...(rule.enabled ? {} : { enabled: false }),
  ...(rule.kind === null ? {} : { kind: rule.kind }),
  ...(rule.events === null ? {} : { events: rule.events }),
  ...(rule.at_least === null ? {} : { at_least: rule.at_least }),
  title: rule.title,
  ...(rule.description === '' ? {} : { description: rule.description }),
  severity: rule.severity,
  ...(rule.remediation === '' ? {} : { remediation: rule.remediation }),
  expression: rule.expression,
})

function exceptionOf(one: ExceptionView, nameOf: ReadonlyMap<string, string>): Entry<'exceptions'> {
  const integration = one.integration_id === null ? undefined : nameOf.get(one.integration_id)
  return {
    key: keyOf(one),
    ...(integration === undefined ? { everywhere: true } : { integration }),
    ...(one.fingerprint !== null && { fingerprint: one.fingerprint }),
    ...(one.rule_id !== null && { rule: one.rule_id }),
    ...(one.asset !== null && { asset: one.asset }),
    reason: one.reason,
    owner: one.owner,
    ...(one.expires_at !== null && { until: new Date(one.expires_at).toISOString() }),
  }
}

function destinationOf(one: DestinationView, nameOf: ReadonlyMap<string, string>): Entry<'destinations'> {
  const integration = one.integration_id === null ? undefined : nameOf.get(one.integration_id)
  const { kind, settings, categories, rules, least_severity, departments, owners } = one
  return {
    key: keyOf(one),
    ...(integration !== undefined && { integration }),
    ...(kind !== 'webhook' && { kind, settings: settings as Record<string, never> }),
    url: { from_env: `CASBAH_WEBHOOK_${variable(keyOf(one))}` },
    ...(one.has_token && { token: { from_env: `CASBAH_TOKEN_${variable(keyOf(one))}` } }),
    ...(one.disabled_at !== null && { disabled: true }),
    event_types: one.event_types,
    ...(categories !== null && { categories }),
    ...(rules !== null && { rules }),
    ...(least_severity !== null && { least_severity }),
    ...(departments !== null && { departments }),
    ...(owners && { owners }),
  }
}

/** `Acme GmbH` → `ACME_GMBH` */
const variable = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
