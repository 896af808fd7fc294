// What tests and operators want to know about the traffic. All maps are bounded by routes × statuses × keys.

/** Lists that OpenAI serves by POST; every other method than GET is a write attempt. */
const LISTS_BY_POST = [/\/skills$/, /\/agent-skills$/]

export interface StatsView {
  readonly requests: Readonly<Record<string, number>>
  readonly total: number
  readonly nonRead: number
  readonly nonReadRequests: readonly string[]
  readonly beforeRetryAfter: number
  readonly downloads: number
  readonly downloadsWithBearer: number
  readonly byKey: Readonly<Record<string, number>>
  readonly apiCallsRemembered: number
  readonly faultsInjected: number
  readonly memory: { readonly rss: number; readonly heapUsed: number }
}

const NON_READ_SHOWN = 50

export class Stats {
  readonly #requests = new Map<string, number>()
  readonly #byKey = new Map<string, number>()
  readonly #nonReadRequests: string[] = []
  #total = 0
  #nonRead = 0
  #beforeRetryAfter = 0
  #downloads = 0
  #downloadsWithBearer = 0
  #faults = 0

  request(method: string, template: string, status: number): void {
    this.#total += 1
    const name = `${method} ${template} ${status}`
    this.#requests.set(name, (this.#requests.get(name) ?? 0) + 1)
  }

  method(method: string, path: string): void {
    if (method === 'GET' || (method === 'POST' && LISTS_BY_POST.some((list) => list.test(path)))) return
    this.#nonRead += 1
    if (this.#nonReadRequests.length < NON_READ_SHOWN) this.#nonReadRequests.push(`${method} ${path}`)
  }

  key(label: string): void {
    this.#byKey.set(label, (this.#byKey.get(label) ?? 0) + 1)
  }

  tooEarly(): void {
    this.#beforeRetryAfter += 1
  }

  fault(): void {
    this.#faults += 1
  }

  download(withBearer: boolean): void {
    this.#downloads += 1
    if (withBearer) this.#downloadsWithBearer += 1
  }

  view(apiCallsRemembered: number): StatsView {
    const { rss, heapUsed } = process.memoryUsage()
    return {
      requests: Object.fromEntries([...this.#requests].sort(([a], [b]) => (a < b ? -1 : 1))),
      total: this.#total,
      nonRead: this.#nonRead,
      nonReadRequests: this.#nonReadRequests,
      beforeRetryAfter: this.#beforeRetryAfter,
      downloads: this.#downloads,
      downloadsWithBearer: this.#downloadsWithBearer,
      byKey: Object.fromEntries(this.#byKey),
      apiCallsRemembered,
      faultsInjected: this.#faults,
      memory: { rss, heapUsed },
    }
  }
}
