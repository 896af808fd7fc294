import type { ApiClient } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { UUID } from '../integrations/find.ts'
import type { TokenView } from './describe.ts'

/** The id of a token that is named by it, or by a name that one token alone has of those that are not revoked. */
export async function findToken(api: ApiClient, named: string): Promise<string> {
  if (UUID.test(named)) return named.toLowerCase()
  const { data } = await api.get<{ data: readonly TokenView[] }>('/api/v1/tokens')
  const found = data.filter(({ name, revoked_at }) => name === named && revoked_at === null)
  const [one] = found
  if (one === undefined) {
    throw usageError(
      'No token that is not revoked has this name.',
      '"casbah tokens list" lists names and ids.',
    )
  }
  if (found.length > 1) {
    throw usageError(
      `${found.length} tokens have this name.`,
      `Give the id of the one: ${found.map(({ id }) => id).join(', ')}`,
    )
  }
  return one.id
}
