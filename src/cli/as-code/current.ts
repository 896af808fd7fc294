import type { z } from 'zod'
import type { DestinationSchema } from '../../api/schemas/destination.ts'
import type { ApiClient } from '../api-client.ts'
import type { CustomRuleView, ExceptionView, RuleView } from '../finding-view.ts'
import type { Integration, IntegrationDetail } from '../run-view.ts'

/** What exists, as the API answers it. */

export type DestinationView = z.infer<typeof DestinationSchema>

export interface CurrentIntegration {
  readonly detail: IntegrationDetail
  readonly rules: readonly RuleView[]
  readonly customRules: readonly CustomRuleView[]
}

export interface Current {
  readonly integrations: readonly CurrentIntegration[]
  /** Not those that were disabled: these are the record of what was decided once. */
  readonly exceptions: readonly ExceptionView[]
  readonly destinations: readonly DestinationView[]
}

type Section = keyof Current

/** Only what is looked at is read: a token needs no scope for the rest. Integrations are, since all else names them. */
export async function readCurrent(api: ApiClient, wanted: ReadonlySet<Section>): Promise<Current> {
  const integrations: CurrentIntegration[] = []
  for await (const one of api.list<Integration>('/api/v1/integrations')) {
    if (one.disconnected_at !== null) continue
    integrations.push(await readIntegration(api, one.id, wanted.has('integrations')))
  }
  const exceptions: ExceptionView[] = []
  if (wanted.has('exceptions')) {
    for await (const one of api.list<ExceptionView>('/api/v1/exceptions')) {
      if (one.state !== 'disabled') exceptions.push(one)
    }
  }
  const destinations = wanted.has('destinations')
    ? (await api.get<{ data: DestinationView[] }>('/api/v1/destinations')).data
    : []
  return { integrations, exceptions: exceptions.toReversed(), destinations }
}

async function readIntegration(api: ApiClient, id: string, isWhole: boolean): Promise<CurrentIntegration> {
  const detail = await api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
  if (!isWhole) return { detail, rules: [], customRules: [] }
  const [rules, customRules] = await Promise.all([
    api.get<{ data: RuleView[] }>(`/api/v1/rules?integration=${id}`),
    api.get<{ data: CustomRuleView[] }>(`/api/v1/integrations/${id}/custom-rules`),
  ])
  return { detail, rules: rules.data, customRules: customRules.data }
}

/** By what a document names an exception or a destination. */
export const keyOf = ({ key, id }: { readonly key: string | null; readonly id: string }): string => key ?? id
