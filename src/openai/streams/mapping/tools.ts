import { z } from 'zod'
import type { PrivacyPolicy } from '../../../model/core/action-words.ts'
import type { JsonObject } from '../../../model/core/json.ts'
import { knownReadings } from '../../actions/known-readings.ts'
import type { ActionReading } from '../../actions/read-action.ts'
import { readServer } from '../../actions/server-address.ts'
import { inOrder } from '../../actions/servers.ts'
import { isSecret, shownDomain } from '../../actions/shown-host.ts'
import { text, time } from './fields.ts'
import { present } from './present.ts'

export const tool = z.looseObject({
  type: text,
  created_at: time,
  action_domain: text,
  action_openapi_raw: text,
  action_privacy_policy_url: text,
  auth_type: text,
})
type Tool = z.infer<typeof tool>

export interface ToolFields {
  readonly attributes: JsonObject
  readonly sealed: JsonObject
}

/** What is kept of a tool, in clear and sealed. A custom action's schema is read once for both. */
export function toolFields(given: Tool): ToolFields {
  const raw = given.action_openapi_raw
  const reading = typeof raw === 'string' ? knownReadings.of(raw) : null
  return {
    attributes: {
      ...present({ ...given, ...shownTexts(given) }, ['type', 'created_at', 'action_domain', 'auth_type']),
      ...schemaAttributes(reading),
      ...hostAttributes(given, reading),
      ...policyAttributes(given),
    },
    sealed: {
      ...present(given, ['action_openapi_raw', 'action_privacy_policy_url']),
      ...(reading === null || reading.facts === null
        ? {}
        : { operations: reading.operations.map((one) => ({ ...one })) }),
    },
  }
}

/** Both are a builder's to write, so that in clear stands only what is of the kind it is said to be. */
const shownTexts = ({ action_domain, auth_type }: Tool): Partial<Tool> => ({
  ...(typeof action_domain === 'string' ? { action_domain: shownDomain(action_domain) } : {}),
  ...(typeof auth_type === 'string' ? { auth_type: shownAuth(auth_type) } : {}),
})

/** A word, of at most 40 characters: the longest that upstream has is a third of that. */
const AUTH_WORD = /^[A-Za-z0-9_.-]{0,40}$/

const shownAuth = (word: string): string => (AUTH_WORD.test(word) && !isSecret(word) ? word : 'other')

/** Of a schema that could not be read nothing is said but why: no rule may take that for an action that does nothing. */
function schemaAttributes(reading: ActionReading | null): JsonObject {
  if (reading === null) return {}
  return { schema_format: reading.format, schema_problem: reading.problem, ...reading.facts }
}

/** OpenAI names an action's host beside the schema, and that may be the only one known. */
function hostAttributes({ action_domain }: Tool, reading: ActionReading | null): JsonObject {
  const known = reading?.facts?.insecure_hosts ?? null
  const named = typeof action_domain === 'string' ? domainKinds(action_domain) : null
  if (known === null && named === null) return {}
  return { insecure_hosts: inOrder([...(known ?? []), ...(named ?? [])]) }
}

const domainKinds = (domain: string) =>
  readServer({ url: domain.includes('://') ? domain : `https://${domain}` })?.kinds ?? []

/** Absent where upstream left the field out, which says nothing. */
function policyAttributes({ action_privacy_policy_url: url }: Tool): JsonObject {
  return url === undefined ? {} : { privacy_policy: policyOf(url) }
}

function policyOf(url: string | null): PrivacyPolicy {
  if (url === null || !URL.canParse(url)) return 'missing'
  return ['http:', 'https:'].includes(new URL(url).protocol) ? 'present' : 'missing'
}
