import type { ApiClient } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { RuleView } from '../finding-view.ts'

/** A rule of the catalogue; with an integration also with what is set there and what came of it. */
export async function findRule(
  api: ApiClient,
  rule: string,
  integrationId: string | undefined,
): Promise<RuleView> {
  if (rule.startsWith('custom.')) {
    throw usageError(
      `${rule} is a custom rule: what it goes by is part of it.`,
      'casbah rules custom --help says how it is shown, edited, disabled and enabled.',
    )
  }
  const query = integrationId === undefined ? '' : `?integration=${integrationId}`
  const { data } = await api.get<{ data: readonly RuleView[] }>(`/api/v1/rules${query}`)
  const found = data.find(({ id }) => id === rule)
  if (found === undefined) throw usageError(`There is no rule "${rule}".`, 'casbah rules lists their ids.')
  return found
}
