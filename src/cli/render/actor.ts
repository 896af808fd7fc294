import type { z } from 'zod'
import type { AuditSchema } from '../../api/schemas/activity.ts'

const ID_END = -6

/** Tokens may have one name; the end of the id tells them apart. */
export const actorText = ({ kind, id, label }: z.infer<typeof AuditSchema>['actor']): string =>
  kind === 'token' ? `${label} …${id.slice(ID_END)}` : label
