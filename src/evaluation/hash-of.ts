import { createHash } from 'node:crypto'
import { canonicalJson } from '../db/canonical-json.ts'

/** Hex SHA-256 of a value: equal values have equal hashes, in whatever order their parts were read. */
export const hashOf = (value: object): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex')
