import type { ServiceAccount } from '../db/service-accounts/service-accounts.ts'
import { getServiceAccount, ServiceAccountDisabled } from '../db/service-accounts/service-accounts.ts'
import type { ApiScope } from '../model/core/access.ts'
import { asServiceAccountId } from '../model/core/ids.ts'
import type { Caller } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { ApiProblem, notFound } from './problem.ts'

/**
 * Whose a new token is. What a service account's token makes is that account's too, or a token of an account that was shut out
 * would live on in another.
 */
export async function ownerOf(
  { database }: Pick<ApiDeps, 'database'>,
  { scope, serviceAccountId }: Pick<Caller, 'scope' | 'serviceAccountId'>,
  asked: string | undefined,
): Promise<ServiceAccount | null> {
  const id = asked === undefined ? serviceAccountId : asServiceAccountId(asked)
  if (id === null) return null
  if (serviceAccountId !== null && id !== serviceAccountId) {
    throw new ApiProblem('too-much-asked', 'A token of a service account makes tokens of that account alone.')
  }
  if (serviceAccountId === null && scope.integrationIds !== 'all') {
    throw new ApiProblem(
      'forbidden',
      'Service accounts are of all integrations; this token is limited to some.',
    )
  }
  const account = await getServiceAccount(database.drizzle, id)
  if (account === null) throw notFound('service account')
  return account
}

/** A token of an account can do no more than the account may. */
export function refuseBeyond({ name, scopes }: ServiceAccount, asked: readonly ApiScope[]): void {
  const beyond = asked.filter((scope) => !scopes.includes(scope))
  if (beyond.length > 0)
    throw new ApiProblem('too-much-asked', `The service account ${name} may not have ${beyond.join(', ')}.`)
}

export function refuseDisabled(error: unknown): never {
  throw error instanceof ServiceAccountDisabled ? new ApiProblem('account-disabled', error.message) : error
}
