import type { Context } from 'hono'
import type { ApiEnv } from './context.ts'
import type { CursorKey, CursorPart, CursorScope } from './cursor.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { ApiDeps } from './deps.ts'

interface PageQuery {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** What a cursor of this list stands for: everything asked, but how many rows and where to go on. */
export function cursorScope(
  deps: Pick<ApiDeps, 'secret'>,
  list: string,
  { cursor: _cursor, limit: _limit, ...filters }: PageQuery & Record<string, unknown>,
): CursorScope {
  return { secret: deps.secret, list, filters }
}

/** The sort key to go on after; null for the first page. */
export const after = (
  scope: CursorScope,
  { cursor }: PageQuery,
  shape: readonly CursorPart[],
): CursorKey | null => (cursor === undefined ? null : readCursor(scope, cursor, shape))

/** The id to go on after, for lists in id order. */
export const afterId = (scope: CursorScope, query: PageQuery): string | null => {
  const key = after(scope, query, ['string'])
  return key === null ? null : String(key[0])
}

/**
 * One page of `rows`, which were read one more than asked: the spare one says whether there is a next page, and
 * is not shown. Also sets the Link header (RFC 8288).
 */
export function onePage<Row, View>(
  context: Context<ApiEnv>,
  scope: CursorScope,
  query: PageQuery,
  page: {
    readonly rows: readonly Row[]
    readonly key: (row: Row) => CursorKey
    readonly view: (row: Row) => View
  },
): { data: View[]; page: { next_cursor: string | null; limit: number } } {
  const shown = page.rows.slice(0, query.limit)
  const last = shown.at(-1)
  const more = page.rows.length > query.limit && last !== undefined
  const next = more ? writeCursor(scope, page.key(last)) : null
  if (next !== null) {
    const url = new URL(context.req.url)
    url.searchParams.set('cursor', next)
    context.header('Link', `<${url.pathname}${url.search}>; rel="next"`)
  }
  return { data: shown.map(page.view), page: { next_cursor: next, limit: query.limit } }
}
