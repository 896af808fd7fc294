import type { z } from 'zod'
import type { DestinationSchema } from '../../api/schemas/destination.ts'
import type { ApiClient } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { UUID } from '../integrations/find.ts'
import { harmless } from '../render/table.ts'

export type DestinationView = z.infer<typeof DestinationSchema>

/** By its id, or by the host of its URL where one alone has it. */
export async function findDestination(api: ApiClient, named: string): Promise<DestinationView> {
  if (UUID.test(named)) return api.get<DestinationView>(`/api/v1/destinations/${named.toLowerCase()}`)
  const { data } = await api.get<{ data: readonly DestinationView[] }>('/api/v1/destinations')
  const found = data.filter(({ url }) => new URL(url).host === named.toLowerCase() || url === named)
  const [one] = found
  if (one === undefined) {
    throw usageError(
      `No destination leads to ${harmless(named)}.`,
      '"casbah destinations list" shows hosts and ids.',
    )
  }
  if (found.length > 1) {
    throw usageError(
      `${found.length} destinations lead to ${harmless(named)}.`,
      `Give the id of the one: ${found.map(({ id }) => id).join(', ')}`,
    )
  }
  return one
}
