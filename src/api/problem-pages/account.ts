/** Which operations may answer with a problem, of those that the description lets answer with its status. */
export type Answering =
  /** By name, as the description has them, without `/api/v1`. */
  | { readonly at: readonly string[] }
  /** Those that take a parameter or a header of this name. */
  | { readonly takes: string }
  | 'all'
  /** Those that need a scope. */
  | 'scoped'
  /** Those that may come with an Idempotency-Key. */
  | 'commands'
  /** No operation of the description: what is asked for is none. */
  | 'none'

/** What a problem's page says beyond the table of problems. In the texts, what stands between backticks is code. */
export interface Account {
  readonly happened: string
  /** How to find out more: a command, a route, a place to look at. */
  readonly more: string
  readonly by: Answering
  /** `detail` and `errors` of the page's example. */
  readonly example: { readonly detail: string; readonly errors?: readonly [pointer: string, detail: string] }
}

/** What a family of problems says, one account each. */
export type Accounts = Readonly<Record<string, Account>>

export const CUSTOM_RULES = '/integrations/{id}/custom-rules'
export const ASSIGNMENT_ROUTES = '/integrations/{id}/assignment-routes'
