import type { z } from 'zod'
import type { UserDetailSchema, UserSchema } from '../../api/schemas/user.ts'

export type UserView = z.infer<typeof UserSchema>
export type UserDetailView = z.infer<typeof UserDetailSchema>

const MINUTES_END = 16

/** `2026-11-30 12:00`, or `never`. */
export const momentText = (at: string | null): string =>
  at === null ? 'never' : at.slice(0, MINUTES_END).replace('T', ' ')

/** What somebody may do, or why nothing. */
export function describeAccess({ role, disabled_at }: Pick<UserView, 'role' | 'disabled_at'>): string {
  if (disabled_at !== null) return 'disabled'
  return role ?? 'no group that opens Casbah'
}
