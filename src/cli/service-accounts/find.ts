import type { z } from 'zod'
import type { ServiceAccountSchema } from '../../api/schemas/service-account.ts'
import type { ApiClient } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { UUID } from '../integrations/find.ts'

export type ServiceAccountView = z.infer<typeof ServiceAccountSchema>

const PATH = '/api/v1/service-accounts'

export const listAccounts = async (api: ApiClient): Promise<readonly ServiceAccountView[]> =>
  (await api.get<{ data: readonly ServiceAccountView[] }>(PATH)).data

/** By its name, which is its own, or by its id. */
export async function findServiceAccount(api: ApiClient, named: string): Promise<ServiceAccountView> {
  if (UUID.test(named)) return api.get<ServiceAccountView>(`${PATH}/${named.toLowerCase()}`)
  const found = (await listAccounts(api)).find(({ name }) => name === named)
  if (found === undefined) {
    throw usageError(
      'No service account has this name.',
      '"casbah service-accounts list" lists names and ids; "casbah service-accounts create" makes one.',
    )
  }
  return found
}

export const pathOf = ({ id }: Pick<ServiceAccountView, 'id'>): string => `${PATH}/${id}`
