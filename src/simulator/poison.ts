import type { Item } from './platform/listings.ts'
import type { World } from './world.ts'

// Records that break careless collectors: NUL and lone surrogates in names, two versions of one key in a page, and a
// record of a shape nobody has described. Truth holds the names with U+FFFD in their place, the last of equal keys,
// and nothing of the undescribed.

/** Whatever a page lists; most of it has an id and a name, a day of usage has neither. */
type Shown = Readonly<Record<string, unknown>>

const NUL_OF_7 = 3
const SURROGATE_OF_7 = 5

function spoil<T extends Shown>(item: T, tail: string): T {
  const field = typeof item.name === 'string' ? 'name' : 'builder_name'
  const text = item[field]
  return typeof text === 'string' ? { ...item, [field]: `${text}${tail}` } : item
}

export function poisonItem(world: World, position: number, item: Item): Item {
  const { nul, loneSurrogates } = world.scenario.current.poison
  if (nul && position % 7 === NUL_OF_7) return spoil(item, '\u0000')
  if (loneSurrogates && position % 7 === SURROGATE_OF_7) return spoil(item, '\ud800')
  return item
}

/** What a page of a stream shows beyond its items. The stale twin comes before the true one. */
export function poisonPage(world: World, stream: string, items: readonly Shown[]): readonly unknown[] {
  const { equalKeysInPage, unknownShape } = world.scenario.current.poison
  const shown: unknown[] = [...items]
  const first = items[0]
  if (equalKeysInPage && first) shown.unshift(spoil(first, ' (stale)'))
  if (unknownShape.includes(stream)) shown.unshift({ kind: 17, when: null, body: { nested: ['unexpected'] } })
  return shown
}
