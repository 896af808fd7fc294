import type { JsonObject, JsonValue } from '../../../model/core/json.ts'
import { parsedJson } from './json-value.ts'

/** `detail_type` repeats the event's type; the others name people, who have one place of their own. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'detail_type',
  'display_name',
  'assignee_user_email',
  'email',
  'auth_user_id',
])

/** Details of a kind that varies by event: an object nearly as upstream wrote it, empty in place of anything else. */
export function detailsOf(details: unknown): JsonObject {
  return isObject(details) ? taken(parsedJson(details) as JsonObject) : {}
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function taken(details: JsonObject): JsonObject {
  const entries = Object.entries(details).filter(([name]) => !NOT_TAKEN.has(name))
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isObject(value) ? taken(value as JsonObject) : value]),
  )
}

/**
 * What was said to or by an app has any shape, so it is one text for the gate to keep or drop whole, and its length,
 * which says how much went over without saying what.
 */
export function spokenText<Name extends string>(name: Name, spoken: unknown): Record<string, JsonValue> {
  if (spoken === undefined || spoken === null) return {}
  const text = JSON.stringify(spoken)
  return { [name]: text, [`${name}_chars`]: text.length }
}
