import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'
import { isUsable } from './tokens.ts'

/** Hashes of all tokens that may be used now: tens to thousands, of 64 characters each. */
export async function usableHashes(db: Db): Promise<readonly string[]> {
  const rows = await db.select({ hash: apiTokens.hash }).from(apiTokens).where(isUsable())
  return rows.map(({ hash }) => hash)
}
