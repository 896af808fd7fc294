import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asDestinationId, asIntegrationId } from '../../model/core/ids.ts'
import { DataKey } from './data-key.ts'
import { SealBroken } from './envelope.ts'
import { MasterKey, openSecret, sealSecret } from './master-key.ts'
import type { SealedPlace } from './place.ts'
import { assetPlace, destinationPlace, placeContext } from './place.ts'

/** Few and short, so that pairs that only differ by where one part ends come up. */
const part = fc.oneof(
  fc.constantFrom('', 'a', 'a/b', 'b', '","', '["a"]', 'a","b'),
  fc.string({ maxLength: 6 }),
)
const place: fc.Arbitrary<SealedPlace> = fc.record({
  column: fc.constantFrom('credentials.sealed', 'assets.sealed', 'destinations.sealed_secret'),
  row: fc.array(part, { maxLength: 3 }),
})
const owned = fc.record({ owner: part, place })
type Owned = { readonly owner: string; readonly place: SealedPlace }

const bytes = randomBytes(32)
const keyOf = ({ owner }: Owned): DataKey => new DataKey(bytes, owner)
const isSame = (one: Owned, other: Owned): boolean => JSON.stringify(one) === JSON.stringify(other)

describe('a sealed blob', () => {
  test('opens where it was sealed, and nowhere else, though the key be the same', () => {
    fc.assert(
      fc.property(owned, owned, fc.uint8Array({ maxLength: 64 }), (here, there, plain) => {
        const sealed = keyOf(here).seal(here.place, plain)
        expect(new Uint8Array(keyOf(here).unseal(here.place, sealed))).toEqual(plain)
        fc.pre(!isSame(here, there))
        expect(() => keyOf(there).unseal(there.place, sealed)).toThrow(SealBroken)
      }),
      { numRuns: 500 },
    )
  })

  test('says its place in a way that no other place does', () => {
    fc.assert(
      fc.property(owned, owned, (one, other) => {
        const isEqual = placeContext(one.owner, one.place) === placeContext(other.owner, other.place)
        expect(isEqual).toBe(isSame(one, other))
      }),
      { numRuns: 500 },
    )
  })

  test('of any byte altered does not open', () => {
    const key = new DataKey(bytes, 'owner')
    const sealed = key.seal(assetPlace({ kind: 'k', externalId: 'e' }), Buffer.from('instructions'))
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(sealed)
        altered[at] = (altered[at] ?? 0) ^ flip
        expect(() => key.unseal(assetPlace({ kind: 'k', externalId: 'e' }), altered)).toThrow(SealBroken)
      }),
    )
  })
})

test('a webhook secret opens for its own destination in its own integration only', () => {
  const master = new MasterKey(bytes)
  const ids = ['d1', 'd2'].map(asDestinationId)
  const integrations = [null, ...['i1', 'i2'].map(asIntegrationId)]
  const all = ids.flatMap((id) =>
    integrations.map((integrationId) =>
      destinationPlace('destinations.sealed_secret', { id, integrationId }),
    ),
  )
  for (const here of all) {
    const sealed = sealSecret(master, here, 'whsec_x')
    expect(openSecret(master, here, sealed)).toBe('whsec_x')
    for (const there of all.filter((other) => other !== here)) {
      expect(() => openSecret(master, there, sealed)).toThrow(SealBroken)
    }
  }
})
