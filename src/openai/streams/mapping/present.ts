import type { JsonObject, JsonValue } from '../../../model/core/json.ts'

type Fields<Names extends string> = { readonly [Name in Names]?: JsonValue | undefined }

/**
 * Takes the named fields over as they are. What upstream left out stays out, and null stays null: a key
 * without `last_used_at` is unknown, one with null was never used.
 */
export function present<Names extends string>(record: Fields<Names>, names: readonly Names[]): JsonObject {
  const taken: Record<string, JsonValue> = {}
  for (const name of names) {
    const value = record[name]
    if (value !== undefined) taken[name] = value
  }
  return taken
}
