import type { Capability } from '../../model/core/capabilities.ts'
import { BudgetWait } from '../budget.ts'
import { isUpstreamFailure } from '../failures.ts'
import type { ListPage, ListQuery } from '../list-page.ts'
import { stepAfter } from '../streams/paging/cursors.ts'
import type { Transport } from '../transport.ts'
import type { ProbedCredential, ProbeOptions } from './attempts.ts'
import { complianceClient, platformClient } from './attempts.ts'

/** What lets a person confirm that this is their tenant. Counts and domains, no names. */
export interface ProbeProof {
  /** Members of the workspace; without one, of the organization. Null where neither may be read. */
  readonly members: number | null
  /** There are more than were counted: the count is bounded. */
  readonly membersAreMore: boolean
  readonly ownerDomains: readonly string[]
  readonly gpts: number | null
  readonly gptsAreMore: boolean
}

/** Pages a count may cost: a proof is not a collection. */
const PAGES = 5

interface Counted {
  readonly records: readonly unknown[]
  readonly isMore: boolean
}

export type Serving = ReadonlyMap<Capability, ProbedCredential>

export async function gatherProof(
  transport: Transport,
  options: ProbeOptions,
  serving: Serving,
): Promise<ProbeProof> {
  const from = async (
    capability: Capability,
    list: (credential: ProbedCredential, query: ListQuery) => Promise<ListPage>,
    pageSize: number,
  ): Promise<Counted | null> => {
    const credential = serving.get(capability)
    return credential === undefined ? null : countUpTo((query) => list(credential, query), pageSize)
  }
  const directory = 'chatgpt.directory_read'
  const people = await from(
    directory,
    (credential, query) => complianceClient(transport, options, credential, directory).users(query),
    200,
  )
  const organization = 'platform.organization_read'
  const users = await from(
    organization,
    (credential, query) => platformClient(transport, options, credential, organization).users(query),
    100,
  )
  const gpts = await from(
    'chatgpt.gpts_read',
    (credential, query) => complianceClient(transport, options, credential, 'chatgpt.gpts_read').gpts(query),
    100,
  )
  const members = people ?? users
  return {
    members: members?.records.length ?? null,
    membersAreMore: members?.isMore ?? false,
    ownerDomains: ownerDomains([...(people?.records ?? []), ...(users?.records ?? [])]),
    gpts: gpts?.records.length ?? null,
    gptsAreMore: gpts?.isMore ?? false,
  }
}

/** Null where upstream could not be asked now: a proof that is missing fails nothing. */
async function countUpTo(
  list: (query: ListQuery) => Promise<ListPage>,
  limit: number,
): Promise<Counted | null> {
  const records: unknown[] = []
  let after: string | null = null
  try {
    for (let pages = 0; pages < PAGES; pages += 1) {
      const page: ListPage = await list({ after, limit })
      records.push(...page.records)
      after = stepAfter(page, after, 'last_id', 'proof').next
      if (after === null) return { records, isMore: false }
    }
    return { records, isMore: true }
  } catch (error) {
    if (error instanceof BudgetWait || isUpstreamFailure(error)) return null
    throw error
  }
}

function ownerDomains(records: readonly unknown[]): string[] {
  const domains = records.map(ownerDomain).filter((domain) => domain !== null)
  return [...new Set(domains)].sort()
}

function ownerDomain(record: unknown): string | null {
  if (typeof record !== 'object' || record === null || !('role' in record) || !('email' in record))
    return null
  if (record.role !== 'owner' && record.role !== 'account-owner') return null
  const domain = typeof record.email === 'string' ? record.email.split('@').at(-1)?.toLowerCase() : undefined
  return domain !== undefined && /^[\w.-]+\.\w+$/.test(domain) ? domain : null
}
