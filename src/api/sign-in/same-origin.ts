import type { Context } from 'hono'

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request that shows a cookie was made by a page of ours. Browsers send cookies along whoever asks, so another
 * site could have one change something here. They also say who asks, in headers that no page can set. Sec-Fetch-Site decides
 * where it is sent, and an Origin may not contradict it: `null` does not, which is what a page without a referrer sends with a
 * form. Browsers that know no Sec-Fetch-Site are asked for the Origin; who sends neither is no browser, and has tokens.
 * Hono's own check looks at forms alone, and takes either header. `publicOrigin` is from the settings: behind a proxy this
 * server does not know its own address.
 */
export function isOwnRequest(context: Context, publicOrigin: string): boolean {
  if (SAFE.has(context.req.method)) return true
  const [site, origin] = [context.req.header('Sec-Fetch-Site'), context.req.header('Origin')]
  if (site === undefined) return origin === publicOrigin
  return site === 'same-origin' && (origin === undefined || origin === 'null' || origin === publicOrigin)
}
