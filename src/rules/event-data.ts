import type { JsonObject, JsonValue } from '../model/core/json.ts'
import type { JudgedEvent } from './event-rule.ts'

/** Reads what upstream wrote beside a deed. Every field may be absent, null, or of another type than described. */

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field of the workspace's audit log: `action_data.<name>`. */
export const actionData = ({ attributes }: JudgedEvent, name: string): JsonValue | undefined =>
  isObject(attributes.action_data) ? attributes.action_data[name] : undefined

/** A field of the logs that say what happened in `event_type`: `details.<name>`. */
export const actionDetail = ({ attributes }: JudgedEvent, name: string): JsonValue | undefined =>
  isObject(attributes.details) ? attributes.details[name] : undefined

/** A field of the platform's audit log, below its detail: `id`, `data.role`, `changes_requested.role` … */
export function detailOf({ attributes }: JudgedEvent, path: string): JsonValue | undefined {
  let current: JsonValue | undefined = attributes.detail
  for (const step of path.split('.')) current = isObject(current) ? current[step] : undefined
  return current
}

export const textOf = (value: JsonValue | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

export const textsOf = (value: JsonValue | undefined): readonly string[] | null =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null

const ON = ['true', 'on', 'yes', '1', 'enabled', 'allowed']
const OFF = ['false', 'off', 'no', '0', 'disabled', 'forbidden', 'denied']

/** Upstream writes switches as booleans and as words. Null where it is neither on nor off. */
export function switchOf(value: JsonValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : String(value)
  if (ON.includes(word)) return true
  return OFF.includes(word) ? false : null
}

/** What was tried and refused changed nothing. Where the record does not say, it was done. */
export const wasDone = ({ attributes }: JudgedEvent): boolean => {
  const result = textOf(attributes.action_result)
  return result === null || result.toUpperCase() === 'SUCCESS'
}
