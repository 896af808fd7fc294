import { z } from '@hono/zod-openapi'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { DESTINATION_KINDS } from '../../model/core/destinations.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { KindSpec } from '../../model/schema/destination-kinds.ts'
import { KIND_SPECS, neededToken, tokenProblem, tokenText } from '../../model/schema/destination-kinds.ts'
import type { FieldError } from '../problem.ts'
import { ApiProblem } from '../problem.ts'
import { fieldErrors } from '../validation.ts'

/**
 * Where a destination is and what it is: one object for all kinds, each judged by its own entry in `KIND_SPECS`. Described as one
 * object too, since a body that became one of several would be another one for every client that is generated.
 */

const LONGEST_URL = 2_000

const namesOf = (kind: DestinationKind): string => Object.keys(KIND_SPECS[kind].settings.shape).join(', ')

const SETTINGS_BY_KIND = DESTINATION_KINDS.filter((kind) => namesOf(kind) !== '')
  .map((kind) => `${kind}: ${namesOf(kind)}`)
  .join('; ')

const SETTING_NAMES: ReadonlySet<string> = new Set(
  DESTINATION_KINDS.flatMap((kind) => Object.keys(KIND_SPECS[kind].settings.shape)),
)

/** Which are given, for the audit log. What no kind has is refused, and might be anybody's text. */
export const settingNames = (given: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(given).filter((name) => SETTING_NAMES.has(name))

export const settingsField = z.record(z.string(), z.unknown()).openapi({
  description: `By kind, nothing secret; what is left out has a default. ${SETTINGS_BY_KIND}. docs/how-to/destinations.md says what each is.`,
  example: { detail: 'names', window_seconds: 300 },
})

export const urlField = z.string().max(LONGEST_URL).openapi({
  format: 'uri',
  example: 'https://hooks.example.com/casbah',
})

// A new instance: what was made before zod was extended has no `openapi`.
export const tokenField = tokenText.clone().openapi({
  description:
    'splunk_hec: the token of its collector; s3: ACCESS_KEY_ID:SECRET_ACCESS_KEY; email: USER:PASSWORD, where its server wants one; jira: email:token or a personal access token; servicenow: user:password or a bearer token. Sealed, and never shown again.',
})

export const targetFields = {
  kind: z.enum(DESTINATION_KINDS).default('webhook').openapi({
    description: 'webhook: signed, each event by itself. The others are told in batches.',
  }),
  url: urlField,
  token: tokenField.optional(),
  settings: settingsField.optional(),
}

export interface GivenTarget {
  readonly kind: DestinationKind
  readonly url: string
  readonly token?: string | undefined
  readonly settings?: Readonly<Record<string, unknown>> | undefined
}

/** What is wrong with it for its kind. */
export const checkTarget =
  (allowedHosts: ReadonlySet<string>) =>
  ({ kind, url, token, settings }: GivenTarget, context: z.RefinementCtx): void => {
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const spec: KindSpec = KIND_SPECS[kind]
    const problem = spec.urlProblem(url, allowedHosts)
    if (problem !== null) say(['url'], problem)
    const needed = neededToken(kind)
    if (needed !== null && token === undefined) say(['token'], `is required: the ${needed}`)
    const wrong = token === undefined ? null : tokenProblem(kind, token)
    if (wrong !== null) say(['token'], wrong)
    const read = spec.settings.safeParse(settings ?? {})
    for (const { pointer, detail } of read.success ? [] : fieldErrors('json', read.error))
      say(['settings', ...pointer.split('/').filter((part) => part !== '')], detail)
  }

/** With what was left out. Throws what the API answers where they are none of this kind. */
export function wholeSettings(kind: DestinationKind, given: Readonly<Record<string, unknown>>): JsonObject {
  const read = KIND_SPECS[kind].settings.safeParse(given)
  if (read.success) return read.data as JsonObject
  throw refusedFields(
    fieldErrors('json', read.error).map(({ pointer, detail }) => ({
      pointer: `/settings${pointer}`,
      detail,
    })),
  )
}

export const refusedFields = (errors: readonly FieldError[]): ApiProblem =>
  new ApiProblem('invalid-request', 'Some of what was sent is not as expected.', { errors })
