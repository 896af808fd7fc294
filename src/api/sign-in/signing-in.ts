import type { ApiDeps } from '../deps.ts'
import { Cookies } from './cookies.ts'
import { Provider } from './provider.ts'
import { Sessions } from './sessions.ts'
import type { SignInSettings } from './settings.ts'

/** What signing in consists of, made once for the API and the pages. */
export interface SigningIn {
  readonly settings: SignInSettings
  readonly cookies: Cookies
  readonly provider: Provider
  readonly sessions: Sessions
  readonly now: () => Date
}

export function createSigningIn(
  deps: Pick<ApiDeps, 'database' | 'master' | 'log' | 'now'>,
  settings: SignInSettings,
): SigningIn {
  const provider = new Provider(settings)
  const now = deps.now
  return {
    settings,
    cookies: new Cookies(settings.publicUrl),
    provider,
    sessions: new Sessions(deps, settings, provider, now),
    now,
  }
}
