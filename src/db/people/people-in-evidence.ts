import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { PERSON_KEY_END } from '../../model/core/finding-owner.ts'

/** The entries of some evidence whose values are people: what `peopleIn` finds, and where a name only ends alike, more. */
export const entriesOf = (evidence: SQL): SQL => sql`jsonb_each(${evidence}) entry
  where right(entry.key, ${sql.raw(String(PERSON_KEY_END.length))}) = ${sql.raw(`'${PERSON_KEY_END}'`)}
    and jsonb_typeof(entry.value) = 'string'`

export const PERSON_OF_ENTRY = sql`(entry.value #>> '{}')::uuid`
