import type { components, ProblemSlug } from './schema.generated.ts'

/** A part of a request that is not as it should be: where, and what is expected there. */
export type ProblemPart = NonNullable<components['schemas']['Problem']['errors']>[number]

/** `/docs/problems/invalid-request` */
const SLUG = /(?<=\/docs\/problems\/)[a-z-]+$/

/**
 * What the API refused, as RFC 9457 has it. Also thrown where something between it and us answered instead; `slug` is then
 * `unknown`.
 */
export class CasbahProblem extends Error {
  override readonly name = 'CasbahProblem'
  readonly status: number
  /** The last part of `type`, to branch on. A newer Casbah may have others. */
  readonly slug: ProblemSlug | 'unknown' | (string & {})
  readonly type: string | undefined
  readonly title: string
  readonly detail: string
  /** The id of the request, which the log of Casbah has as well. */
  readonly requestId: string | undefined
  readonly errors: readonly ProblemPart[]

  constructor(status: number, problem: Partial<components['schemas']['Problem']>) {
    const title = problem.title ?? `The API answered ${status}`
    super([title, ...(problem.detail ? [problem.detail] : [])].join(': '))
    this.status = status
    this.type = problem.type
    this.slug = problem.type?.match(SLUG)?.[0] ?? 'unknown'
    this.title = title
    this.detail = problem.detail ?? ''
    this.requestId = problem.instance
    this.errors = problem.errors ?? []
  }
}

export async function problemOf(response: Response): Promise<CasbahProblem> {
  if (isRedirect(response)) {
    return new CasbahProblem(response.status, {
      title: 'The API was redirected',
      detail: 'The token is shown to the API alone, so nothing is followed. Give the url that it ends at.',
    })
  }
  const body: unknown = await response.json().catch(() => undefined)
  return new CasbahProblem(response.status, typeof body === 'object' && body !== null ? body : {})
}

const FIRST_REDIRECT = 300
const LAST_REDIRECT = 399

/** Browsers show a redirect that is not followed as status 0 of its own type. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= FIRST_REDIRECT && status <= LAST_REDIRECT && status !== 304)
}
