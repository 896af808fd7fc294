import { customType, timestamp } from 'drizzle-orm/pg-core'

/** Sealed bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
})

/** Every time is `timestamptz`, exact to the microsecond, and read as the string Postgres wrote. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

export const createdAt = () => instant('created_at').notNull().defaultNow()
