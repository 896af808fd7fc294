import type { Fault, FaultKind, Scenario } from '../scenario.ts'
import { Draw, saltOf } from '../tenant/prng.ts'
import { serverError, tooManyRequests } from './errors.ts'
import type { Answer, Request } from './message.ts'

// Planted faults. Which request a fault hits follows from the seed and a count of matching requests, so that a test
// that failed can be run again.

const FAULT_SALT = saltOf('fault')
const DEFAULT_DELAY_MS = 2000
const DEFAULT_RETRY_AFTER_SECONDS = 2

/** Faults of file contents act where the file is written, not on requests. */
const CONTENT_KINDS: readonly FaultKind[] = ['concatenatedLines', 'duplicateLines']

interface Tally {
  seen: number
  hits: number
}

/** `*` in a pattern stands for anything. */
export function routeMatches(pattern: string, route: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(route)
}

export class FaultPlan {
  readonly #seed: number
  #tallies = new Map<Fault, Tally>()

  constructor(seed: number) {
    this.#seed = seed
  }

  /** The faults that hit this request; each counts its matches and hits. */
  hits(scenario: Scenario, route: string): readonly Fault[] {
    if (scenario.faults.length === 0) return []
    this.#forgetRemoved(scenario)
    return scenario.faults.filter((fault) => !CONTENT_KINDS.includes(fault.kind) && this.#hit(fault, route))
  }

  #hit(fault: Fault, route: string): boolean {
    if (!routeMatches(fault.route, route)) return false
    const tally = this.#tallies.get(fault) ?? { seen: 0, hits: 0 }
    this.#tallies.set(fault, tally)
    tally.seen += 1
    if (fault.count !== undefined && tally.hits >= fault.count) return false
    const hit =
      fault.every === undefined
        ? new Draw(this.#seed, FAULT_SALT, tally.seen).chance(fault.probability ?? 1)
        : tally.seen % fault.every === 0
    if (hit) tally.hits += 1
    return hit
  }

  #forgetRemoved(scenario: Scenario): void {
    for (const fault of this.#tallies.keys()) {
      if (!scenario.faults.includes(fault)) this.#tallies.delete(fault)
    }
  }
}

export interface FaultyDelivery {
  readonly delayMs: number
  readonly reset: boolean
  readonly truncate: boolean
}

export function deliveryOf(faults: readonly Fault[]): FaultyDelivery {
  const slow = faults.find((fault) => fault.kind === 'slow')
  return {
    delayMs: slow ? (slow.delayMs ?? DEFAULT_DELAY_MS) : 0,
    reset: faults.some((fault) => fault.kind === 'reset'),
    truncate: faults.some((fault) => fault.kind === 'truncate'),
  }
}

function plantedTooMany(fault: Fault, now: number): Answer {
  if (fault.retryAfter === 'none') return tooManyRequests(null)
  if (fault.retryAfter === 'date') {
    return tooManyRequests(new Date(now / 1000 + DEFAULT_RETRY_AFTER_SECONDS * 1000).toUTCString())
  }
  return tooManyRequests(String(fault.retryAfter ?? DEFAULT_RETRY_AFTER_SECONDS))
}

/** The answer of faults that replace the real one. */
export function replacementOf(faults: readonly Fault[], now: number): Answer | undefined {
  for (const fault of faults) {
    if (fault.kind === 'status5xx') return serverError(fault.status ?? 500)
    if (fault.kind === '429') return plantedTooMany(fault, now)
  }
  return undefined
}

function isList(body: unknown): body is { data: unknown[] } & Record<string, unknown> {
  return typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data)
}

/** Faults that change a real list: an empty page with a null cursor, or a list that never ends. */
export function bendAnswer(faults: readonly Fault[], answer: Answer): Answer {
  if (!isList(answer.body)) return answer
  let body: Record<string, unknown> = answer.body
  for (const fault of faults) {
    if (fault.kind === 'emptyPageNullCursor') {
      body =
        'last_end_time' in body
          ? { data: [], has_more: false, last_end_time: null }
          : { ...body, data: [], last_id: null, has_more: true }
    }
    if (fault.kind === 'hasMoreForever') body = { ...body, has_more: true }
  }
  return body === answer.body ? answer : { ...answer, body }
}

/** The request as a server sees it that takes `after` for inclusive: it lists the boundary file again. */
export function bendRequest(faults: readonly Fault[], request: Request): Request {
  if (!faults.some((fault) => fault.kind === 'boundaryRelist')) return request
  return { ...request, boundaryInclusive: true }
}
