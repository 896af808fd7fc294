import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import type { OidcContext } from 'oidc-provider'
import { Provider } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'

/** A real OpenID provider over HTTP on this machine, with people in it whom a test may change or take away. */
export interface IdentityProvider {
  readonly issuer: string
  /** By subject; claims as they are now. Who is not in it is disabled. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>
  /** Who the next browser says it is. */
  signsIn: string
  /** Requests by path. */
  readonly requests: string[]
  /** Goes on with another signing key alone; codes, tokens and sessions stay. */
  rotateKeys(): Promise<void>
  /** What a person clicks at the provider's sign-out page. */
  close(): Promise<void>
}

/** Of all providers of a process, as what they would keep in a database is. */
const MEMORY = createMemoryAdapter()

export const CLIENT = { id: 'casbah', secret: 'client-secret-of-casbah-for-tests' } as const

export interface IdentityProviderOptions {
  /** Where Casbah is. */
  readonly publicUrls: readonly string[]
  /** Whether the groups stand in the ID token, or are told to who asks. Default: in the token. */
  readonly groupsIn?: 'id_token' | 'userinfo'
  readonly refreshTokens?: boolean
}

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end()
  const server = createServer((request, response) => listener(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const started: IdentityProvider = {
    issuer,
    people: new Map(),
    signsIn: '',
    requests: [],
    rotateKeys: async () => {
      listener = listenerOf(started, await makeProvider(started, options))
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await started.rotateKeys()
  return started
}

function listenerOf(here: IdentityProvider, provider: Provider): RequestListener {
  const answer = provider.callback()
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    here.requests.push(`${request.method} ${path}`)
    if (path.startsWith('/interaction/')) void logIn(here, provider, request, response)
    else answer(request, response)
  }
}

/** Nobody types a password in a test: the browser is whoever the test says. */
const logIn = (
  here: IdentityProvider,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
) => provider.interactionFinished(request, response, { login: { accountId: here.signsIn } })

async function makeProvider(here: IdentityProvider, options: IdentityProviderOptions): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: randomUUID() }
  const groups = options.groupsIn === 'userinfo' ? { groups: ['groups'] } : {}
  const provider: Provider = new Provider(here.issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: options.publicUrls.map((url) => `${url}/auth/callback`),
        post_logout_redirect_uris: options.publicUrls.map((url) => `${url}/auth/signed-out`),
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['cookie keys for tests'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'], groups: ['groups'], ...groups },
    conformIdTokenClaims: options.groupsIn === 'userinfo',
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: showForm },
    },
    adapter: MEMORY,
    interactions: { url: (_context: OidcContext, { uid }: { uid: string }) => `/interaction/${uid}` },
    issueRefreshToken: () => options.refreshTokens ?? true,
    findAccount: (_context: OidcContext, subject: string) => accountOf(here, subject),
    loadExistingGrant: async ({ oidc: { account, client } }: OidcContext) => {
      const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
      grant.addOIDCScope('openid profile email groups')
      await grant.save()
      return grant
    },
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      Grant: 3_600,
      IdToken: 300,
      Interaction: 300,
      RefreshToken: 3_600,
      Session: 3_600,
    },
  })
  return provider
}

/** Its sign-out page, whose form it writes itself. */
function showForm(context: { body?: unknown }, form: string): void {
  context.body = form
}

function accountOf({ people }: IdentityProvider, subject: string) {
  if (!people.has(subject)) return undefined
  return { accountId: subject, claims: () => ({ sub: subject, ...people.get(subject) }) }
}
