import type { ApiClient } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { UUID } from '../integrations/find.ts'
import type { UserView } from './describe.ts'

/** The id of a person who is named by it, or by an address that one person alone has. */
export async function findUser(api: ApiClient, named: string): Promise<string> {
  if (UUID.test(named)) return named.toLowerCase()
  const found: UserView[] = []
  for await (const user of api.list<UserView>('/api/v1/users'))
    if (user.email?.toLowerCase() === named.toLowerCase()) found.push(user)
  const [one] = found
  if (one === undefined) {
    throw usageError(
      'Nobody who has signed in has this e-mail address.',
      '"casbah users list" lists addresses and ids.',
    )
  }
  if (found.length > 1) {
    throw usageError(
      `${found.length} people have this e-mail address.`,
      `Give the id of the one: ${found.map(({ id }) => id).join(', ')}`,
    )
  }
  return one.id
}
