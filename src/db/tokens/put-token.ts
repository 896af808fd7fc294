import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'

/** Keeps a token by its SHA-256; one that is there already stays as it is, also when it was revoked. */
export async function putToken(
  db: Db,
  token: { readonly id: string; readonly name: string; readonly prefix: string; readonly hash: string },
): Promise<void> {
  await db
    .insert(apiTokens)
    .values({ ...token, integrationIds: null, expiresAt: null })
    .onConflictDoNothing({ target: apiTokens.hash })
}
