import type { RuleId } from '../../model/core/rule-ids.ts'
import type { CustomRuleView, RuleView } from '../finding-view.ts'
import { allOf, changesOf, sorted } from './compare.ts'
import type { CurrentIntegration } from './current.ts'
import type { CustomRuleEntry, IntegrationEntry, RuleEntry } from './document.ts'
import type { Change, Inputs } from './plan.ts'
import type { PlaceOf } from './plan-integrations.ts'

interface Of {
  readonly entry: IntegrationEntry
  readonly there: CurrentIntegration | undefined
  readonly place: PlaceOf
}

/** Settings of the catalogue's rules. A rule is always there; what can be there or not is that somebody set something. */
export function planRules({ book }: Inputs, { entry, there, place }: Of): void {
  const { rules: entries } = entry
  if (entries === undefined) return
  for (const [id, wanted] of Object.entries(entries) as [RuleId, RuleEntry][]) {
    const rule = there?.rules.find((one) => one.id === id)
    const revision = rule?.setting?.revision
    book.change(`rule ${id} of ${entry.name}`, settingChanges(rule, wanted), (api, made) =>
      api.put(`${place(made)}/rule-settings/${id}`, wanted, revision),
    )
  }
  for (const rule of there?.rules.filter((one) => !(one.id in entries) && isSet(one)) ?? []) {
    book.remove(`settings of rule ${rule.id} of ${entry.name} (back to its defaults)`, (api, made) =>
      api.put(`${place(made)}/rule-settings/${rule.id}`, {}, rule.setting?.revision),
    )
  }
}

/** Parameters one by one, in effect: one that is written out and is the default changes nothing. */
function settingChanges(rule: RuleView | undefined, wanted: RuleEntry): Change[] {
  const defaults: Readonly<Record<string, unknown>> = rule?.default_parameters ?? {}
  const flat = (enabled: boolean, severity: unknown, parameters: object) => ({
    enabled,
    severity,
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`parameters.${name}`, value])),
  })
  const { enabled = true, severity = null, parameters = {} } = rule?.setting ?? {}
  return changesOf(
    flat(enabled, severity, parameters),
    flat(wanted.enabled, wanted.severity, { ...defaults, ...wanted.parameters }),
  )
}

/** Whether somebody has set it to something else than its defaults. */
export const isSet = (rule: RuleView): boolean =>
  settingChanges(rule, { enabled: true, severity: null, parameters: {} }).length > 0

export function planCustomRules({ book }: Inputs, { entry, there, place }: Of): void {
  const { custom_rules: entries } = entry
  if (entries === undefined) return
  for (const wanted of entries) {
    const what = `rule ${wanted.id} of ${entry.name}`
    const rule = there?.customRules.find((one) => one.id === wanted.id)
    if (rule === undefined) {
      const { id: _id, ...shown } = wanted
      book.create(what, allOf(shown), (api, made) => api.post(`${place(made)}/custom-rules`, wanted))
      continue
    }
    if ((wanted.kind ?? null) !== rule.kind) {
      book.problems.push(`${what} goes on judging what it was made for: write another rule of another id.`)
      continue
    }
    const changes = changesOf(comparable(rule), comparable(wanted))
    book.change(what, changes, (api, made) =>
      api.patch(
        `${place(made)}/custom-rules/${encodeURIComponent(wanted.id)}`,
        Object.fromEntries(changes.map(({ field, to }) => [field, to])),
        rule.revision,
      ),
    )
  }
  const extra = there?.customRules.filter(({ id }) => !entries.some((wanted) => wanted.id === id)) ?? []
  for (const { id, revision } of extra) {
    book.remove(`rule ${id} of ${entry.name} (what it found is resolved)`, (api, made) =>
      api.delete(`${place(made)}/custom-rules/${encodeURIComponent(id)}`, revision),
    )
  }
}

/** As the API keeps it: deeds in order, texts without what surrounds them. */
const comparable = (rule: CustomRuleView | CustomRuleEntry) => ({
  enabled: rule.enabled,
  events:
    rule.events === null || rule.events === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(rule.events)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([stream, deeds]) => [stream, sorted(deeds)]),
        ),
  at_least: rule.at_least ?? undefined,
  title: rule.title.trim(),
  description: rule.description?.trim(),
  severity: rule.severity,
  remediation: rule.remediation?.trim(),
  expression: rule.expression.trim(),
})
