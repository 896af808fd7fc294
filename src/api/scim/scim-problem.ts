import type { Context } from 'hono'
import { ApiProblem } from '../problem.ts'
import { PROBLEMS } from '../problems.ts'

/** SCIM has a form of its own for errors (RFC 7644, 3.12), and clients understand no other. */

export const SCIM_BASE = '/scim/v2'
export const SCIM_JSON = 'application/scim+json'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'uniqueness'

/** What SCIM has a word for; everything else is any problem of the API in SCIM's form. */
export class ScimProblem extends ApiProblem {
  readonly scimType: ScimType

  constructor(scimType: ScimType, detail: string) {
    super(scimType === 'uniqueness' ? 'conflict' : 'invalid-request', detail)
    this.scimType = scimType
  }
}

export const isScim = (context: Context): boolean => context.req.path.startsWith(`${SCIM_BASE}/`)

export const scimError = (problem: ApiProblem): object => ({
  schemas: [ERROR],
  status: String(PROBLEMS[problem.slug].status),
  ...(problem instanceof ScimProblem ? { scimType: problem.scimType } : {}),
  detail: problem.detail,
})
