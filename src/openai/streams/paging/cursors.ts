import type { Cursor } from '../../../model/core/slices.ts'
import { CursorStuck, UpstreamContractChanged } from '../../failures.ts'
import type { ListPage } from '../../list-page.ts'

/** What follows a page: the next `after`, or null at the list's end. */
export interface Step {
  readonly next: string | null
  /** The id to go on after once this page is committed; null only before anything was read. */
  readonly reached: string | null
}

/**
 * Which id the next page starts after: most lists name it, the admin keys' is their last item's. Lists of groups and
 * roles name it in `next`, which need not be an id of theirs, so nothing may stand in for it.
 */
export type CursorStyle = 'last_id' | 'last_item' | 'next'

/**
 * Decides from one page where to go on. `has_more` alone ends a list (short and empty pages are legal);
 * where it is true and no new cursor comes with it, going on would loop, and ending would call the rest
 * of the list deleted: the stream stops instead.
 */
export function stepAfter(page: ListPage, after: string | null, style: CursorStyle, route: string): Step {
  const named = namedBy(page, style)
  // Nothing is asked for after a list's end, so an id there that cannot be kept costs nothing.
  if (!page.hasMore) return { next: null, reached: named !== null && isStorable(named) ? named : after }
  if (named === null || named === after) throw new CursorStuck(route)
  if (!isStorable(named)) throw new UpstreamContractChanged(style === 'next' ? '$.next' : '$.last_id', route)
  return { next: named, reached: named }
}

function namedBy(page: ListPage, style: CursorStyle): string | null {
  if (style === 'next') return page.next ?? null
  const lastItem = idOf(page.records.at(-1))
  return style === 'last_item' ? lastItem : (page.lastId ?? lastItem)
}

/**
 * Postgres' jsonb holds neither NUL nor half of a surrogate pair, and an id with one mended would name nothing
 * upstream. Within a cursor it would fail every commit of the page, however small a part of it is tried.
 */
export const isStorable = (id: string): boolean => !id.includes('\u0000') && id.isWellFormed()

function idOf(record: unknown): string | null {
  if (typeof record !== 'object' || record === null || !('id' in record)) return null
  return typeof record.id === 'string' ? record.id : null
}

/** A string field of a cursor that we wrote ourselves; null where it is not there. */
export function cursorText(cursor: Cursor | null, field: string): string | null {
  const value = cursor?.[field]
  return typeof value === 'string' ? value : null
}
