import { stringify } from 'safe-stable-stringify'

/** JSON with sorted keys: equal values have equal text, whatever order they were made or stored in. */
export function canonicalJson(value: object): string {
  const text = stringify(value)
  if (text === undefined) throw new TypeError('only objects have canonical JSON here')
  return text
}
