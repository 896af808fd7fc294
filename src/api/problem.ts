import type { ProblemSlug } from './problems.ts'

export interface FieldError {
  /** JSON pointer into the body, or `?name` for a query parameter. */
  readonly pointer: string
  readonly detail: string
}

/** What a route throws when it refuses: a slug of the table and words for people, without any secret. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly slug: ProblemSlug
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    slug: ProblemSlug,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(`${slug}: ${detail}`)
    this.slug = slug
    this.detail = detail
    this.errors = more.errors ?? []
    this.headers = more.headers ?? {}
  }
}

export const notFound = (what: string): ApiProblem =>
  new ApiProblem('not-found', `There is no such ${what}, or this token may not see it.`)
