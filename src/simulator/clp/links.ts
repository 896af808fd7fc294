import { createHmac, timingSafeEqual } from 'node:crypto'

// Download links point to a second origin and carry their own proof: expiry and signature, no account. That origin
// wants no bearer token, and refuses one.

/** Links for log files; OpenAI says "short-lived" and gives no number. */
export const LOG_LINK_MICROS = 300 * 1_000_000
/** Links embedded in lists live an hour. */
export const FILE_LINK_MICROS = 3600 * 1_000_000

export type LinkVerdict = 'good' | 'expired' | 'forged'

export class SignedLinks {
  readonly #secret: string
  #origin = ''

  constructor(seed: number) {
    this.#secret = `simulated-storage-${seed}`
  }

  get origin(): string {
    return this.#origin
  }

  /** Known once the download server listens. */
  serveFrom(origin: string): void {
    this.#origin = origin
  }

  sign(path: string, expires: number): string {
    const se = new Date(Math.floor(expires / 1000)).toISOString()
    return `${this.#origin}${path}?se=${encodeURIComponent(se)}&sp=r&sr=b&sig=${encodeURIComponent(this.#proof(path, se))}`
  }

  verify(path: string, query: URLSearchParams, now: number): LinkVerdict {
    const se = query.get('se') ?? ''
    const given = Buffer.from(query.get('sig') ?? '')
    const wanted = Buffer.from(this.#proof(path, se))
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged'
    return now / 1000 >= Date.parse(se) ? 'expired' : 'good'
  }

  #proof(path: string, se: string): string {
    return createHmac('sha256', this.#secret).update(`${path}\n${se}`).digest('base64')
  }
}
