import { z } from 'zod'
import { UpstreamContractChanged } from './failures.ts'

/** One page of a list, of either plane, records still as upstream wrote them. */
export interface ListPage {
  readonly records: readonly unknown[]
  readonly hasMore: boolean
  /** What upstream calls the page's last id; null where it does not say. */
  readonly lastId: string | null
  /**
   * What lists of groups and roles (`next`), newer ones of the workspace (`cursor`), and usage and costs (`next_page`)
   * ask the next page by.
   */
  readonly next?: string | null
  /** How many requests the page cost, where it is put together from several answers. Default 1. */
  readonly requests?: number
}

export interface ListQuery {
  readonly after: string | null
  readonly limit?: number
}

// Nothing but `data` is needed to go on: OpenAI's own samples leave out `last_id`, and `has_more` may be null.
const envelope = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean().nullish(),
  last_id: z.string().nullish(),
  next: z.string().nullish(),
  cursor: z.string().nullish(),
  next_page: z.string().nullish(),
})

/** Far more than any page was asked for; each costs memory, however little stands in it. */
const MOST_RECORDS = 10_000

export function readListPage(value: unknown, route: string): ListPage {
  const parsed = envelope.safeParse(value)
  if (!parsed.success) throw new UpstreamContractChanged(pathOf(parsed.error), route)
  const { data, has_more, last_id, next, cursor, next_page } = parsed.data
  const named = next ?? cursor ?? next_page ?? null
  // Where a page does not say whether it is the last, what it names to go on by is asked for: an empty page more costs
  // nothing, and a list that ends too early would have the rest of it taken for deleted.
  const continuation = named ?? last_id ?? null
  if (data.length > MOST_RECORDS) throw new UpstreamContractChanged('$.data (too many)', route)
  return {
    records: data,
    hasMore: has_more ?? (continuation !== null && data.length > 0),
    lastId: last_id ?? null,
    next: named,
  }
}

/** One record that was asked for by its id, as a page of one. */
export const pageOfOne = (record: unknown): ListPage => ({
  records: [record],
  hasMore: false,
  lastId: null,
})

/** JSON path of the first thing that a schema refused: keys and positions, never values. */
export function pathOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return '$'
  return issue.path.reduce<string>(
    (path, step) => (typeof step === 'number' ? `${path}[${step}]` : `${path}.${String(step)}`),
    '$',
  )
}
