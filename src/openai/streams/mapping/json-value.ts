import type { JsonValue } from '../../../model/core/json.ts'

/**
 * What came out of a JSON parser is JSON. This says so to the type checker, without walking megabytes of
 * records to prove it; it is used on parsed answers only.
 */
export const parsedJson = (value: unknown): JsonValue => (value === undefined ? null : (value as JsonValue))
