import { randomUUIDv7 } from 'node:crypto'
import { newSessionSecret, secretHash } from '../../src/api/sign-in/session-secret.ts'
import { sealTokens } from '../../src/api/sign-in/sessions.ts'
import type { Database } from '../../src/db/client.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { createSession } from '../../src/db/sessions/sessions.ts'
import { putUser } from '../../src/db/users/users.ts'
import type { Role } from '../../src/model/core/access.ts'
import type { UserId } from '../../src/model/core/ids.ts'
import { asSessionId, asUserId } from '../../src/model/core/ids.ts'
import { UNCHECKED_LIFE_MS } from '../../src/model/core/sessions.ts'
import type { TestApi } from './api.ts'
import { asPage, SESSION_COOKIE } from './sign-in.ts'

export interface PlantedSession {
  readonly userId: UserId
  /** What the browser of a page of Casbah sends. */
  readonly headers: Readonly<Record<string, string>>
}

/** A person with an open session, as a sign-in with a provider that gives no refresh token leaves it. */
export async function plantSession(
  { drizzle }: Database,
  api: TestApi,
  role: Role,
  person: { readonly subject?: string; readonly name?: string; readonly email?: string } = {},
): Promise<PlantedSession> {
  const { subject = randomUUIDv7(), name = `Somebody, ${role}`, email = null } = person
  const user = await putUser(drizzle, asUserId(randomUUIDv7()), {
    ...{ issuer: 'https://id.example', subject, name, email, role },
  })
  const master = openMasterKey(api.settings.CASBAH_MASTER_KEY)
  const [id, secret, now] = [asSessionId(randomUUIDv7()), newSessionSecret(master), new Date()]
  const at = now.toISOString()
  await createSession(drizzle, {
    ...{ id, hash: secretHash(secret), stateHash: secretHash(id), userId: user.id, role },
    ...sealTokens(master, id, { refreshToken: null, idToken: 'none' }),
    ...{ startedAt: at, lastSeenAt: at, checkedAt: at, checkingUntil: null },
    endsAt: new Date(now.getTime() + UNCHECKED_LIFE_MS).toISOString(),
  })
  return { userId: user.id, headers: { ...asPage, cookie: `${SESSION_COOKIE}=${secret}` } }
}
