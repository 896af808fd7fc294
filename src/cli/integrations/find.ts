import type { ApiClient } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import type { Integration } from '../run-view.ts'

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By id, or by its name, which is unique among living ones. */
export async function findIntegration(api: ApiClient, nameOrId: string): Promise<Integration> {
  if (UUID.test(nameOrId)) return api.get<Integration>(`/api/v1/integrations/${nameOrId.toLowerCase()}`)
  const names: string[] = []
  for await (const integration of api.list<Integration>('/api/v1/integrations')) {
    if (integration.display_name === nameOrId) return integration
    names.push(integration.display_name)
  }
  throw new CliError(`There is no integration "${nameOrId}".`, {
    why: names.length === 0 ? 'None has been added yet.' : `There are: ${names.join(', ')}.`,
    next:
      names.length === 0
        ? 'Add one: casbah integrations add --help'
        : 'Use its name as it is written, or its id.',
  })
}
