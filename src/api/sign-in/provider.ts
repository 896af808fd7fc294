import * as oidc from 'openid-client'
import { atMostEvery } from '../at-most-every.ts'
import type { Identity } from './identity.ts'
import { identityOf } from './identity.ts'
import { refusalOf } from './provider-failures.ts'
import { SignInRefused } from './refused.ts'
import type { SignInSettings } from './settings.ts'

export const CALLBACK_PATH = '/auth/callback'
export const SIGNED_OUT_PATH = '/auth/signed-out'

/** Milliseconds that what the provider says of itself is kept. A new endpoint is announced days before the old one goes. */
const DISCOVERED_FOR_MS = 600_000
/** Seconds for each request; a check makes four at most, within the lease that it has. */
const ANSWER_WITHIN_S = 5
/** Seconds that the clocks of the provider and of this machine may be apart. */
const CLOCK_TOLERANCE_S = 30

export interface AttemptSecrets {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** What the provider said of somebody, and what to ask it with again. */
export interface Granted {
  readonly identity: Identity
  readonly idToken: string
  readonly refreshToken: string | null
}

export const newAttempt = (): AttemptSecrets => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
})

/**
 * The company's identity provider: authorization code with PKCE, state and nonce. Whatever it does not do as it should ends
 * as `SignInRefused`, with a reason that tells a refusal from an absence.
 *
 * Three things are stricter than the library has them. The ID token's signature is checked although it comes straight from
 * the provider over TLS. The keys are fetched for each check, so a key that was taken back is refused at once, and a new one
 * needs no waiting. And the issuer must be just the one in the settings: of Microsoft's addresses for many tenants the
 * library takes tokens of any tenant, whose administrators could give their people whatever role they like.
 */
export class Provider {
  readonly #settings: SignInSettings
  readonly #discovered: () => Promise<oidc.ServerMetadata>

  constructor(settings: SignInSettings) {
    this.#settings = settings
    this.#discovered = atMostEvery(DISCOVERED_FOR_MS, () => this.#discover())
  }

  /** Where to send somebody who signs in. */
  start({ state, nonce, verifier }: AttemptSecrets): Promise<URL> {
    return refusing(async () => {
      const configuration = await this.#configuration()
      return oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: new URL(CALLBACK_PATH, this.#settings.publicUrl).href,
        scope: this.#settings.scopes,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
    })
  }

  /** `search` is what the provider sent the browser back with. */
  finish(search: string, { state, nonce, verifier }: AttemptSecrets): Promise<Granted> {
    return refusing(async () => {
      const configuration = await this.#configuration()
      const url = new URL(`${CALLBACK_PATH}${search}`, this.#settings.publicUrl)
      const answer = await oidc.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      return this.#granted(configuration, answer, { idToken: null, refreshToken: null, subject: null })
    })
  }

  /** Asks again who somebody is. `subject` is who they were. */
  refresh(before: {
    readonly refreshToken: string
    readonly idToken: string
    readonly subject: string
  }): Promise<Granted> {
    return refusing(async () => {
      const configuration = await this.#configuration()
      const answer = await oidc.refreshTokenGrant(configuration, before.refreshToken)
      return this.#granted(configuration, answer, before)
    })
  }

  /** Where to go to be signed out there, too; null where it offers no such place. */
  async endSession(idToken: string): Promise<URL | null> {
    const configuration = await refusing(() => this.#configuration())
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null
    return oidc.buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: new URL(SIGNED_OUT_PATH, this.#settings.publicUrl).href,
    })
  }

  async #granted(
    configuration: oidc.Configuration,
    answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
    before: {
      readonly idToken: string | null
      readonly refreshToken: string | null
      readonly subject: string | null
    },
  ): Promise<Granted> {
    const claims = answer.claims()
    const subject = claims?.sub ?? before.subject
    if (subject === null || (before.subject !== null && subject !== before.subject))
      throw new SignInRefused('bad-answer', 'another_subject')
    const { claim } = this.#settings.roles
    const isWhole = claims !== undefined && Object.hasOwn(claims, claim)
    const asked = isWhole ? {} : await this.#userInfo(configuration, answer.access_token, subject)
    const issuer = configuration.serverMetadata().issuer
    const idToken = answer.id_token ?? before.idToken
    if (idToken === null) throw new SignInRefused('bad-answer', 'no_id_token')
    return {
      identity: identityOf({ issuer, subject, claim, said: { ...claims, ...asked } }),
      idToken,
      refreshToken: answer.refresh_token ?? before.refreshToken,
    }
  }

  /** Some providers put into the ID token who signed in, and tell what they are to those who ask. */
  async #userInfo(
    configuration: oidc.Configuration,
    accessToken: string,
    subject: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {}
    return oidc.fetchUserInfo(configuration, accessToken, subject)
  }

  async #discover(): Promise<oidc.ServerMetadata> {
    const { issuer, clientId } = this.#settings
    const found = await oidc.discovery(issuer, clientId, undefined, oidc.None(), {
      timeout: ANSWER_WITHIN_S,
      execute: this.#isPlain() ? [oidc.allowInsecureRequests] : [],
    })
    const metadata = found.serverMetadata()
    if (new URL(metadata.issuer).href !== issuer.href) throw new SignInRefused('not-set-up', 'another_issuer')
    return metadata
  }

  /** A fresh one each time: it keeps the keys that it has fetched. */
  async #configuration(): Promise<oidc.Configuration> {
    const metadata = await this.#discovered()
    const { clientId, clientSecret } = this.#settings
    const takesPost = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post') ?? false
    const authentication = takesPost
      ? oidc.ClientSecretPost(clientSecret)
      : oidc.ClientSecretBasic(clientSecret)
    const client = { [oidc.clockTolerance]: CLOCK_TOLERANCE_S }
    const configuration = new oidc.Configuration(metadata, clientId, client, authentication)
    configuration.timeout = ANSWER_WITHIN_S
    if (this.#isPlain()) oidc.allowInsecureRequests(configuration)
    oidc.enableNonRepudiationChecks(configuration)
    return configuration
  }

  /** The settings take plain HTTP on a loopback address alone. */
  #isPlain(): boolean {
    return this.#settings.issuer.protocol === 'http:'
  }
}

async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw refusalOf(error)
  }
}
