import type { Listing } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import { canonicalJson, cleanText } from './canonical.ts'
import type { StreamName } from './projections.ts'
import { PROJECTIONS } from './projections.ts'

/** Cursors by stream: an end time for logs, `{effective_at}` for the platform's audit log. */
export type Cursors = Readonly<Record<string, unknown>>

/** A line an object, by id. */
export type Lines = Map<string, string>

export function add(lines: Lines, stream: StreamName, id: string, record: unknown): void {
  lines.set(cleanText(id), canonicalJson(PROJECTIONS[stream](record)))
}

export function addList(lines: Lines, stream: StreamName, list: Listing<Item>, parent = ''): void {
  for (let position = 0; position < list.count; position++) {
    const item = list.item(position)
    add(lines, stream, parent + item.id, item)
  }
}

export function addChildren(
  lines: Lines,
  stream: StreamName,
  parents: Listing<Item>,
  children: (index: number, parentId: string) => Listing<Item>,
): void {
  for (let index = 0; index < parents.count; index++) {
    const { id } = parents.item(index)
    addList(lines, stream, children(index, id), `${id}/`)
  }
}
