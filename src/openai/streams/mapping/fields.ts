import { z } from 'zod'

/** Field types of upstream records: anything may be absent or null. Enumerations grow often, so they are text. */
export const id = z.string().min(1)
export const text = z.string().nullish()
export const flag = z.boolean().nullish()
/** Unix seconds, whole on the platform, with a fraction in the workspace. */
export const time = z.number().nullish()
export const texts = z.array(z.string()).nullish()
/** Known to exist, kept by nobody. */
export const ignored = z.unknown().optional()

const ENVELOPE = { object: ignored, has_more: ignored, last_id: ignored, first_id: ignored }

/** A list, bare or in an envelope: OpenAI has both, by version and by plane. Null where it is left out. */
export const listed = <Item extends z.ZodType>(item: Item) =>
  z
    .union([z.array(item), z.looseObject({ data: z.array(item).nullish(), ...ENVELOPE })])
    .nullish()
    .transform((list): readonly z.output<Item>[] | null => {
      if (list === null || list === undefined) return null
      return Array.isArray(list) ? list : (list.data ?? null)
    })
