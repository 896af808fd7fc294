import type { DeliveryState } from '../../model/core/deliveries.ts'
import { DELIVERY_STATES } from '../../model/core/deliveries.ts'
import type { DestinationView } from '../destinations/find.ts'
import { kindWord } from '../destinations/given-target.ts'

/** How deliveries are told to people. JSON has the API's own words. */

/** `failed` is no end: another attempt follows. */
const RETRYING = 'retrying'

export const stateWord = (state: DeliveryState): string => (state === 'failed' ? RETRYING : state)

/** What can be asked for: as tables show it, and as JSON has it. */
export const STATE_WORDS: readonly string[] = [...DELIVERY_STATES.map(stateWord), 'failed']

export const stateOfWord = (word: string): string => (word === RETRYING ? 'failed' : word)

/** Ids are of their time: the end is what tells two apart. */
const ID_END = -6
export const idEnd = (id: string): string => `…${id.slice(ID_END)}`

/**
 * `slack hooks.slack.com/…k3yZ`: kind and place, without the scheme. Two that would read alike have the ends of their
 * ids beside.
 */
export function destinationWords(all: readonly DestinationView[]): ReadonlyMap<string, string> {
  const words = all.map(({ kind, url }) => `${kindWord(kind)} ${url.replace(/^.*?:\/\//, '')}`)
  const isAlone = (one: string) => words.indexOf(one) === words.lastIndexOf(one)
  return new Map(
    all.map(({ id }, at) => {
      const one = words[at] ?? id
      return [id, isAlone(one) ? one : `${one} ${idEnd(id)}`]
    }),
  )
}
