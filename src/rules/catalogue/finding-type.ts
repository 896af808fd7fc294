import { createHash } from 'node:crypto'
import type { RuleEntry } from './entry.ts'

/**
 * The name space of our own finding types: a UUID made once, never to change. A type's id is made from it and the
 * rule's id as RFC 9562 says (version 5), so that it is the same in every installation and needs no table.
 */
const NAME_SPACE = Buffer.from('6f5cf0f2a6a54d0f8a3d6a1ce9a1c0b7', 'hex')

const UUID_BYTES = 16
const VERSION_BYTE = 6
const VARIANT_BYTE = 8

/** Cloudflare's FindingTypeID where the rule is one of theirs. */
export const findingTypeIdOf = ({
  id,
  cloudflareFindingTypeId,
}: Pick<RuleEntry, 'id' | 'cloudflareFindingTypeId'>): string => cloudflareFindingTypeId ?? uuidOf(id)

function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(NAME_SPACE).update(name).digest().subarray(0, UUID_BYTES)
  bytes[VERSION_BYTE] = ((bytes[VERSION_BYTE] ?? 0) & 0x0f) | 0x50
  bytes[VARIANT_BYTE] = ((bytes[VARIANT_BYTE] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
