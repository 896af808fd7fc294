import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * Two cookies: one while somebody signs in, one when they have. `__Host-` makes browsers keep them for this host alone,
 * over TLS, for all paths: no other host of the domain can set one of that name, nor plain HTTP.
 *
 * On a loopback address over plain HTTP (the only plain one that the settings take) neither the prefix nor `Secure` would
 * be kept by every browser, so both are left out and the cookies have other names. They are then as safe as the machine:
 * whoever serves another port of it is sent them, too. A browser that has both kinds shows this API the one it asks for.
 */
const NAMES = { attempt: 'casbah-sign-in', session: 'casbah-session' } as const

export type CookieName = keyof typeof NAMES

/** Seconds that a sign-in may take: a password, a second factor, and a look for the telephone. */
export const ATTEMPT_LIFE_S = 600

export class Cookies {
  readonly #isSecure: boolean

  constructor(publicUrl: URL) {
    this.#isSecure = publicUrl.protocol === 'https:'
  }

  /** As it stands in the header. */
  nameOf(name: CookieName): string {
    return this.#isSecure ? `__Host-${NAMES[name]}` : NAMES[name]
  }

  read(context: Context, name: CookieName): string | undefined {
    return getCookie(context, this.nameOf(name))
  }

  /** Without `maxAgeS` it goes when the browser is closed; what a session is good for is in its row. */
  set(context: Context, name: CookieName, value: string, maxAgeS?: number): void {
    setCookie(context, this.nameOf(name), value, {
      ...this.#attributes(),
      ...(maxAgeS === undefined ? {} : { maxAge: maxAgeS }),
    })
  }

  clear(context: Context, name: CookieName): void {
    deleteCookie(context, this.nameOf(name), this.#attributes())
  }

  /** Lax: the provider sends people back from another site, and a strict cookie would not come with them. */
  #attributes() {
    return { path: '/', httpOnly: true, secure: this.#isSecure, sameSite: 'Lax' } as const
  }
}
