import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { CryptoKey, JWTPayload } from 'jose'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { CLIENT } from './identity-provider.ts'

/**
 * A provider that signs whatever a test wants: tokens that no honest one issues. It asks nobody to log in, and takes any code
 * as often as it comes.
 */
export interface HostileProvider {
  readonly issuer: string
  /** What the next token says instead; undefined takes a claim away. */
  claims: Readonly<Record<string, unknown>>
  /** How the next token is signed. */
  signing: 'well' | 'with another key' | 'not at all' | 'with the client secret'
  /** What it says of itself instead. */
  metadata: Readonly<Record<string, unknown>>
  /** What the token endpoint answers instead of a token. */
  answer: { readonly status: number; readonly body: string; readonly type?: string } | null
  readonly requests: string[]
  close(): Promise<void>
}

const KID = 'the-key'
const LIFE_S = 300

export async function startHostileProvider(): Promise<HostileProvider> {
  const [key, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const jwk = { ...(await exportJWK(key.publicKey)), kid: KID, use: 'sig', alg: 'RS256' }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const here: HostileProvider = {
    issuer,
    claims: {},
    signing: 'well',
    metadata: {},
    answer: null,
    requests: [],
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? ''
    here.requests.push(`${request.method} ${path}`)
    await text(request)
    const send = (body: unknown, status = 200, type = 'application/json'): void => {
      response.writeHead(status, { 'content-type': type })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    if (path === '/.well-known/openid-configuration') send({ ...metadataOf(issuer), ...here.metadata })
    else if (path === '/jwks') send({ keys: [jwk] })
    else if (path === '/token' && here.answer !== null) {
      const { body, status, type } = here.answer
      send(body, status, type)
    } else if (path === '/token')
      send({
        access_token: 'an-access-token',
        token_type: 'Bearer',
        refresh_token: 'a-refresh-token',
        id_token: await idToken(here, key.privateKey, other.privateKey),
      })
    else send({}, 404)
  }
  return here
}

const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
})

async function idToken(here: HostileProvider, key: CryptoKey, other: CryptoKey): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  const usual = {
    iss: here.issuer,
    aud: CLIENT.id,
    sub: 'eve',
    iat: now,
    exp: now + LIFE_S,
    groups: ['casbah-admins'],
  }
  const claims: JWTPayload = { ...usual, ...here.claims }
  const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: KID })
  switch (here.signing) {
    case 'well':
      return token.sign(key)
    case 'with another key':
      return token.sign(other)
    case 'with the client secret':
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(CLIENT.secret))
    case 'not at all':
      return new UnsecuredJWT(claims).encode()
    default:
      return here.signing satisfies never
  }
}
