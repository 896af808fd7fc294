import { API_BASE } from '../base.ts'
import { neededFor, scopesOf } from '../permissions.ts'
import type { ProblemSlug } from '../problems.ts'
import { PROBLEMS } from '../problems.ts'
import { ACCOUNTS } from './accounts.ts'

/** An operation of the API's description, as far as its refusals go. */
export interface Operation {
  /** `GET /findings/{id}`: without the base that all have. */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  /** Statuses that it is described to answer with a problem. */
  readonly refusals: ReadonlySet<number>
  /** Names of its parameters and headers. */
  readonly takes: ReadonlySet<string>
}

/** What of an OpenAPI document is looked at. */
export interface Described {
  readonly paths?: Readonly<Record<string, object>>
}

interface DescribedOperation {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string }[]
  readonly responses: Readonly<Record<string, { readonly content?: object }>>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

export function operationsOf(description: Described): readonly Operation[] {
  return Object.entries(description.paths ?? {}).flatMap(([path, operations]) =>
    METHODS.flatMap((verb) => {
      const described = (operations as Partial<Record<string, DescribedOperation>>)[verb]
      return described === undefined ? [] : [operationOf(verb.toUpperCase(), path, described)]
    }),
  )
}

function operationOf(method: string, path: string, described: DescribedOperation): Operation {
  const refused = Object.entries(described.responses).filter(
    ([, { content = {} }]) => 'application/problem+json' in content,
  )
  return {
    name: `${method} ${path.replace(API_BASE, '')}`,
    method,
    path,
    summary: described.summary ?? '',
    refusals: new Set(refused.map(([status]) => Number(status))),
    takes: new Set((described.parameters ?? []).map(({ name }) => name)),
  }
}

/** The operations that may answer with a problem: those described with its status, and of them those that its account names. */
export function answering(slug: ProblemSlug, operations: readonly Operation[]): readonly Operation[] {
  const { status } = PROBLEMS[slug]
  const { by } = ACCOUNTS[slug]
  const described = operations.filter(({ refusals }) => refusals.has(status))
  if (by === 'all') return described
  if (by === 'scoped') return described.filter(needsScope)
  if (by === 'commands') return described.filter(({ method }) => method !== 'GET')
  if (by === 'none') return []
  return 'at' in by
    ? described.filter(({ name }) => by.at.includes(name))
    : described.filter(({ takes }) => takes.has(by.takes))
}

function needsScope({ method, path }: Operation): boolean {
  const need = neededFor(method, path.replaceAll(/\{(\w+)\}/g, ':$1'))
  return need !== null && scopesOf(need).length > 0
}
