import { z } from '@hono/zod-openapi'

/**
 * Query parameters of lists. Every query is a strict object: an unknown name is refused, since a filter that is
 * silently ignored shows the wrong findings. A repeatable one may come several times or with commas; both mean OR.
 */

const MOST_ROWS = 200
const DEFAULT_ROWS = 50
const MOST_VALUES = 50
const LONGEST_CURSOR = 1_000

export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_ROWS)
    .default(DEFAULT_ROWS)
    .openapi({ type: 'integer', description: `Rows a page, 1 to ${MOST_ROWS}.` }),
  cursor: z
    .string()
    .max(LONGEST_CURSOR)
    .optional()
    .openapi({ description: '`page.next_cursor` of the page before, with the same filters.' }),
}

const split = (given: unknown): unknown =>
  (Array.isArray(given) ? given : [given])
    .flatMap((text) => (typeof text === 'string' ? text.split(',') : [text]))
    .map((text) => (typeof text === 'string' ? text.trim() : text))

/** Several values, OR between them. */
export function manyOf<Item extends z.ZodType>(item: Item, description: string) {
  const values = item instanceof z.ZodEnum ? { enum: item.options.map(String) } : {}
  return z
    .preprocess(
      (given) => (given === undefined ? undefined : split(given)),
      z.array(item).min(1).max(MOST_VALUES).optional(),
    )
    .optional()
    .openapi({
      type: 'array',
      items: { type: 'string', ...values },
      description: `${description} Repeatable, or with commas: any of them.`,
    })
}
